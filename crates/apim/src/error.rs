//! What can go wrong on the way to Azure, told apart by what it means for whoever asked: Azure said
//! no, nobody answered, or nobody knows.
//!
//! No variant carries a token, a key or a request body.

mod answer;
mod challenge;

use crate::token::TokenError;
use std::time::Duration;

pub(crate) use answer::api_error;

/// A failed call.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Azure Resource Manager answered with an error.
    #[error("Azure answered {0}")]
    Api(ApiError),
    /// No answer came. `was_sent` is false when the request surely never got there: the name did not
    /// resolve, or no connection could be made.
    #[error("{address} does not answer")]
    Unavailable {
        /// Scheme, host and port.
        address: String,
        was_sent: bool,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It was sent and no answer came in time: whether a change was made is unknown.
    #[error("{address} did not answer in time")]
    TimedOut { address: String },
    /// Azure accepted the change, and something kept us from learning how it ended.
    #[error("Azure accepted the change; how it ended can't be learned: {source}")]
    Accepted {
        /// `x-ms-correlation-request-id` of the acceptance.
        correlation_id: Option<String>,
        #[source]
        source: Box<Error>,
    },
    /// There is no token to call with; nothing was sent.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Something that the contract doesn't allow: an answer of success that can't be read, a
    /// `nextLink` to another address, a name that can't be part of a URL.
    #[error("{0}")]
    Protocol(String),
}

/// Azure's own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct ApiError {
    /// HTTP status; never 2xx.
    pub status: u16,
    /// `error.code`; made of the status (`BadGateway`) where the answer has none.
    pub code: String,
    pub message: String,
    pub details: Vec<ErrorDetail>,
    /// `x-ms-request-id`.
    pub request_id: Option<String>,
    /// `x-ms-correlation-request-id`.
    pub correlation_id: Option<String>,
    /// How long Azure asks to wait.
    pub retry_after: Option<Duration>,
    /// Of a 401: the claims that a new token must have, as a JSON object.
    pub claims: Option<String>,
}

/// One of several reasons: mostly a field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorDetail {
    pub code: String,
    /// A property, or an element of a policy.
    pub target: Option<String>,
    pub message: String,
}

impl Error {
    /// For a change: it may have been made. Sent without an answer, an answer that says so little
    /// (5xx, 408), or one of success that can't be read.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Api(api) => api.status >= 500 || api.status == 408,
            Self::Unavailable { was_sent, .. } => *was_sent,
            Self::TimedOut { .. } | Self::Accepted { .. } | Self::Protocol(_) => true,
            Self::Token(_) => false,
        }
    }

    /// Azure's own words, when there was an answer.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(api) => Some(api),
            Self::Accepted { source, .. } => source.api(),
            _ => None,
        }
    }

    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.api().map(|api| api.status)
    }

    /// Of a request that failed below HTTP. `address` is where it went; the error's own text would
    /// show the whole URL.
    pub(crate) fn of_transport(address: &str, error: reqwest::Error) -> Self {
        let address = address.to_owned();
        if error.is_timeout() && !error.is_connect() {
            return Self::TimedOut { address };
        }
        let was_sent = !error.is_connect() && !error.is_builder();
        Self::Unavailable { address, was_sent, source: Box::new(error.without_url()) }
    }
}

impl ApiError {
    /// The item does not exist, in a service that does: Azure's other 404s speak of the service, its
    /// group or its subscription.
    pub fn is_item_missing(&self) -> bool {
        self.status == 404 && self.code.eq_ignore_ascii_case("ResourceNotFound") && !self.message.contains("under resource group")
    }

    /// Refused because another change of the same resource is going on: not applied.
    pub(crate) fn is_pessimistic_conflict(&self) -> bool {
        self.status == 409 && self.code.eq_ignore_ascii_case("PessimisticConcurrencyConflict")
    }
}
