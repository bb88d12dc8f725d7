//! The wire error: a [`Problem`], as JSON.

use super::codec::TextJson;
use domain::{Problem, ProblemCode};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a server function fails with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WireError(pub Problem);

impl std::fmt::Display for WireError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for WireError {}

/// Failures of the transport itself. Their own texts may quote internals, so they are replaced.
impl FromServerFnError for WireError {
    type Encoder = TextJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let problem = match error {
            ServerFnErrorErr::Request(_) => {
                Problem::new(ProblemCode::Unavailable, "The console does not answer. Is it running, and are you online?")
            }
            ServerFnErrorErr::Args(text) | ServerFnErrorErr::MissingArg(text) | ServerFnErrorErr::Deserialization(text) => not_taken(&text),
            _ => Problem::new(ProblemCode::Internal, "The console could not answer. Reload the page and try again."),
        };
        // The transport answers 500 to all of them.
        #[cfg(feature = "ssr")]
        super::ssr::set_status(problem.code.status());
        Self(problem)
    }
}

/// Names what is missing; nothing else of the parser's text, which quotes what was sent.
fn not_taken(text: &str) -> Problem {
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
    let message = match missing {
        Some((field, _)) => format!("The request is not what this endpoint takes: {field} is missing."),
        None => "The request is not what this endpoint takes.".into(),
    };
    Problem::new(ProblemCode::Invalid, message)
}
