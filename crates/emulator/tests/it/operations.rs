//! Operations of an API.

use serde_json::{Value, json};

use crate::client::{Local, etag, only_detail};

#[tokio::test]
async fn an_operation_lives_below_its_api() {
    let local = Local::demo().await;
    let path = "/apis/orders/operations/put-note";
    let body = json!({
        "displayName": "Put a note", "method": "put", "urlTemplate": "/orders/{orderId}/note",
        "templateParameters": [{ "name": "orderId", "type": "string", "required": true }],
    });
    let created = local.put(path, body.clone()).await;
    assert_eq!(created.status(), 201);
    let first = etag(&created);
    let created: Value = created.json().await.unwrap();
    assert_eq!(created["type"], "Microsoft.ApiManagement/service/apis/operations");
    assert_eq!(created["properties"]["method"], "PUT");
    assert_eq!(etag(&local.put(path, body).await), first);
    assert_eq!(local.patch(path, json!({ "displayName": "Note" })).await.status(), 200);
    assert_eq!(local.names("/apis/orders/operations?$filter=method%20eq%20'PUT'").await, ["put-note"]);
    assert_eq!(local.delete(path).await, 200);
    assert_eq!(local.delete(path).await, 204);
    assert_eq!(local.put("/apis/none/operations/x", json!({})).await.status(), 404);
}

#[tokio::test]
async fn templates_are_declared_and_unique_and_tools_hold_their_operation() {
    let local = Local::demo().await;
    let put = async |body: Value| only_detail(local.put("/apis/orders/operations/new", body).await).await.0;
    let undeclared = json!({ "displayName": "x", "method": "GET", "urlTemplate": "/x/{y}" });
    assert_eq!(put(undeclared).await, "templateParameters");
    let parameter = json!([{ "name": "orderId", "type": "string" }]);
    let taken = json!({ "displayName": "x", "method": "GET", "urlTemplate": "/orders/{orderId}", "templateParameters": parameter });
    assert_eq!(put(taken).await, "urlTemplate");
    assert_eq!(put(json!({ "method": "GET", "urlTemplate": "/x" })).await, "displayName");
    assert_eq!(local.delete("/apis/orders/operations/get-order").await, 400);
    assert_eq!(local.delete("/apis/orders/operations/cancel-order").await, 200);
}
