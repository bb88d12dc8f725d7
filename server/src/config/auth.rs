//! How people sign in, and which claim gives which role.

use super::{
    error::ConfigError,
    source::{Origin, Setting, Sources},
};
use domain::access::{RoleLists, RoleMapping};
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

/// Who is asked to vouch for a person.
#[derive(Debug, Clone)]
pub enum AuthMode {
    /// One administrator, no sign-in; loopback only.
    Local,
    /// An OpenID Connect provider.
    Oidc(Box<OidcConfig>),
}

#[derive(Debug, Clone)]
pub struct AuthConfig {
    pub mode: AuthMode,
    /// Whom someone without a role should ask; shown as it is.
    pub contact: String,
}

#[derive(Debug, Clone)]
pub struct OidcConfig {
    pub issuer: Url,
    /// The same as it was written: providers tell a slash at the end from none.
    pub issuer_text: String,
    pub client_id: String,
    pub client_secret: SecretString,
    /// Beside `openid`, `profile` and `email`.
    pub scopes: Vec<String>,
    /// Roles in general; those of gateways are added once they are read.
    pub mapping: RoleMapping,
    /// After this long a page is shown only once the provider was asked again.
    pub recheck: Duration,
}

impl AuthConfig {
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let contact = sources.text("auth.contact")?.map(|setting| setting.value).unwrap_or_default();
        let Some(setting) = sources.text("auth.mode")? else {
            // Whoever names a provider wants people to sign in: nobody is let in as administrator instead.
            if let Some(provider) = sources.text("oidc.issuer")? {
                return Err(ConfigError::invalid(&provider.origin, "is set, but `auth.mode` is not: set it to `oidc`, or to `local`"));
            }
            return Ok(Self { mode: AuthMode::Local, contact });
        };
        let mode = match setting.value.as_str() {
            "local" => AuthMode::Local,
            "oidc" => AuthMode::Oidc(Box::new(oidc(sources, &setting.origin)?)),
            other => return Err(ConfigError::invalid(&setting.origin, format!("`{other}` is not valid: expected `local` or `oidc`"))),
        };
        Ok(Self { mode, contact })
    }

    pub fn oidc(&self) -> Option<&OidcConfig> {
        match &self.mode {
            AuthMode::Oidc(config) => Some(config),
            AuthMode::Local => None,
        }
    }
}

fn oidc(sources: &Sources, mode: &Origin) -> Result<OidcConfig, ConfigError> {
    let required = |key: &str| -> Result<Setting<String>, ConfigError> {
        let found = sources.text(key)?.filter(|setting| !setting.value.trim().is_empty());
        found.ok_or_else(|| ConfigError::invalid(mode, format!("`oidc` needs `{key}`, which is not set")))
    };
    let lists = RoleLists {
        admins: sources.list("oidc.admins")?,
        operators: sources.list("oidc.operators")?,
        viewers: sources.list("oidc.viewers")?,
    };
    if lists.is_empty() {
        return Err(ConfigError::invalid(
            mode,
            "nobody could do anything: set at least one of `oidc.admins`, `oidc.operators`, `oidc.viewers`",
        ));
    }
    let secret = required("oidc.client_secret")?;
    if secret.value.len() < 8 {
        return Err(ConfigError::invalid(&secret.origin, "is too short to be a client secret: copy it from the identity provider"));
    }
    let claim = sources.text("oidc.role_claim")?.map_or_else(|| "roles".to_owned(), |setting| setting.value);
    let written = required("oidc.issuer")?;
    Ok(OidcConfig {
        issuer_text: written.value.trim().to_owned(),
        issuer: issuer(written)?,
        client_id: required("oidc.client_id")?.value,
        client_secret: secret.value.into(),
        scopes: sources.list("oidc.scopes")?,
        mapping: RoleMapping { claim, lists, gateways: vec![] },
        recheck: Duration::from_secs(60 * sources.number("session.recheck_minutes", 1..=1440, 60)?),
    })
}

/// What the provider says is trusted only over an encrypted connection, or on this machine.
fn issuer(setting: Setting<String>) -> Result<Url, ConfigError> {
    let invalid = |message: String| Err(ConfigError::invalid(&setting.origin, message));
    let Ok(url) = setting.value.parse::<Url>() else {
        return invalid(format!("`{}` is not a URL", setting.value));
    };
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return invalid("expected the issuer as the provider writes it, such as https://login.example/realms/team".into());
    }
    if url.scheme() == "https" || (url.scheme() == "http" && super::is_loopback(&url)) {
        return Ok(url);
    }
    invalid(format!("`{url}` is not encrypted: http is for loopback addresses only"))
}
