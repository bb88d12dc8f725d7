//! Tools of MCP servers, and operations of APIs.

use super::{WireError, codec::Json, ssr};
use domain::{
    mcp::{McpDetail, OperationRef, ToolDraft},
    resource::Saved,
};
use leptos::server;

/// Tools, candidates out of `api`, and a check-up. `Permission:` read.
#[server(prefix = "/api", endpoint = "mcp-servers/tools", input = Json, output = Json)]
pub async fn get_mcp(gateway: String, server: String, #[server(default)] api: String) -> Result<McpDetail, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.get_mcp(&op, &gateway, &server, &api).await)
}

/// `Permission:` write.
#[server(prefix = "/api", endpoint = "mcp-servers/add-tool", input = Json, output = Json)]
pub async fn add_tool(gateway: String, server: String, tool: ToolDraft) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.add_tool(&op, &gateway, &server, &tool).await)
}

/// `Permission:` delete.
#[server(prefix = "/api", endpoint = "mcp-servers/remove-tool", input = Json, output = Json)]
pub async fn remove_tool(gateway: String, server: String, tool: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.remove_tool(&op, &gateway, &server, &tool).await)
}

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "apis/operations", input = Json, output = Json)]
pub async fn list_operations(gateway: String, api: String) -> Result<Vec<OperationRef>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_operations(&op, &gateway, &api).await)
}
