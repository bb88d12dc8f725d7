//! The demo's APIs, their operation and policy, and the product that contains them.

use serde_json::{Value, json};

use super::put;
use crate::state::Tree;

const POLICY: &str = r#"<policies>
	<inbound>
		<base />
		<set-backend-service backend-id="aoai-pool" />
	</inbound>
	<backend>
		<forward-request buffer-response="false" />
	</backend>
	<outbound>
		<base />
	</outbound>
	<on-error>
		<base />
	</on-error>
</policies>
"#;

pub(super) fn add(tree: &mut Tree) {
    add_api(tree, "azure-openai", "Azure OpenAI", "openai");
    add_api(tree, "azure-openai-root", "Azure OpenAI (no path)", "");
    let product = json!({
        "displayName": "AI Standard",
        "description": "Chat models for every team.",
        "terms": "For demonstrations only.",
        "subscriptionRequired": true,
        "approvalRequired": false,
        "subscriptionsLimit": null,
        "state": "published",
    });
    put(tree, "/products/ai-standard", product);
    for api in ["azure-openai", "azure-openai-root"] {
        put(tree, &format!("/products/ai-standard/apis/{api}"), json!({}));
    }
}

fn add_api(tree: &mut Tree, name: &str, display_name: &str, path: &str) {
    put(tree, &format!("/apis/{name}"), api(display_name, path));
    let operation = json!({
        "displayName": "Creates a completion for the chat message",
        "method": "POST",
        "urlTemplate": "/deployments/{deployment-id}/chat/completions",
    });
    put(tree, &format!("/apis/{name}/operations/ChatCompletions_Create"), operation);
    put(tree, &format!("/apis/{name}/policies/policy"), json!({ "format": "rawxml", "value": POLICY }));
}

fn api(display_name: &str, path: &str) -> Value {
    json!({
        "displayName": display_name,
        "apiRevision": "1",
        "subscriptionRequired": true,
        "path": path,
        "protocols": ["http", "https"],
        "subscriptionKeyParameterNames": { "header": "api-key", "query": "api-key" },
        "isCurrent": true,
        "provisioningState": "Succeeded",
    })
}
