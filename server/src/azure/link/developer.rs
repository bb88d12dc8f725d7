//! Who is signed in to the command line tools of this machine: for development.

use super::{Link, Parts, Present, refused};
use crate::azure::SetupError;
use azure_core::credentials::TokenCredential;
use azure_identity::{AzureCliCredential, AzureCliCredentialOptions, AzureDeveloperCliCredential, AzureDeveloperCliCredentialOptions};
use std::sync::Arc;

/// `az` and `azd`; `AZURE_TENANT_ID` picks a tenant other than their own default.
pub(super) fn links(parts: &Parts<'_>) -> Result<[Link; 2], SetupError> {
    let tenant_id = parts.environment.tenant.clone();
    let options = AzureCliCredentialOptions { tenant_id: tenant_id.clone(), ..Default::default() };
    let cli = AzureCliCredential::new(Some(options)).map_err(refused("AZURE_TENANT_ID"))?;
    let options = AzureDeveloperCliCredentialOptions { tenant_id, ..Default::default() };
    let developer_cli = AzureDeveloperCliCredential::new(Some(options)).map_err(refused("AZURE_TENANT_ID"))?;
    Ok([tool("Azure CLI", "az", cli), tool("Azure Developer CLI", "azd", developer_cli)])
}

fn tool(name: &'static str, command: &str, credential: Arc<dyn TokenCredential>) -> Link {
    Link::present(name, Present { credential, address: command.to_owned(), is_configured: false, probe: None, secret: None })
}
