//! The demo seed: everything in it is what the service itself would accept and show.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, PREVIEW, etag};

const COLLECTIONS: [&str; 22] = [
    "/namedValues",
    "/loggers",
    "/backends",
    "/policyFragments",
    "/policies",
    "/diagnostics",
    "/apis",
    "/apis/azure-openai/operations",
    "/apis/azure-openai/policies",
    "/apis/azure-openai/diagnostics",
    "/apis/openai/operations",
    "/apis/openai/policies",
    "/apis/openai/diagnostics",
    "/apis/claude/operations",
    "/apis/claude/policies",
    "/apis/orders/operations",
    "/apis/orders-mcp/tools",
    "/apis/orders-mcp/policies",
    "/products",
    "/products/ai-premium/policies",
    "/products/ai-premium/apiLinks",
    "/subscriptions",
];

#[tokio::test]
async fn everything_seeded_can_be_put_back_unchanged() {
    let local = Local::demo().await;
    for collection in COLLECTIONS {
        let list: Value = local.preview(Method::GET, collection).send().await.unwrap().json().await.unwrap();
        let items = list["value"].as_array().unwrap_or_else(|| panic!("{collection}: {list}"));
        assert!(!items.is_empty(), "{collection} is seeded");
        for item in items {
            let path = format!("{collection}/{}", item["name"].as_str().unwrap());
            let before = etag(&local.preview(Method::GET, &path).send().await.unwrap());
            let body = json!({ "properties": item["properties"] });
            let answer = local.preview(Method::PUT, &path).header("If-Match", &before).json(&body).send().await.unwrap();
            let (status, after) = (answer.status(), answer.headers().get("etag").cloned());
            let text = answer.text().await.unwrap();
            assert_eq!(status, 200, "{path} at {PREVIEW}: {text}");
            assert_eq!(after.unwrap().to_str().unwrap(), before, "{path} changed: {text}");
        }
    }
}
