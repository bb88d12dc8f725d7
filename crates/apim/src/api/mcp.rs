//! What makes an API an MCP server. Three shapes of it are in use; what is there keeps its shape.
//!
//! Source: the contract's section on MCP servers (2025-09-01-preview, samples, the how-to).

use super::Api;
use crate::{
    item::{Item, lay_items, read_items},
    overlay::{self, set_text, text},
    resource,
};
use serde_json::{Map, Value, json};

/// `mcpProperties.endpoints`: one named `message` for `streamable`, `sse` and `message` for `sse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct McpEndpoint {
    pub name: String,
    /// Begins with a slash.
    pub uri_template: String,
}

/// One of `mcpTools`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InlineTool {
    pub name: String,
    /// Empty for none.
    pub description: String,
    /// The full ARM id of the operation.
    pub operation_id: String,
}

impl Item for McpEndpoint {
    fn read(value: &Value) -> Option<Self> {
        let name = text(value, "name")?.to_owned();
        Some(Self { name, uri_template: text(value, "uriTemplate").unwrap_or_default().to_owned() })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "name", Some(&self.name));
        set_text(members, "uriTemplate", Some(&self.uri_template));
    }
}

impl Item for InlineTool {
    fn read(value: &Value) -> Option<Self> {
        let name = text(value, "name")?.to_owned();
        let owned = |member: &str| text(value, member).unwrap_or_default().to_owned();
        Some(Self { name, description: owned("description"), operation_id: owned("operationId") })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "name", Some(&self.name));
        set_text(members, "description", Some(&self.description));
        set_text(members, "operationId", Some(&self.operation_id));
    }
}

const ENDPOINTS: &str = "mcpProperties.endpoints";

impl Api {
    /// Where a pass-through MCP server answers, relative to its service URL.
    pub fn mcp_endpoints(&self) -> Vec<McpEndpoint> {
        match resource::find(&self.raw, ENDPOINTS) {
            Some(Value::Object(map)) => map.iter().map(of_entry).collect(),
            list => read_items(list),
        }
    }

    /// A map of endpoints, which some write, stays one.
    pub fn set_mcp_endpoints(&mut self, wanted: &[McpEndpoint]) {
        if self.mcp_endpoints() == wanted {
            return;
        }
        let stored = resource::find(&self.raw, ENDPOINTS).cloned();
        let laid = match stored {
            Some(Value::Object(map)) => lay_map(map, wanted),
            list => lay_items(list, wanted),
        };
        resource::edit_properties(&mut self.raw, |properties| overlay::lay_at(properties, ENDPOINTS, Some(laid)));
    }
}

fn of_entry((name, value): (&String, &Value)) -> McpEndpoint {
    McpEndpoint { name: name.clone(), uri_template: text(value, "uriTemplate").unwrap_or_default().to_owned() }
}

fn lay_map(mut stored: Map<String, Value>, wanted: &[McpEndpoint]) -> Value {
    let entry = |endpoint: &McpEndpoint| {
        let mut members = overlay::object(stored.remove(&endpoint.name).unwrap_or(json!({})));
        set_text(&mut members, "uriTemplate", Some(&endpoint.uri_template));
        (endpoint.name.clone(), Value::Object(members))
    };
    Value::Object(wanted.iter().map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(uri_template: &str) -> McpEndpoint {
        McpEndpoint { name: "message".into(), uri_template: uri_template.into() }
    }

    #[test]
    fn endpoints_keep_their_shape() {
        for (stored, expected) in [
            (json!({ "message": { "uriTemplate": "/mcp", "new": 1 } }), json!({ "message": { "uriTemplate": "/v2", "new": 1 } })),
            (
                json!([{ "name": "message", "uriTemplate": "/mcp", "new": 1 }]),
                json!([{ "name": "message", "uriTemplate": "/v2", "new": 1 }]),
            ),
            (json!(null), json!([{ "name": "message", "uriTemplate": "/v2" }])),
        ] {
            let mut api = Api::from_value(json!({ "properties": { "type": "mcp", "mcpProperties": { "endpoints": stored, "x": null } } }));
            let before = api.clone();
            api.set_mcp_endpoints(&before.mcp_endpoints());
            assert_eq!(api, before);
            api.set_mcp_endpoints(&[message("/v2")]);
            assert_eq!(api.raw().pointer("/properties/mcpProperties"), Some(&json!({ "endpoints": expected, "x": null })));
            assert_eq!(api.mcp_endpoints(), [message("/v2")]);
        }
    }

    #[test]
    fn tools_are_laid_over_by_name() {
        let mut api = Api::from_value(json!({ "properties": { "mcpTools": [
            { "name": "a", "description": null, "operationId": "/o/a", "policies": "x" }, "odd", { "name": "b", "operationId": "/o/b" }] } }));
        let mut tools = api.mcp_tools();
        tools.reverse();
        tools[1].description = "Reads".into();
        api.set_mcp_tools(&tools);
        assert_eq!(
            api.raw().pointer("/properties/mcpTools"),
            Some(&json!([{ "name": "b", "operationId": "/o/b" },
                { "name": "a", "description": "Reads", "operationId": "/o/a", "policies": "x" }, "odd"]))
        );
    }
}
