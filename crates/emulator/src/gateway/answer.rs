//! The gateway's own answers, blank for blank: `{ "statusCode": 404, "message": "Resource not found" }`.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use uuid::Uuid;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const MISSING_KEY: &str =
    "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
const INVALID_KEY: &str = "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";

/// What is wrong with the subscription key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyProblem {
    Missing,
    /// Unknown, not active, or not for this API.
    Invalid,
}

/// Why the gateway itself answers.
#[derive(Debug)]
pub(super) enum GatewayError {
    /// No API or no operation.
    NotFound,
    Key {
        problem: KeyProblem,
        challenge: String,
    },
    /// Every breaker is open, or no member has any weight.
    Unavailable,
    /// A policy's limit is used up.
    Limited {
        status: StatusCode,
        message: String,
        /// The header that says when to try again.
        header: String,
        seconds: u64,
    },
    /// The request's body is larger than the gateway takes.
    TooLarge,
    /// The backend cannot be reached, or the policy names none that exists.
    Internal,
}

impl IntoResponse for GatewayError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => error(StatusCode::NOT_FOUND, "Resource not found"),
            Self::Unavailable => error(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
            Self::Limited { status, message, header, seconds } => {
                let mut response = error(status, &message);
                if let Ok(name) = header.parse::<HeaderName>() {
                    response.headers_mut().insert(name, HeaderValue::from(seconds));
                }
                response
            }
            Self::TooLarge => error(StatusCode::PAYLOAD_TOO_LARGE, "Request body too large"),
            Self::Internal => {
                let body = format!(r#"{{ "statusCode": 500, "message": "Internal server error", "activityId": "{}" }}"#, Uuid::now_v7());
                (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, JSON)], body).into_response()
            }
            Self::Key { problem, challenge } => {
                let message = if problem == KeyProblem::Missing { MISSING_KEY } else { INVALID_KEY };
                let mut response = error(StatusCode::UNAUTHORIZED, message);
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
                }
                response
            }
        }
    }
}

/// An answer in the gateway's shape. The message must need no escaping in JSON.
pub(super) fn error(status: StatusCode, message: &str) -> Response {
    let body = format!(r#"{{ "statusCode": {}, "message": "{message}" }}"#, status.as_u16());
    (status, [(CONTENT_TYPE, JSON)], body).into_response()
}
