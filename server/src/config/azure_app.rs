//! As which application people connect to Azure, where a gateway has `credential = "user"`.

use super::{
    auth::AuthConfig,
    error::ConfigError,
    gateway::{Credential, GatewayConfig},
    is_loopback,
    source::{Setting, Sources},
};
use secrecy::SecretString;
use url::Url;
use uuid::Uuid;

const DEFAULT_AUTHORITY: &str = "https://login.microsoftonline.com";

#[derive(Debug, Clone)]
pub struct AzureAppConfig {
    /// Whose people connect: the directory's id, in lower case.
    pub tenant: String,
    pub client_id: String,
    pub client_secret: SecretString,
    /// Where they do: an origin.
    pub authority: Url,
}

impl AzureAppConfig {
    /// `None` while no gateway is called as a person.
    pub(super) fn read(sources: &Sources, auth: &AuthConfig, gateways: &[GatewayConfig]) -> Result<Option<Self>, ConfigError> {
        let Some(gateway) = gateways.iter().find(|gateway| gateway.credential == Credential::User) else { return Ok(None) };
        let origin = &gateway.credential_origin;
        if auth.oidc().is_none() {
            let message = "`user` needs auth.mode = \"oidc\": in local mode nobody signs in, so there is nobody to call Azure as";
            return Err(ConfigError::invalid(origin, message));
        }
        let required = |key: &str| -> Result<Setting<String>, ConfigError> {
            let found = sources.text(key)?.filter(|setting| !setting.value.trim().is_empty());
            found.ok_or_else(|| ConfigError::invalid(origin, format!("`user` needs `{key}`, which is not set")))
        };
        let secret = required("azure.client_secret")?;
        if secret.value.len() < 8 {
            return Err(ConfigError::invalid(&secret.origin, "is too short to be a client secret: copy it from the app registration"));
        }
        Ok(Some(Self {
            tenant: tenant(&required("azure.tenant")?)?,
            client_id: required("azure.client_id")?.value,
            client_secret: secret.value.into(),
            authority: authority(sources)?,
        }))
    }
}

/// A name would not do: what Azure says of an account is the id.
fn tenant(setting: &Setting<String>) -> Result<String, ConfigError> {
    let id = Uuid::try_parse(setting.value.trim()).map(|id| id.hyphenated().to_string());
    id.map_err(|_| {
        let message =
            format!("`{}` is not valid: expected the directory (tenant) id, such as 00000000-0000-0000-0000-000000000000", setting.value);
        ConfigError::invalid(&setting.origin, message)
    })
}

/// The client secret and people's refresh tokens go there.
fn authority(sources: &Sources) -> Result<Url, ConfigError> {
    let found = sources.text("azure.authority")?;
    let text = found.as_ref().map_or(DEFAULT_AUTHORITY, |setting| setting.value.as_str());
    let invalid = |message: String| match &found {
        Some(setting) => ConfigError::invalid(&setting.origin, message),
        None => ConfigError::missing("azure.authority", message),
    };
    let url = text.parse::<Url>().map_err(|_| invalid(format!("`{text}` is not a URL")))?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || !is_bare || !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("expected scheme, host and port only, such as https://login.microsoftonline.com".into()));
    }
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(invalid(format!("`{text}` is not encrypted: http is for loopback addresses only")));
    }
    Ok(url)
}
