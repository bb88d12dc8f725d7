//! The demo's APIs for models, their operations and policies, and the REST API whose operations become tools.

use serde_json::{Map, Value, json};

use super::policies::{self, AZURE_OPENAI, CLAUDE, OPENAI};
use super::put;
use crate::state::Tree;

/// Name, method, template and display name of an operation.
type Operation = (&'static str, &'static str, &'static str, &'static str);

const AZURE_OPENAI_OPERATIONS: [Operation; 1] =
    [("ChatCompletions_Create", "POST", "/deployments/{deployment-id}/chat/completions", "Creates a completion for the chat message")];

const OPENAI_OPERATIONS: [Operation; 3] = [
    ("createChatCompletion", "POST", "/chat/completions", "Create chat completion"),
    ("createEmbedding", "POST", "/embeddings", "Create embeddings"),
    ("listModels", "GET", "/models", "List models"),
];

const CLAUDE_OPERATIONS: [Operation; 2] = [
    ("messages-create", "POST", "/v1/messages", "Create a message"),
    ("messages-count-tokens", "POST", "/v1/messages/count_tokens", "Count the tokens of a message"),
];

const ORDERS_OPERATIONS: [Operation; 3] = [
    ("list-orders", "GET", "/customers/{customerId}/orders", "List the orders of a customer"),
    ("get-order", "GET", "/orders/{orderId}", "Get an order"),
    ("cancel-order", "POST", "/orders/{orderId}/cancel", "Cancel an order"),
];

pub(super) fn add(tree: &mut Tree) {
    for (name, display_name, path) in [("azure-openai", "Azure OpenAI", "openai"), ("azure-openai-root", "Azure OpenAI (no path)", "")] {
        put(tree, &format!("/apis/{name}"), api(display_name, path, ("api-key", "api-key"), &json!({ "protocols": ["http", "https"] })));
        add_operations(tree, name, &AZURE_OPENAI_OPERATIONS);
        policies::put(tree, &format!("/apis/{name}"), AZURE_OPENAI);
    }
    let openai = json!({ "description": "Chat completions in the shape that most clients speak." });
    put(tree, "/apis/openai", api("OpenAI-compatible", "llm/v1", ("api-key", "api-key"), &openai));
    add_operations(tree, "openai", &OPENAI_OPERATIONS);
    policies::put(tree, "/apis/openai", OPENAI);
    let claude = json!({ "description": "Messages as Claude reads them.", "serviceUrl": "https://claude.contoso.example" });
    put(tree, "/apis/claude", api("Claude messages", "anthropic", ("x-api-key", "x-api-key"), &claude));
    add_operations(tree, "claude", &CLAUDE_OPERATIONS);
    policies::put(tree, "/apis/claude", CLAUDE);
    let orders =
        json!({ "description": "A REST API; an MCP server offers it as tools.", "serviceUrl": "https://orders.contoso.example/api" });
    put(tree, "/apis/orders", api("Orders", "orders", super::DEFAULT_KEY_NAMES, &orders));
    add_operations(tree, "orders", &ORDERS_OPERATIONS);
}

/// An API's properties; `more` adds to them or replaces some.
pub(super) fn api(display_name: &str, path: &str, key_names: (&str, &str), more: &Value) -> Value {
    let mut properties = json!({
        "displayName": display_name,
        "apiRevision": "1",
        "subscriptionRequired": true,
        "path": path,
        "protocols": ["https"],
        "subscriptionKeyParameterNames": { "header": key_names.0, "query": key_names.1 },
        "isCurrent": true,
    });
    if let (Some(properties), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        properties.extend(more.clone());
    }
    properties
}

fn add_operations(tree: &mut Tree, api: &str, operations: &[Operation]) {
    for (name, method, template, display_name) in operations {
        let parameters = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let parameters = parameters.map(|(name, _)| json!({ "name": name, "type": "string", "required": true, "values": [] }));
        let operation = json!({
            "displayName": display_name,
            "method": method,
            "urlTemplate": template,
            "templateParameters": parameters.collect::<Vec<_>>(),
            "responses": [],
            "request": Map::new(),
        });
        put(tree, &format!("/apis/{api}/operations/{name}"), operation);
    }
}
