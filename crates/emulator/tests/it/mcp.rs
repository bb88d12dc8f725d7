//! MCP servers and their tools, at the version that has them.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::client::{Local, only_detail, service_path};

async fn put(local: &Local, path: &str, properties: Value) -> Response {
    local.preview(Method::PUT, path).header("If-Match", "*").json(&json!({ "properties": properties })).send().await.unwrap()
}

fn server(more: Value) -> Value {
    let mut server = json!({ "type": "mcp", "displayName": "S", "path": "s", "protocols": ["https"] });
    server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server
}

#[tokio::test]
async fn a_server_is_made_in_the_background_and_listed_by_type() {
    let local = Local::demo().await;
    let created = put(&local, "/apis/s", server(json!({}))).await;
    assert_eq!(created.status(), 201);
    let status_url = created.headers()["azure-asyncoperation"].to_str().unwrap().to_owned();
    assert_eq!(created.json::<Value>().await.unwrap()["properties"]["provisioningState"], "InProgress");
    let status: Value = local.http.get(status_url).bearer_auth("x").send().await.unwrap().json().await.unwrap();
    assert_eq!(status, json!({ "status": "Succeeded" }));
    let filter = "/apis?$filter=type%20eq%20'mcp'";
    let list: Value = local.preview(Method::GET, filter).send().await.unwrap().json().await.unwrap();
    assert_eq!(list["count"], 4);
    assert_eq!(only_detail(local.get(filter).await).await.0, "$filter", "the stable version cannot filter on it");
    assert_eq!(local.delete("/apis/s").await, 202);
}

#[tokio::test]
async fn transports_have_their_endpoints() {
    let local = Local::demo().await;
    let endpoint = |name: &str, template: &str| json!({ "name": name, "uriTemplate": template });
    let settings = |transport: &str, endpoints: Value| {
        server(json!({ "serviceUrl": "https://x.example", "mcpProperties": { "transportType": transport, "endpoints": endpoints } }))
    };
    let good = [
        settings("streamable", json!([endpoint("message", "/mcp")])),
        settings("sse", json!([endpoint("sse", "/sse"), endpoint("message", "/messages")])),
        settings("streamable", json!({ "message": { "uriTemplate": "/mcp" } })),
    ];
    for body in good {
        assert!(put(&local, "/apis/s", body.clone()).await.status().is_success(), "{body}");
    }
    let bad = [
        (settings("streamable", json!([endpoint("sse", "/sse")])), "mcpProperties.endpoints"),
        (settings("sse", json!([endpoint("message", "/mcp")])), "mcpProperties.endpoints"),
        (settings("streamable", json!([endpoint("message", "mcp")])), "mcpProperties.endpoints"),
        (settings("stdio", json!([endpoint("message", "/mcp")])), "mcpProperties.transportType"),
        (server(json!({ "backendId": "none" })), "backendId"),
        (server(json!({ "mcpTools": [{ "name": "t", "operationId": "/apis/orders/operations/none" }] })), "mcpTools[0].operationId"),
        (json!({ "displayName": "x", "path": "s", "mcpTools": [] }), "mcpTools"),
    ];
    for (body, target) in bad {
        assert_eq!(only_detail(put(&local, "/apis/s", body.clone()).await).await.0, target, "{body}");
    }
}

#[tokio::test]
async fn tools_stand_for_operations() {
    let local = Local::demo().await;
    let operation = format!("{}/apis/orders/operations/cancel-order", service_path());
    let tool = |operation: &str| json!({ "displayName": "cancelOrder", "description": "Cancels", "operationId": operation });
    let path = "/apis/orders-mcp/tools/cancelOrder";
    assert_eq!(put(&local, path, tool(&operation)).await.status(), 201);
    assert_eq!(local.delete("/apis/orders/operations/cancel-order").await, 400, "a tool calls it");
    for wrong in ["cancel-order", "/apis/orders/operations/none"] {
        assert_eq!(only_detail(put(&local, path, tool(wrong)).await).await.0, "operationId", "{wrong}");
    }
    assert_eq!(put(&local, "/apis/none/tools/x", tool(&operation)).await.status(), 404);
    assert_eq!(only_detail(put(&local, "/apis/orders/tools/x", tool(&operation)).await).await.0, "apiId");
    assert_eq!(local.get(path).await.status(), 404, "the stable version has no tools");
    let without = local.preview(Method::DELETE, path).send().await.unwrap();
    assert_eq!(without.status(), 412, "If-Match is required");
    let deleted = local.preview(Method::DELETE, path).header("If-Match", "*").send().await.unwrap();
    assert_eq!(deleted.status(), 200);
    assert_eq!(local.delete("/apis/orders/operations/cancel-order").await, 200);
}
