//! Subscriptions: keys, scopes, states, and what they open at the gateway.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{CHAT, Local, only_detail, service_path};

async fn calls(local: &Local, key: &str) -> u16 {
    let body = json!({ "messages": [{ "role": "user", "content": "hello" }] });
    local.chat(CHAT, &body).header("api-key", key).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn keys_are_made_told_once_and_kept() {
    let local = Local::demo().await;
    let body = json!({ "displayName": "New", "scope": "/products/ai-standard", "ownerId": "/users/mira" });
    let created = local.put("/subscriptions/new", body.clone()).await;
    assert_eq!(created.status(), 201);
    let made = created.json::<Value>().await.unwrap()["properties"].clone();
    let key = made["primaryKey"].as_str().unwrap().to_owned();
    assert!(key.len() == 32 && key.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()), "{key}");
    assert_eq!((&made["state"], &made["scope"]), (&json!("active"), &json!(format!("{}/products/ai-standard", service_path()))));
    assert_eq!(made["ownerId"], format!("{}/users/mira", service_path()));
    assert!(!local.get_json("/subscriptions/new").await.to_string().contains(&key));
    assert!(!local.get_json("/subscriptions").await.to_string().contains(&key));
    let again: Value = local.put("/subscriptions/new", body).await.json().await.unwrap();
    assert_eq!((&again["properties"]["primaryKey"], &again["properties"]["createdDate"]), (&json!(key), &made["createdDate"]));

    assert_eq!(calls(&local, &key).await, 200);
    assert_eq!(local.post("/subscriptions/new/regeneratePrimaryKey").await.status(), 204);
    let keys: Value = local.post("/subscriptions/new/listSecrets").await.json().await.unwrap();
    assert_eq!(keys["secondaryKey"], made["secondaryKey"]);
    assert_eq!((calls(&local, &key).await, calls(&local, keys["primaryKey"].as_str().unwrap()).await), (401, 200));
    assert_eq!(local.post("/subscriptions/new/regenerateSecondaryKey").await.status(), 204);
    assert_eq!(calls(&local, keys["secondaryKey"].as_str().unwrap()).await, 401);
    assert_eq!(local.post("/subscriptions/none/regeneratePrimaryKey").await.status(), 404);
    let logged: Vec<_> = local.emulator.changes().into_iter().filter(|change| change.applied).map(|change| change.method).collect();
    assert_eq!(logged, ["PUT", "PUT", "POST", "POST"], "new keys are changes, reading them is none");
}

#[tokio::test]
async fn state_and_scope_decide_at_the_gateway() {
    let local = Local::demo().await;
    for state in ["suspended", "cancelled", "expired", "rejected", "submitted"] {
        assert_eq!(local.patch("/subscriptions/demo", json!({ "state": state })).await.status(), 200);
        assert_eq!(calls(&local, emulator::DEMO_KEY).await, 401, "{state}");
    }
    assert_eq!(local.patch("/subscriptions/demo", json!({ "state": "active" })).await.status(), 200);
    assert_eq!(calls(&local, emulator::DEMO_KEY).await, 200);
    for (scope, status) in
        [("/apis/openai", 401), ("/apis/azure-openai", 200), ("/apis", 200), ("/products/mcp-tools", 401), ("/products/ai-premium", 200)]
    {
        assert_eq!(local.patch("/subscriptions/demo", json!({ "scope": scope })).await.status(), 200);
        assert_eq!(calls(&local, emulator::DEMO_KEY).await, status, "{scope}");
    }
    assert_eq!(local.delete("/products/ai-premium/apis/azure-openai").await, 200);
    assert_eq!(calls(&local, emulator::DEMO_KEY).await, 401, "the product has let go of the API");
    assert_eq!(local.delete("/subscriptions/demo").await, 200);
    assert_eq!(local.delete("/subscriptions/demo").await, 204);
}

#[tokio::test]
async fn what_is_wrong_with_a_subscription_is_named() {
    let local = Local::demo().await;
    let cases = [
        (json!({ "scope": "/apis" }), "displayName"),
        (json!({ "displayName": "x" }), "scope"),
        (json!({ "displayName": "x", "scope": "/products/none" }), "scope"),
        (json!({ "displayName": "x", "scope": "/users/1" }), "scope"),
        (json!({ "displayName": "x", "scope": "/apis", "state": "paused" }), "state"),
        (json!({ "displayName": "x", "scope": "/apis", "primaryKey": emulator::DEMO_KEY }), "primaryKey"),
    ];
    for (body, target) in cases {
        assert_eq!(only_detail(local.put("/subscriptions/x", body.clone()).await).await.0, target, "{body}");
    }
    let third = json!({ "displayName": "x", "scope": "/products/ai-premium", "ownerId": "/users/mira" });
    local.given("/subscriptions/second", third.clone()).await;
    assert!(only_detail(local.put("/subscriptions/third", third).await).await.1.contains("limit"));
    let deleted = local.arm(Method::DELETE, "/subscriptions/master").header("If-Match", "*").send().await.unwrap();
    assert_eq!(only_detail(deleted).await.0, "sid");
    assert_eq!(local.names("/subscriptions?$filter=productId%20eq%20'mcp-tools'").await, ["sandbox-trial"]);
    assert_eq!(local.names("/subscriptions?$filter=state%20eq%20'submitted'").await, ["hr-assistant"]);
}
