//! Why a sign-in did not happen: for the person in words that help, for the audit as a code.

use control::Refusal;
use http::StatusCode;

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("no sign-in with this state was begun in this browser, or it took longer than ten minutes, or it was used already")]
    State,
    #[error("the answer names {found} as its issuer")]
    Issuer { found: String },
    #[error("the identity provider answered {code}: {description}")]
    Provider { code: String, description: String },
    #[error("the identity provider at {issuer} does not answer: {detail}")]
    Unavailable { issuer: String, detail: String },
    #[error("the code was refused: {detail}")]
    Code { detail: String },
    #[error("the identity provider's answer has no id token")]
    NoIdToken,
    #[error("the id token is not valid: {detail}")]
    Token { detail: String },
    #[error("the identity provider's user information was not usable: {detail}")]
    UserInfo { detail: String },
    #[error("the session could not be written")]
    Session(#[from] tower_sessions::session::Error),
    #[error("the sign-in could not be recorded")]
    Control(#[from] control::Error),
    #[error("the session could not be sealed")]
    Seal(#[from] crate::auth::seal::SealError),
}

impl SignInError {
    /// Low in number: for metrics and the audit.
    pub fn code(&self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Issuer { .. } => "issuer",
            Self::Provider { .. } => "provider_error",
            Self::Unavailable { .. } => "provider_unavailable",
            Self::Code { .. } => "code",
            Self::NoIdToken => "no_id_token",
            Self::Token { .. } => "token",
            Self::UserInfo { .. } => "userinfo",
            Self::Session(_) | Self::Control(_) | Self::Seal(_) => "internal",
        }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::State | Self::Issuer { .. } => StatusCode::BAD_REQUEST,
            Self::Provider { .. } => StatusCode::FORBIDDEN,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Code { .. } | Self::NoIdToken | Self::Token { .. } | Self::UserInfo { .. } => StatusCode::UNAUTHORIZED,
            Self::Session(_) | Self::Control(_) | Self::Seal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub fn refusal(&self) -> Refusal {
        Refusal { code: self.code(), detail: self.to_string() }
    }

    /// For the person: what happened, and what to do.
    pub fn words(&self) -> String {
        match self {
            Self::State => {
                "This sign-in was not begun in this browser, took longer than ten minutes, or was used already. Begin again.".into()
            }
            Self::Provider { code, description } if code == "access_denied" => {
                format!("The identity provider did not let you in. {description}")
            }
            Self::Provider { code, description } => format!("The identity provider answered with {code}. {description}"),
            Self::Unavailable { issuer, .. } => {
                format!("The identity provider at {issuer} does not answer. Nothing is wrong with your account; try again in a moment.")
            }
            Self::Code { .. } => "The identity provider did not accept the sign-in's code. Begin again.".into(),
            Self::Token { detail } => {
                format!("What the identity provider sent can't be trusted: {detail}. Tell whoever runs this console.")
            }
            Self::Issuer { .. } | Self::NoIdToken | Self::UserInfo { .. } => {
                format!("The identity provider's answer can't be used: {self}. Tell whoever runs this console.")
            }
            Self::Session(_) | Self::Control(_) | Self::Seal(_) => {
                "The console itself failed. Its log has the cause under this request id.".into()
            }
        }
    }
}
