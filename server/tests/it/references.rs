//! What depends on a thing, as its delete page tells it.

use crate::harness::Console;
use serde_json::{Value, json};

fn policy(backend: &str) -> Value {
    let document = format!(
        "<policies><inbound><set-backend-service backend-id=\"{backend}\" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>"
    );
    json!({ "format": "rawxml", "value": document })
}

/// `policy of the API azure-openai`
fn users(related: &Value) -> Vec<String> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    related["items"].as_array().unwrap().iter().map(|item| format!("{} {}", text(item, "what"), text(item, "name"))).collect()
}

async fn related(console: &Console, kind: &str, name: &str) -> Value {
    console.ask("resources/related", json!({ "key": { "gateway": "local", "kind": kind, "name": name } })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_of_every_scope_but_operations_are_looked_at() {
    let console = Console::start().await;
    console.given("/policies/policy", policy("mistral-large")).await;
    console.given("/products/ai-premium/policies/policy", policy("mistral-large")).await;
    let fragment = json!({ "format": "rawxml", "value": "<fragment><set-backend-service backend-id=\"mistral-large\" /></fragment>" });
    console.given("/policyFragments/to-mistral", fragment).await;
    let found = console.ask("backends/related", json!({ "gateway": "local", "name": "mistral-large" })).await;
    assert_eq!(users(&found), ["policy of the whole service", "policy of the product ai-premium", "policy fragment to-mistral"]);
    assert_eq!(found["gap"], "Policies of single operations are not looked at.");
    let page = console.page("/g/local/backends/mistral-large/delete").await.expect(200);
    assert!(page.text.contains("/g/local/products/ai-premium") && page.text.contains("the whole service"), "{}", page.text);

    let found = users(&related(&console, "fragment", "token-metrics").await);
    assert!(found.contains(&"policy of the API azure-openai".to_owned()), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_names_the_servers_whose_tools_call_it() {
    let console = Console::start().await;
    let found = related(&console, "api", "orders").await;
    assert!(users(&found).contains(&"tools of the MCP server orders-mcp".to_owned()), "{found}");
    assert_eq!(found["gap"], "");
    let page = console.page("/g/local/apis/orders/delete").await.expect(200);
    assert!(page.text.contains("/g/local/mcp-servers/orders-mcp"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_read_once_and_kept_until_a_policy_changes() {
    let console = Console::start().await;
    console.ask("backends/related", json!({ "gateway": "local", "name": "aoai-pool" })).await;
    let first = console.counts().await;
    assert!(first.values().all(|count| *count == 1), "{first:?}");
    assert!(first.contains_key("GET /policies/policy") && first.contains_key("GET /products/ai-premium/policies/policy"), "{first:?}");
    console.ask("backends/related", json!({ "gateway": "local", "name": "mistral-large" })).await;
    assert!(console.counts().await.is_empty(), "kept");

    let before = console.ask("policies/get", json!({ "gateway": "local", "api": "orders" })).await;
    let document = "<policies><inbound><base /><set-backend-service backend-id=\"mistral-large\" /></inbound></policies>";
    let etag = before["etag"].as_str().filter(|etag| !etag.is_empty());
    console.ask("policies/save", json!({ "save": { "gateway": "local", "api": "orders", "document": document, "etag": etag } })).await;
    let found = console.ask("backends/related", json!({ "gateway": "local", "name": "mistral-large" })).await;
    assert_eq!(users(&found), ["policy of the API orders"]);
}
