//! Why a script makes a change; forms have a field for it.

use axum::extract::Request;

const HEADER: &str = "x-console-reason";

/// Empty where none is given.
pub(super) fn of(request: &Request) -> &str {
    request.headers().get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
