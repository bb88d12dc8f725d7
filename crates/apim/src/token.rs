//! Where bearer tokens for Azure Resource Manager come from.
//!
//! The client asks for one before each attempt and keeps none; caching and refreshing are the
//! source's business. Must not know how people sign in.

use async_trait::async_trait;
use domain::problem::ConnectReason;
use secrecy::SecretString;

/// Why there is no token. No variant holds a token or a credential.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The person, or whoever runs the service, has to sign in (again).
    #[error("sign-in is required: {0}")]
    SignInRequired(String),
    /// The token endpoint answered and refused, or answered something that is no token.
    #[error("the token was refused: {code} {message}")]
    Refused {
        /// HTTP status; 0 where the refusal is not an answer's.
        status: u16,
        /// The endpoint's own: `AADSTS7000215`, `invalid_client`.
        code: String,
        message: String,
        /// The endpoint's id of the request (Entra ID: trace id).
        request_id: Option<String>,
    },
    /// The token endpoint did not answer.
    #[error("{address} does not answer")]
    Unavailable {
        address: String,
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// No token before the call's deadline.
    #[error("no token was issued in time")]
    TimedOut,
    /// The person on whose behalf Azure is called has to connect to it first, or again.
    #[error("{gateway} is not connected as this person: {why}", why = .why.as_str())]
    NotConnected { gateway: String, why: ConnectReason },
    /// The source itself failed, before anyone was asked.
    #[error("the token could not be looked up")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl TokenError {
    /// What was issued can't be sent.
    pub(crate) fn unusable() -> Self {
        let message = "what was issued can't be a header.".into();
        Self::Refused { status: 0, code: "InvalidToken".into(), message, request_id: None }
    }
}

/// Gives tokens whose audience is the configured Azure Resource Manager.
#[async_trait]
pub trait TokenSource: Send + Sync + std::fmt::Debug {
    /// A token that is valid now.
    async fn token(&self) -> Result<SecretString, TokenError>;

    /// ARM answered this token with 401. `claims`: what it asks for beside (a JSON object, from a
    /// `WWW-Authenticate` challenge of continuous access evaluation). True when asking again is worth
    /// it: there may be another token, or a better reason why there is none.
    async fn rejected(&self, token: &SecretString, claims: Option<&str>) -> bool {
        let _ = (token, claims);
        false
    }

    /// Whom ARM sees: part of the key of every cache of what ARM answered.
    fn principal(&self) -> &str;
}

/// One token that never changes: for the emulator and for tools.
#[derive(Debug)]
pub struct StaticToken {
    principal: String,
    token: SecretString,
}

impl StaticToken {
    pub fn new(principal: impl Into<String>, token: SecretString) -> Self {
        Self { principal: principal.into(), token }
    }
}

#[async_trait]
impl TokenSource for StaticToken {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Ok(self.token.clone())
    }

    fn principal(&self) -> &str {
        &self.principal
    }
}
