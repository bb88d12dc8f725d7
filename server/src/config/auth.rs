//! How people sign in.

use super::{error::ConfigError, source::Sources};

/// Who is asked to vouch for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthMode {
    /// One administrator, no sign-in; loopback only.
    Local,
}

#[derive(Debug, Clone)]
pub struct AuthConfig {
    pub mode: AuthMode,
}

impl AuthConfig {
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let Some(setting) = sources.text("auth.mode")? else {
            return Ok(Self { mode: AuthMode::Local });
        };
        match setting.value.as_str() {
            "local" => Ok(Self { mode: AuthMode::Local }),
            "oidc" => {
                Err(ConfigError::invalid(&setting.origin, "sign-in with OpenID Connect is not part of this version: it has `local` only"))
            }
            other => Err(ConfigError::invalid(&setting.origin, format!("`{other}` is not valid: expected `local`"))),
        }
    }
}
