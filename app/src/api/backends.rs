//! Backends.

use super::{WireError, codec::Json, ssr};
use domain::backend::{BackendDetail, BackendList, BackendQuery, SaveBackend, Saved, TestReport};
use leptos::server;

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "backends/list", input = Json, output = Json)]
pub async fn list_backends(gateway: String, query: BackendQuery) -> Result<BackendList, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_backends(&op, &gateway, &query).await)
}

/// Names that a new pool may hold. `Permission:` read.
#[server(prefix = "/api", endpoint = "backends/candidates", input = Json, output = Json)]
pub async fn pool_candidates(gateway: String) -> Result<Vec<String>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.pool_candidates(&op, &gateway).await)
}

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "backends/get", input = Json, output = Json)]
pub async fn get_backend(gateway: String, name: String) -> Result<BackendDetail, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.get_backend(&op, &gateway, &name).await)
}

/// Creates or updates. `Permission:` write.
#[server(name = SaveBackendCall, prefix = "/api", endpoint = "backends/save", input = Json, output = Json)]
pub async fn save_backend(save: SaveBackend) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.save_backend(&op, &save).await)
}

/// Sets weights and priorities of a pool's members. `Permission:` write.
#[server(prefix = "/api", endpoint = "backends/weights", input = Json, output = Json)]
pub async fn update_weights(
    gateway: String,
    name: String,
    etag: String,
    weights: Vec<domain::backend::MemberWeight>,
) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.update_weights(&op, &gateway, &name, &etag, &weights).await)
}

/// `Permission:` delete.
#[server(prefix = "/api", endpoint = "backends/delete", input = Json, output = Json)]
pub async fn delete_backend(gateway: String, name: String, etag: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.delete_backend(&op, &gateway, &name, &etag).await)
}

/// `after`: an ISO 8601 duration, or empty. `Permission:` write.
#[server(prefix = "/api", endpoint = "backends/reconnect", input = Json, output = Json)]
pub async fn reconnect_backend(gateway: String, name: String, after: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.reconnect_backend(&op, &gateway, &name, &after).await)
}

/// Calls the backend's address from the console's host. `Permission:` invoke.
#[server(prefix = "/api", endpoint = "backends/test", input = Json, output = Json)]
pub async fn test_backend(gateway: String, name: String) -> Result<TestReport, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.test_backend(&op, &gateway, &name).await)
}
