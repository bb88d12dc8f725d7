//! The audit.

use super::{WireError, codec::Json, ssr};
use domain::audit::{AuditDetail, AuditPage, AuditQuery, Outcome};
use leptos::server;

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "audit/list", input = Json, output = Json)]
pub async fn list_audit(query: AuditQuery) -> Result<AuditPage, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_audit(&op, &query).await)
}

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "audit/get", input = Json, output = Json)]
pub async fn get_audit(id: String) -> Result<AuditDetail, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.get_audit(&op, &id).await)
}

/// Reads Azure again to find out what became of a change. `Permission:` write.
#[server(prefix = "/api", endpoint = "audit/settle", input = Json, output = Json)]
pub async fn settle_audit(id: String) -> Result<Outcome, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.settle(&op, &id).await)
}
