//! A panic in a handler becomes a 500 instead of a cut connection.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::any::Any;

/// The text is for people; the cause goes to the log.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    tracing::error!(cause = text.unwrap_or("not a text"), "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "The console failed. Its log has the cause under the id in the x-request-id header.\n")
        .into_response()
}
