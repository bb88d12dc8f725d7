//! The demo's products and the APIs in them.

use serde_json::{Value, json};

use super::{policies, put};
use crate::identity::service_id;
use crate::state::Tree;

pub(super) fn add(tree: &mut Tree) {
    for (name, product, apis) in products() {
        put(tree, &format!("/products/{name}"), product);
        for api in apis {
            put(tree, &format!("/products/{name}/apis/{api}"), json!({}));
            put(tree, &format!("/products/{name}/apiLinks/{api}"), json!({ "apiId": format!("{}/apis/{api}", service_id()) }));
        }
    }
    policies::put(tree, "/products/ai-premium", policies::PREMIUM);
}

fn products() -> [(&'static str, Value, &'static [&'static str]); 3] {
    let standard = json!({
        "displayName": "AI Standard",
        "description": "Chat models for every team.",
        "terms": "For demonstrations only.",
        "subscriptionRequired": true,
        "approvalRequired": false,
        "state": "published",
    });
    let premium = json!({
        "displayName": "AI Premium",
        "description": "All models, with a monthly quota instead of a limit by the minute.",
        "terms": "For demonstrations only.",
        "subscriptionRequired": true,
        "approvalRequired": true,
        "subscriptionsLimit": 2,
        "state": "published",
    });
    let tools = json!({
        "displayName": "Tools for assistants",
        "description": "MCP servers of all teams.",
        "subscriptionRequired": true,
        "approvalRequired": false,
        "state": "notPublished",
    });
    [
        ("ai-standard", standard, &["azure-openai", "azure-openai-root"]),
        ("ai-premium", premium, &["azure-openai", "claude", "openai"]),
        ("mcp-tools", tools, &["docs-mcp", "orders-mcp", "tickets-mcp"]),
    ]
}
