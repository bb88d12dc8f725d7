//! Failures as JSON, for whoever is not a page.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::Problem;
use http::StatusCode;

/// The problem with its own status.
pub fn answer(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(problem)).into_response()
}
