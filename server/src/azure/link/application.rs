//! An application of Entra ID: with a secret, a certificate, or the identity of a workload.

use super::{Link, Parts, Present, refused};
use crate::azure::{Application, SetupError, assertion::CertificateAssertion};
use azure_core::credentials::{Secret, TokenCredential};
use azure_identity::{
    ClientAssertionCredential, ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::{ExposeSecret, SecretString};
use std::{path::PathBuf, sync::Arc};

const IDS: &str = "AZURE_TENANT_ID, AZURE_CLIENT_ID";

/// The secret or certificate that the environment holds.
pub(super) fn own(parts: &Parts<'_>) -> Result<Link, SetupError> {
    match &parts.environment.application {
        None => {
            let reason = "AZURE_CLIENT_SECRET and AZURE_CLIENT_CERTIFICATE_PATH are not set";
            Ok(Link::absent("client secret or certificate", reason))
        }
        Some(Application::Secret(secret)) => with_secret(parts, secret),
        Some(Application::Certificate { path, is_chain_sent }) => with_certificate(parts, path.clone(), *is_chain_sent),
    }
}

fn with_secret(parts: &Parts<'_>, secret: &SecretString) -> Result<Link, SetupError> {
    let (tenant, client_id) = parts.application();
    let options = ClientSecretCredentialOptions { client_options: parts.options(&parts.transports.entra) };
    let value = Secret::new(secret.expose_secret().to_owned());
    let credential = ClientSecretCredential::new(&tenant, client_id, value, Some(options)).map_err(refused(IDS))?;
    Ok(Link::present("client secret", present(parts, credential, Some(secret.clone()))))
}

fn with_certificate(parts: &Parts<'_>, path: PathBuf, is_chain_sent: bool) -> Result<Link, SetupError> {
    let (tenant, client_id) = parts.application();
    let audience = format!("{}/{tenant}/oauth2/v2.0/token", parts.entra());
    let assertion = CertificateAssertion { path, client_id: client_id.clone(), audience, is_chain_sent, clock: parts.clock.clone() };
    let options = ClientAssertionCredentialOptions { client_options: parts.options(&parts.transports.entra) };
    let credential = ClientAssertionCredential::new(tenant, client_id, assertion, Some(options)).map_err(refused(IDS))?;
    Ok(Link::present("client certificate", present(parts, credential, None)))
}

/// The token that Kubernetes writes into a file and renews there.
pub(super) fn workload(parts: &Parts<'_>) -> Result<Link, SetupError> {
    const NAME: &str = "workload identity";
    let Some(path) = parts.environment.token_file.clone() else {
        return Ok(Link::absent(NAME, "AZURE_FEDERATED_TOKEN_FILE is not set"));
    };
    let (tenant_id, client_id) = parts.application();
    let options = WorkloadIdentityCredentialOptions {
        credential_options: ClientAssertionCredentialOptions { client_options: parts.options(&parts.transports.entra) },
        tenant_id: Some(tenant_id),
        client_id: Some(client_id),
        token_file_path: Some(path),
    };
    let credential = WorkloadIdentityCredential::new(Some(options)).map_err(refused("AZURE_FEDERATED_TOKEN_FILE"))?;
    Ok(Link::present(NAME, present(parts, credential, None)))
}

fn present(parts: &Parts<'_>, credential: Arc<dyn TokenCredential>, secret: Option<SecretString>) -> Present {
    Present { credential, address: parts.entra(), is_configured: true, probe: None, secret }
}
