//! Why a connection to Azure was not made: for the person in words that help, for the audit as a code.

use super::ConnectAuth;
use crate::{
    AppState,
    azure::{EntraError, Refusal as Answer},
    render::notice,
};
use app::{routes, state::Notice};
use axum::response::Response;
use control::{Op, Refusal};
use domain::problem::ConnectReason;
use http::{StatusCode, request::Parts};

const WRONG_TENANT: &str = "This account is not of the organization whose Azure is managed here. Connect with another account.";

#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    #[error(
        "no connection with this state was begun by this person in this browser, or it took longer than ten minutes, or it was used already"
    )]
    State,
    /// Entra ID's answer at the callback: someone said no, or something is missing.
    #[error("Entra ID answered {0}")]
    Answered(Answer),
    #[error("Entra ID gave no token: {0}")]
    Exchange(#[from] EntraError),
    #[error("Entra ID's answer has no id token")]
    NoIdToken,
    #[error("Entra ID's answer has no refresh token")]
    NoRefreshToken,
    #[error("the id token is not valid: {detail}")]
    IdToken { detail: &'static str },
    #[error("the account is of the tenant {found}, not of {expected}")]
    Tenant { expected: String, found: String },
    #[error("{0}")]
    Control(#[from] control::Error),
    #[error("the session could not be read or written")]
    Session(#[from] tower_sessions::session::Error),
    #[error("the connection could not be sealed")]
    Seal(#[from] crate::auth::seal::SealError),
}

impl ConnectError {
    pub(super) fn answered(error: &str, description: &str) -> Self {
        let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(300).collect::<String>();
        Self::Answered(Answer { error: short(error), error_description: short(description), ..Answer::default() })
    }

    /// Low in number: for metrics and the audit.
    fn code(&self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Answered(_) if self.is_wrong_tenant() => "wrong_tenant",
            Self::Answered(answer) if answer.error == "access_denied" => "access_denied",
            Self::Answered(answer) | Self::Exchange(EntraError::Refused(answer)) => match answer.reason() {
                Some(ConnectReason::Consent) => "consent_required",
                Some(ConnectReason::Policy) => "interaction_required",
                _ => "entra_error",
            },
            Self::Exchange(EntraError::Unavailable { .. }) => "entra_unavailable",
            Self::Exchange(EntraError::NotAToken { .. }) | Self::NoIdToken | Self::NoRefreshToken | Self::IdToken { .. } => "answer",
            Self::Tenant { .. } => "wrong_tenant",
            Self::Control(error) => error.code().as_str(),
            Self::Session(_) | Self::Seal(_) => "internal",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::State => StatusCode::BAD_REQUEST,
            Self::Answered(_) | Self::Tenant { .. } => StatusCode::FORBIDDEN,
            Self::Exchange(EntraError::Unavailable { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Exchange(_) | Self::NoIdToken | Self::NoRefreshToken | Self::IdToken { .. } => StatusCode::BAD_GATEWAY,
            Self::Control(error) => StatusCode::from_u16(error.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Session(_) | Self::Seal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Entra ID knows that an account is not of the directory, and says so itself.
    fn is_wrong_tenant(&self) -> bool {
        let code = match self {
            Self::Answered(answer) => answer.code(),
            _ => return matches!(self, Self::Tenant { .. }),
        };
        matches!(code.as_str(), "AADSTS50020" | "AADSTS50034" | "AADSTS90072")
    }

    /// For the person: what happened, and what to do.
    fn words(&self, gateway: &str) -> String {
        match self {
            Self::State => {
                "This connection was not begun by you in this browser, took longer than ten minutes, or was used already. Begin again.".into()
            }
            Self::Tenant { .. } => WRONG_TENANT.into(),
            Self::Answered(_) if self.is_wrong_tenant() => WRONG_TENANT.into(),
            Self::Answered(_) | Self::Exchange(EntraError::Refused(_)) => match self.code() {
                "access_denied" => {
                    "The console was not allowed to call Azure as you: you declined, or your organization lets only an administrator agree.                      Without it this gateway shows nothing. Connect again, or ask an administrator of your directory for consent."
                        .into()
                }
                "consent_required" => ConnectReason::Consent.message().into(),
                "interaction_required" => ConnectReason::Policy.message().into(),
                _ => "Azure's sign-in did not go through. Begin again; if it goes on, tell whoever runs this console.".into(),
            },
            Self::Exchange(EntraError::Unavailable { address, .. }) => {
                format!("Azure's sign-in at {address} does not answer. Nothing is wrong with your account; try again in a moment.")
            }
            Self::NoRefreshToken => {
                "Azure gave the console nothing to go on with after an hour: its app registration must be allowed offline_access. Tell whoever                  runs this console."
                    .into()
            }
            Self::Exchange(EntraError::NotAToken { .. }) | Self::NoIdToken | Self::IdToken { .. } => {
                format!("What Azure's sign-in sent can't be used: {self}. Tell whoever runs this console.")
            }
            Self::Control(control::Error::NotFound { .. }) => {
                format!("There is no gateway named {gateway} here that is called as you.")
            }
            Self::Control(_) | Self::Session(_) | Self::Seal(_) => {
                "The console itself failed. Its log has the cause under this request id.".into()
            }
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Tenant { expected, found } => vec![("Expected tenant", expected.clone()), ("Tenant of this account", found.clone())],
            Self::Answered(answer) | Self::Exchange(EntraError::Refused(answer)) => {
                let mut facts = vec![("Azure said", answer.code())];
                if !answer.error_description.is_empty() {
                    facts.push(("Azure's message", crate::azure::one_line(&answer.error_description)));
                }
                facts
            }
            _ => vec![],
        }
    }
}

/// The page that says why, and how to go on to where the person wanted to be; the audit keeps it.
pub(super) async fn failed(
    auth: &ConnectAuth,
    state: &AppState,
    op: &Op,
    parts: Parts,
    error: &ConnectError,
    gateway: &str,
    return_to: &str,
) -> Response {
    tracing::warn!(request_id = op.request_id, code = error.code(), %error, "a connection to Azure was not made");
    auth.control.azure_refused(op, gateway, &Refusal { code: error.code(), detail: error.to_string() }).await;
    let mut page = Notice::new("Not connected to Azure", error.words(gateway)).with_fact("Reason", error.code());
    for (label, value) in error.facts() {
        page = page.with_fact(label, value);
    }
    page = page.with_fact("Request id", &op.request_id);
    let is_known = auth.control.connectable(op, gateway).is_ok();
    if error.is_wrong_tenant() && is_known {
        let choose = format!("{}&choose=1", routes::connect_azure(gateway, return_to));
        page = page.with_link("Connect with another account", &choose);
    } else if is_known {
        page = page.with_link("Connect again", &routes::connect_azure(gateway, return_to));
    }
    let page = page.with_link("Your connections", &routes::me()).with_link("Back to the console", "/");
    notice(state, parts, page, error.status()).await
}
