//! The headers every ARM answer carries, and the one every ARM request must: Authorization.

use axum::response::Response;
use http::header::{AUTHORIZATION, CACHE_CONTROL, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use uuid::Uuid;

use super::error::ArmError;
use crate::clock;

/// ARM's content type.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-ms-correlation-request-id");
const ROUTING_ID: HeaderName = HeaderName::from_static("x-ms-routing-request-id");

/// Any non-empty bearer token will do.
pub(super) fn check_authorization(headers: &HeaderMap) -> Result<(), ArmError> {
    let value = headers.get(AUTHORIZATION).ok_or_else(ArmError::no_authorization)?;
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => Ok(()),
        _ => Err(ArmError::invalid_token()),
    }
}

/// Adds request ids, throttling counters and the fixed security headers.
pub(super) fn stamp(parts: &Parts, response: &mut Response) {
    let request_id = Uuid::now_v7().to_string();
    let correlation_id = parts.headers.get(CORRELATION_ID).cloned().or_else(|| HeaderValue::from_str(&request_id).ok());
    let moment = clock::now();
    let (date, time) = (moment.date(), moment.time());
    let routing_id = format!("LOCAL:{date}T{:02}{:02}{:02}Z:{}", time.hour(), time.minute(), time.second(), Uuid::now_v7());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let ids = [(REQUEST_ID, HeaderValue::from_str(&request_id).ok()), (CORRELATION_ID, correlation_id)];
    for (name, value) in ids.into_iter().chain([(ROUTING_ID, HeaderValue::from_str(&routing_id).ok())]) {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    let (counter, remaining) = remaining(&parts.method);
    headers.insert(counter, HeaderValue::from_static(remaining));
}

/// The emulator does not throttle by itself: the counters show what an idle subscription shows.
fn remaining(method: &Method) -> (HeaderName, &'static str) {
    let (name, count) = match *method {
        Method::GET | Method::HEAD => ("x-ms-ratelimit-remaining-subscription-global-reads", "16499"),
        Method::DELETE => ("x-ms-ratelimit-remaining-subscription-global-deletes", "11999"),
        _ => ("x-ms-ratelimit-remaining-subscription-global-writes", "11999"),
    };
    (HeaderName::from_static(name), count)
}
