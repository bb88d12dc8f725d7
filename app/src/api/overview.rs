//! The first page of a gateway.

use super::{WireError, codec::Json, ssr};
use domain::overview::Overview;
use leptos::server;

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "overview/get", input = Json, output = Json)]
pub async fn get_overview(gateway: String) -> Result<Overview, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.overview(&op, &gateway).await)
}
