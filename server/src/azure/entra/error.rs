//! Why Entra ID gave no token, told apart by what the person has to do about it.

use super::claims;
use crate::{
    auth::http::HttpError,
    azure::failure::{one_line, redacted},
};
use domain::problem::ConnectReason;
use openidconnect::{ErrorResponse, RequestTokenError};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{error::Error, fmt};

/// An answer of failure, in Entra ID's own words. Source: Microsoft identity platform, "Microsoft
/// Entra authentication and authorization error codes".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) error_description: String,
    pub(crate) error_codes: Vec<i64>,
    pub(crate) suberror: String,
    /// What a policy asks for, as JSON in a text.
    pub(crate) claims: String,
    pub(crate) trace_id: Option<String>,
}

impl ErrorResponse for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), one_line(&self.error_description))
    }
}

impl Refusal {
    /// `AADSTS65001`, else `invalid_grant`.
    pub(crate) fn code(&self) -> String {
        let numbered = self.error_codes.first().map(|code| format!("AADSTS{code}"));
        numbered.or_else(|| described(&self.error_description)).unwrap_or_else(|| one_line(&self.error))
    }

    /// What the person has to do; `None`: it is not theirs to mend.
    pub(crate) fn reason(&self) -> Option<ConnectReason> {
        let code = self.code();
        let number: i64 = code.strip_prefix("AADSTS").and_then(|number| number.parse().ok()).unwrap_or_default();
        let is_policy = matches!(number, 50_072 | 50_074 | 50_076 | 50_079 | 50_158 | 53_000..=53_011 | 530_000..=530_999);
        match self.error.as_str() {
            _ if self.suberror == "consent_required" || number == 65_001 => Some(ConnectReason::Consent),
            "consent_required" => Some(ConnectReason::Consent),
            "interaction_required" | "login_required" => Some(ConnectReason::Policy),
            "invalid_grant" if is_policy || self.demand().is_some() => Some(ConnectReason::Policy),
            "invalid_grant" => Some(ConnectReason::Ended),
            _ => None,
        }
    }

    /// What a policy asks for, if it can be passed on.
    pub(crate) fn demand(&self) -> Option<String> {
        claims::checked(&self.claims)
    }

    /// RFC 6749, section 5.2; openidconnect does not say what it was.
    pub(crate) fn status(&self) -> u16 {
        match self.error.as_str() {
            "invalid_client" => 401,
            "server_error" | "temporarily_unavailable" => 503,
            _ => 400,
        }
    }
}

/// The number that a description begins with: `AADSTS65001: The user …`.
fn described(description: &str) -> Option<String> {
    let code = description.split(':').next()?.trim();
    let is_code = code.strip_prefix("AADSTS").is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    is_code.then(|| code.to_owned())
}

#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum EntraError {
    #[error("{0}")]
    Refused(Refusal),
    #[error("{address} does not answer: {reason}")]
    Unavailable { address: String, reason: String },
    #[error("{address} answered, but not with a token")]
    NotAToken { address: String },
}

impl EntraError {
    /// `address`: the origin that was asked. `secret` is never shown, whatever the answer repeats.
    pub(super) fn of(address: String, error: RequestTokenError<HttpError, Refusal>, secret: &SecretString) -> Self {
        match error {
            RequestTokenError::ServerResponse(refusal) => {
                let error_description = redacted(&refusal.error_description, Some(secret));
                Self::Refused(Refusal { error_description, ..refusal })
            }
            RequestTokenError::Request(error) => Self::Unavailable { address, reason: innermost(&error) },
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::NotAToken { address },
        }
    }
}

fn innermost(error: &HttpError) -> String {
    let mut cause: &dyn Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    one_line(&cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(error: &str, description: &str, codes: &[i64], suberror: &str, claims: &str) -> Refusal {
        Refusal {
            error: error.into(),
            error_description: description.into(),
            error_codes: codes.to_vec(),
            suberror: suberror.into(),
            claims: claims.into(),
            trace_id: None,
        }
    }

    #[test]
    fn refusals_are_told_apart_by_what_to_do() {
        let reason = |error, description, codes: &[i64], suberror, claims| refusal(error, description, codes, suberror, claims).reason();
        assert_eq!(reason("invalid_grant", "AADSTS700082: The refresh token has expired", &[700_082], "", ""), Some(ConnectReason::Ended));
        assert_eq!(reason("invalid_grant", "AADSTS50173: The grant has expired", &[], "bad_token", ""), Some(ConnectReason::Ended));
        assert_eq!(reason("invalid_grant", "AADSTS65001: No consent", &[65_001], "consent_required", ""), Some(ConnectReason::Consent));
        assert_eq!(reason("consent_required", "", &[], "", ""), Some(ConnectReason::Consent));
        assert_eq!(reason("invalid_grant", "AADSTS50076: second factor", &[50_076], "basic_action", ""), Some(ConnectReason::Policy));
        assert_eq!(reason("invalid_grant", "AADSTS53003: blocked", &[], "", ""), Some(ConnectReason::Policy));
        assert_eq!(reason("interaction_required", "", &[], "", ""), Some(ConnectReason::Policy));
        assert_eq!(reason("invalid_grant", "", &[], "", r#"{"access_token":{}}"#), Some(ConnectReason::Policy));
        assert_eq!(reason("invalid_client", "AADSTS7000215: Invalid client secret provided.", &[7_000_215], "", ""), None);
        assert_eq!(reason("temporarily_unavailable", "", &[], "", ""), None);
    }

    #[test]
    fn a_refusal_has_a_code_whatever_it_says() {
        assert_eq!(refusal("invalid_grant", "AADSTS50173: x", &[], "", "").code(), "AADSTS50173");
        assert_eq!(refusal("invalid_grant", "something", &[], "", "").code(), "invalid_grant");
        assert_eq!(refusal("invalid_grant", "AADSTS: x", &[], "", "").code(), "invalid_grant");
    }
}
