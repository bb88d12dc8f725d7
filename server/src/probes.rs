//! `/healthz` and `/readyz`, for supervisors and load balancers: no sign-in, any host name.

use crate::AppState;
use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::StatusCode;
use serde_json::json;

/// Paths that the host allow-list lets through.
pub const PATHS: [&str; 2] = ["/healthz", "/readyz"];

pub fn routes() -> Router<AppState> {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(ready))
}

/// 200 when the databases are open and migrated. The cause of a 503 is in the log only.
async fn ready(State(state): State<AppState>) -> Response {
    match state.control.store().check().await {
        Ok(()) => Json(json!({ "status": "ready" })).into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "unavailable", "failed": "databases" }))).into_response()
        }
    }
}
