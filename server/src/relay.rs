//! The playground's relay: a browser's call through the gateway, answered byte by byte.
//!
//! The key never comes here; `control` adds it, and audits the call through a guard inside the
//! answer's stream. This module owns what HTTP needs: the address, the limits, the headers, and
//! that a stream ends when the process stops.

mod target;

use crate::{AppState, problem};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{
        DefaultBodyLimit, Path, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
    routing::post,
};
use control::{Lease, Op, RelayAnswer};
use domain::{Problem, ProblemCode};
use futures::StreamExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use target::{Choice, route};

/// The path of [`routes`].
pub const PATH: &str = "/api/playground/{gateway}/{*path}";

/// `body_limit` in bytes.
pub fn routes(body_limit: usize) -> Router<AppState> {
    Router::new().route(PATH, post(relay)).layer(DefaultBodyLimit::max(body_limit))
}

/// `Permission:` invoke, checked by the use case.
async fn relay(
    State(state): State<AppState>,
    Extension(op): Extension<Op>,
    lease: Option<Extension<Lease>>,
    Path((gateway, path)): Path<(String, String)>,
    choice: Result<Query<Choice>, QueryRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let refuse = |mut problem: Problem| {
        problem.request_id = op.request_id.clone();
        problem::answer(problem)
    };
    let Ok(Query(choice)) = choice else {
        return refuse(Problem::new(
            ProblemCode::Invalid,
            "The query is not what the relay takes: subscription and api-version, once each.",
        ));
    };
    let body = match body {
        Ok(body) if is_json(&headers) => body,
        Ok(_) => {
            return refuse(Problem::new(ProblemCode::Invalid, "The body must be JSON: send content-type: application/json."));
        }
        Err(rejection) => return unreadable(&rejection, refuse),
    };
    let route = match route(&path, choice) {
        Ok(route) => route,
        Err(problem) => return refuse(*problem),
    };
    let lease = lease.map(|Extension(lease)| lease).unwrap_or_default();
    // A model may think for minutes before its first byte.
    let called = tokio::select! {
        called = state.control.relay_chat(&op, &gateway, route, body) => called,
        () = lease.cancelled() => return refuse(Problem::new(ProblemCode::Unauthenticated, "The session or token was ended meanwhile.")),
        () = state.stopping.cancelled() => return refuse(Problem::new(ProblemCode::Unavailable, "The console is stopping.")),
    };
    match called {
        Ok(answer) => streamed(answer, &state, lease),
        Err(error) => problem::answer(error.problem(&op.request_id)),
    }
}

/// Ends with the process, and with the session or token that it came by.
fn streamed(answer: RelayAnswer, state: &AppState, lease: Lease) -> Response {
    let until_stopped = answer.body.take_until(state.stopping.clone().cancelled_owned());
    let body = Body::from_stream(until_stopped.take_until(Box::pin(async move { lease.cancelled().await })));
    let mut response = body.into_response();
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let fixed = [
        ("content-type", answer.content_type.as_str()),
        ("x-audit-id", answer.audit_id.as_str()),
        // Proxies of the nginx family would otherwise collect the stream before passing it on.
        ("x-accel-buffering", "no"),
    ];
    let passed = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in passed.chain(fixed) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn unreadable(rejection: &BytesRejection, refuse: impl Fn(Problem) -> Response) -> Response {
    let is_too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
    let message = if is_too_large { "The conversation is larger than this console relays." } else { "The body could not be read." };
    let mut response = refuse(Problem::new(ProblemCode::Invalid, message));
    *response.status_mut() = rejection.status();
    response
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
