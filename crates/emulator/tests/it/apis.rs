//! APIs: their life, their revisions, copies, filters, and what keeps them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, arm_error, etag, only_detail};

fn api(path: &str) -> Value {
    json!({ "displayName": format!("API {path}"), "path": path, "serviceUrl": "https://one.example" })
}

#[tokio::test]
async fn an_api_is_normalised_changed_and_deleted() {
    let local = Local::empty().await;
    let body = json!({ "displayName": "Account", "path": "/account-api", "type": "http", "apiRevision": "v1" });
    let created = local.put("/apis/account", body.clone()).await;
    assert_eq!(created.status(), 201);
    for name in ["location", "azure-asyncoperation"] {
        assert!(!created.headers().contains_key(name), "a plain PUT is answered at once: {name}");
    }
    let first = etag(&created);
    let properties = local.get_json("/apis/account").await["properties"].clone();
    assert_eq!((&properties["path"], &properties["apiRevision"]), (&json!("account-api"), &json!("1")));
    assert_eq!((&properties["isCurrent"], &properties["provisioningState"]), (&json!(true), &json!("Succeeded")));
    assert!(properties.get("type").is_none(), "http is not echoed");
    assert_eq!(etag(&local.put("/apis/account", body).await), first, "the same again changes nothing");

    let changed = local.patch("/apis/account", json!({ "displayName": "Accounts" })).await;
    assert_eq!(changed.status(), 200);
    assert_ne!(etag(&changed), first);
    assert_eq!(local.get_json("/apis/account").await["properties"]["path"], "account-api");

    local.given("/apis/account/operations/list", json!({ "displayName": "List", "method": "get", "urlTemplate": "/" })).await;
    assert_eq!(local.delete("/apis/account").await, 202);
    assert_eq!(local.status("/apis/account").await, 404);
    let below = arm_error(local.get("/apis/account/operations").await).await;
    assert_eq!(below, (404, "ResourceNotFound".to_owned(), "Api not found.".to_owned()));
    assert_eq!(local.delete("/apis/account").await, 204);
}

#[tokio::test]
async fn what_is_wrong_with_an_api_is_named() {
    let local = Local::empty().await;
    local.given("/apis/first", api("one")).await;
    let cases = [
        (json!({ "path": "x" }), "displayName"),
        (json!({ "displayName": "x" }), "path"),
        (json!({ "displayName": "x", "path": "ONE" }), "path"),
        (json!({ "displayName": "x", "path": "a*b" }), "path"),
        (json!({ "displayName": "x", "path": "x", "protocols": ["ftp"] }), "protocols"),
        (json!({ "displayName": "x", "path": "x", "serviceUrl": "nowhere" }), "serviceUrl"),
        (json!({ "displayName": "x", "path": "x", "type": "mcp" }), "type"),
        (json!({ "displayName": "x", "path": "x", "sourceApiId": "/apis/none" }), "sourceApiId"),
    ];
    for (body, target) in cases {
        assert_eq!(only_detail(local.put("/apis/x", body.clone()).await).await.0, target, "{body}");
    }
    assert_eq!(only_detail(local.put("/apis/a%3Ab", api("x")).await).await.0, "name");
    assert_eq!(local.names("/apis").await, ["first"]);
}

#[tokio::test]
async fn a_revision_copies_its_source_and_may_become_current() {
    let local = Local::empty().await;
    local.given("/apis/echo", api("echo")).await;
    local.given("/apis/echo/operations/get", json!({ "displayName": "Get", "method": "GET", "urlTemplate": "/" })).await;
    let revision =
        json!({ "path": "echo", "serviceUrl": "https://two.example", "sourceApiId": "/apis/echo", "apiRevisionDescription": "New" });
    let created = local.put("/apis/echo;rev=2", revision).await;
    assert_eq!(created.status(), 201);
    let body: Value = created.json().await.unwrap();
    assert_eq!((&body["name"], &body["properties"]["isCurrent"]), (&json!("echo;rev=2"), &json!(false)));
    assert_eq!(local.names("/apis/echo;rev=2/operations").await, ["get"]);
    assert_eq!(local.get_json("/apis/echo%3Brev%3D1").await["name"], "echo", "the current one has its number too");
    assert_eq!(local.names("/apis?$filter=isCurrent%20eq%20true").await, ["echo"]);
    assert_eq!(local.names("/apis?$filter=isCurrent%20ne%20true").await, ["echo;rev=2"]);

    assert_eq!(local.patch("/apis/echo;rev=2", json!({ "isCurrent": true })).await.status(), 200);
    let current = local.get_json("/apis/echo").await["properties"].clone();
    assert_eq!((&current["apiRevision"], &current["serviceUrl"]), (&json!("2"), &json!("https://two.example")));
    assert_eq!(local.names("/apis").await, ["echo", "echo;rev=1"]);
    assert_eq!(local.names("/apis/echo/operations").await, ["get"]);

    assert_eq!(local.delete("/apis/echo").await, 400, "other revisions need a word");
    assert_eq!(local.delete("/apis/echo?deleteRevisions=true").await, 202);
    assert!(local.names("/apis").await.is_empty());
    let orphan = local.put("/apis/none;rev=2", api("none")).await;
    assert_eq!(only_detail(orphan).await.0, "apiId");
}

#[tokio::test]
async fn an_api_that_a_tool_calls_stays_and_a_product_lets_go() {
    let local = Local::demo().await;
    let held = local.arm(Method::DELETE, "/apis/orders").header("If-Match", "*").send().await.unwrap();
    assert_eq!(held.status(), 400);
    let text = held.text().await.unwrap();
    assert!(text.contains("ValidationError") && text.contains("/apis/orders-mcp/tools/getOrder"), "{text}");
    assert_eq!(local.delete("/apis/claude").await, 202);
    assert_eq!(local.names("/products/ai-premium/apis").await, ["azure-openai", "openai"]);
    assert_eq!(local.names("/products/ai-premium/apiLinks").await, ["azure-openai", "openai"]);
}

#[tokio::test]
async fn two_children_of_one_api_are_not_written_at_once() {
    use emulator::{Action, Rule, When};
    let local = Local::demo().await;
    let rule = |name: &str| Rule {
        method: Some("PUT".to_owned()),
        path_contains: Some(name.to_owned()),
        times: Some(1),
        action: Action::Hold { when: When::Before },
    };
    local.emulator.switches().set(vec![rule("/operations/first")]);
    let operation = |name: &str| json!({ "properties": { "displayName": name, "method": "GET", "urlTemplate": format!("/{name}") } });
    let send = |api: &str, name: &str| local.arm(Method::PUT, &format!("/apis/{api}/operations/{name}")).json(&operation(name)).send();
    let first = send("orders", "first");
    let others = async {
        local.emulator.switches().until_held(1).await;
        let met = arm_error(send("orders", "second").await.unwrap()).await;
        assert_eq!(met.0, 412, "{met:?}");
        assert_eq!(send("openai", "second").await.unwrap().status(), 201, "another API is free");
        local.emulator.switches().clear();
    };
    let (first, ()) = tokio::join!(first, others);
    assert_eq!(first.unwrap().status(), 201);
    assert_eq!(send("orders", "second").await.unwrap().status(), 201);
}
