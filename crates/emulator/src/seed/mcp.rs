//! The demo's MCP servers, one of each kind: made of a REST API's operations, passed through over streamable HTTP,
//! passed through over server-sent events.

use serde_json::json;

use super::apis::api;
use super::{DEFAULT_KEY_NAMES, policies, put};
use crate::identity::service_id;
use crate::state::Tree;

pub(super) fn add(tree: &mut Tree) {
    let orders = json!({ "type": "mcp", "description": "Orders as tools for assistants." });
    put(tree, "/apis/orders-mcp", api("Orders tools", "orders-mcp", DEFAULT_KEY_NAMES, &orders));
    let tools = [("listOrders", "list-orders", "List all orders of a customer."), ("getOrder", "get-order", "Show one order.")];
    for (tool, operation, description) in tools {
        let operation = format!("{}/apis/orders/operations/{operation}", service_id());
        let tool_properties = json!({ "displayName": tool, "description": description, "operationId": operation });
        put(tree, &format!("/apis/orders-mcp/tools/{tool}"), tool_properties);
    }
    policies::put(tree, "/apis/orders-mcp", policies::MCP);
    let docs = json!({
        "type": "mcp",
        "description": "The documentation search of another team.",
        "serviceUrl": "https://docs-mcp.contoso.example",
        "mcpProperties": { "transportType": "streamable", "endpoints": [{ "name": "message", "uriTemplate": "/mcp" }] },
    });
    put(tree, "/apis/docs-mcp", api("Documentation search", "docs-mcp", DEFAULT_KEY_NAMES, &docs));
    let tickets = json!({
        "type": "mcp",
        "description": "An older server that speaks server-sent events.",
        "serviceUrl": "https://tickets-mcp.contoso.example",
        "mcpProperties": {
            "transportType": "sse",
            "endpoints": [{ "name": "sse", "uriTemplate": "/sse" }, { "name": "message", "uriTemplate": "/messages" }],
        },
    });
    put(tree, "/apis/tickets-mcp", api("Tickets", "tickets-mcp", DEFAULT_KEY_NAMES, &tickets));
}
