//! One log line per request: method, route template, status, duration. Never the query, a header
//! or a body: those may hold what a log must not.

use super::RequestId;
use crate::probes;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

pub async fn trace(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let is_quiet = is_quiet(request.uri().path());
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %RequestId::of(request.extensions()), method = %request.method(), route);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| match status {
        500.. => tracing::warn!(status, duration_ms, "answered"),
        _ if is_quiet => tracing::debug!(status, duration_ms, "answered"),
        _ => tracing::info!(status, duration_ms, "answered"),
    });
    response
}

/// Probes and static files come by the dozen and say nothing.
fn is_quiet(path: &str) -> bool {
    probes::PATHS.contains(&path) || path.starts_with("/pkg/")
}
