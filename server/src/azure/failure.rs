//! Why there is no token, in words that may be shown: azure_identity's errors told apart.
//!
//! Those errors can hold answers and parts of values, so nothing of them is passed on but what is
//! picked here by name, in one line and without secrets.

use apim::TokenError;
use azure_core::error::ErrorKind;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{error::Error, fmt, iter::successors};

/// What is kept of a message, in characters.
const MAX_MESSAGE: usize = 400;

/// One for all who wait for the same token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The token endpoint answered, and not with a token.
    Refused { status: u16, code: String, message: String, request_id: Option<String> },
    /// The token endpoint did not answer; `reason` is for the log.
    Unavailable { address: String, reason: String },
    /// Whoever runs the console has something to do first.
    SignInRequired(String),
    /// No link applies here; `tried` says why each does not, for the log.
    Nobody { tried: String },
}

/// The page's words for [`Failure::Nobody`]: what was tried is the business of whoever runs it.
const NOBODY: &str = "no credential is configured for it and none was found on this machine. The console's log says what was tried.";

/// An answer of failure, in the words of Entra ID or of a managed identity's endpoint.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    error: Option<String>,
    error_description: Option<String>,
    error_codes: Vec<i64>,
    trace_id: Option<String>,
    message: Option<String>,
}

impl Failure {
    /// `address` is the token endpoint's origin.
    pub(crate) fn of(address: &str, error: &azure_core::Error) -> Self {
        let known: Vec<_> = causes(error).filter_map(|cause| cause.downcast_ref::<azure_core::Error>()).collect();
        let told = known.iter().find_map(|cause| Self::of_kind(address, cause));
        // The innermost is the plain reason; those around it name Rust types.
        told.unwrap_or_else(|| Self::SignInRequired(one_line(&known.last().unwrap_or(&error).to_string())))
    }

    fn of_kind(address: &str, cause: &azure_core::Error) -> Option<Self> {
        match cause.kind() {
            ErrorKind::HttpResponse { status, raw_response, .. } => {
                let body = raw_response.as_ref().map(|response| response.body().as_ref()).unwrap_or_default();
                Some(Self::refused(address, u16::from(*status), serde_json::from_slice(body).unwrap_or_default()))
            }
            ErrorKind::Connection | ErrorKind::Io => Some(Self::Unavailable { address: address.to_owned(), reason: innermost(cause) }),
            ErrorKind::DataConversion => Some(Self::not_a_token(address)),
            _ => None,
        }
    }

    fn refused(address: &str, status: u16, answer: Answer) -> Self {
        let entra = answer.error_codes.first().map(|code| format!("AADSTS{code}"));
        let code = entra.or(answer.error).unwrap_or_else(|| "NoReason".into());
        let said = answer.error_description.or(answer.message).map(|text| one_line(&text)).filter(|text| !text.is_empty());
        let message = said.unwrap_or_else(|| format!("{address} answered {status} and gave no reason."));
        Self::Refused { status, code: one_line(&code), message, request_id: answer.trace_id }
    }

    /// An answer of success that holds none.
    pub(crate) fn not_a_token(address: &str) -> Self {
        let message = format!("{address} answered, but not with a token.");
        Self::Refused { status: 200, code: "InvalidAnswer".into(), message, request_id: None }
    }

    /// The same, whatever the endpoint repeated of what it was sent.
    pub(crate) fn without(self, secret: Option<&SecretString>) -> Self {
        match self {
            Self::Refused { status, code, message, request_id } => {
                Self::Refused { status, code, message: redacted(&message, secret), request_id }
            }
            other => other,
        }
    }
}

/// One line, for the log.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, code, message, .. } => write!(f, "refused with {status} {code}: {message}"),
            Self::Unavailable { address, reason } => write!(f, "{address} does not answer: {reason}"),
            Self::SignInRequired(reason) => f.write_str(reason),
            Self::Nobody { tried } => write!(f, "nobody is signed in; tried {tried}"),
        }
    }
}

impl From<Failure> for TokenError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { status, code, message, request_id } => Self::Refused { status, code, message, request_id },
            Failure::Unavailable { address, reason } => Self::Unavailable { address, source: Some(reason.into()) },
            Failure::SignInRequired(reason) => Self::SignInRequired(reason),
            Failure::Nobody { .. } => Self::SignInRequired(NOBODY.to_owned()),
        }
    }
}

/// The first line that says something. Entra ID goes on with ids and the time of day, which would
/// make the same failure look new each time.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.split(" Trace ID:").next().unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE).collect()
}

/// The error and what it came of.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |cause: &&'a (dyn Error + 'static)| (*cause).source())
}

fn innermost(error: &azure_core::Error) -> String {
    one_line(&causes(error).last().map(ToString::to_string).unwrap_or_default())
}

/// Words that hold the secret, or that look like a token, are left out.
pub(crate) fn redacted(text: &str, secret: Option<&SecretString>) -> String {
    let is_secret = |word: &str| word.contains("eyJ") || secret.is_some_and(|secret| word.contains(secret.expose_secret()));
    let words = text.split(' ').map(|word| if is_secret(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
