//! The operations and when each was last used.

use super::{WireError, codec::Json, ssr};
use domain::{Operation, Timestamp};
use leptos::server;

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "operations/last-used", input = Json, output = Json)]
pub async fn operations_last_used() -> Result<Vec<(Operation, Timestamp)>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.operations_last_used(&op).await)
}
