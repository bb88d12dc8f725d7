//! The identity that Azure gives to the machine or the container.

use super::{Link, Parts, Present};
use azure_identity::{ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId};

const NAME: &str = "managed identity";

/// The instance metadata service: the same address on every virtual machine.
const METADATA: &str = "http://169.254.169.254";
const METADATA_TOKEN: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

/// `AZURE_CLIENT_ID` picks a user-assigned identity. A source that azure_identity has no support for
/// (Azure Arc, Cloud Shell) is passed over: nobody has asked for it by name.
pub(super) fn link(parts: &Parts<'_>) -> Link {
    let environment = parts.environment;
    let options = ManagedIdentityCredentialOptions {
        user_assigned_id: environment.client_id.clone().map(UserAssignedId::ClientId),
        client_options: parts.options(&parts.transports.local),
    };
    let credential = match ManagedIdentityCredential::new(Some(options)) {
        Ok(credential) => credential,
        Err(error) => return Link::absent(NAME, crate::azure::failure::one_line(&error.to_string())),
    };
    let endpoint = environment.identity_endpoint.as_ref();
    let present = Present {
        credential,
        address: endpoint.map_or_else(|| METADATA.to_owned(), |url| url.origin().ascii_serialization()),
        is_configured: endpoint.is_some() || environment.client_id.is_some(),
        probe: endpoint.is_none().then(|| (parts.transports.prober.clone(), METADATA_TOKEN)),
        secret: None,
    };
    Link::present(NAME, present)
}
