//! Named values: plain, secret, from a key vault.

use serde_json::{Value, json};

use crate::client::{Local, etag, only_detail};

async fn value(local: &Local, name: &str) -> Value {
    let answer = local.post(&format!("/namedValues/{name}/listValue")).await;
    assert!(answer.headers().contains_key("etag"));
    answer.json::<Value>().await.unwrap()["value"].clone()
}

#[tokio::test]
async fn a_secret_is_told_only_when_asked() {
    let local = Local::empty().await;
    let created =
        local.put("/namedValues/key", json!({ "displayName": "key", "value": "hunter2", "secret": true, "tags": ["a", "b"] })).await;
    assert_eq!(created.status(), 201);
    assert!(created.headers()["location"].to_str().unwrap().contains("asyncId="));
    let first = etag(&created);
    let text = created.text().await.unwrap();
    assert!(text.contains("InProgress") && !text.contains("hunter2"), "{text}");
    assert!(!local.get_json("/namedValues").await.to_string().contains("hunter2"));
    assert_eq!(value(&local, "key").await, "hunter2");
    let shown = local.get_json("/namedValues/key").await["properties"].clone();
    assert_eq!(etag(&local.put("/namedValues/key", shown).await), first, "what is shown can be put back");
    assert_eq!(value(&local, "key").await, "hunter2");
    assert_eq!(local.names("/namedValues?$filter=contains(tags,'b')").await, ["key"]);

    let patched = local.patch("/namedValues/key", json!({ "value": "changed" })).await;
    assert_eq!(patched.status(), 202);
    let location = patched.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(local.http.get(location).bearer_auth("x").send().await.unwrap().status(), 200);
    assert_eq!(value(&local, "key").await, "changed");
    let refused = local.post("/namedValues/key/refreshSecret").await;
    assert_eq!(only_detail(refused).await.0, "keyVault");
    assert_eq!(local.delete("/namedValues/key").await, 200);
    assert_eq!(local.delete("/namedValues/key").await, 204);
}

#[tokio::test]
async fn a_key_vault_value_is_fetched_and_refreshed() {
    let local = Local::empty().await;
    let vault = json!({ "secretIdentifier": "https://v.vault.azure.net/secrets/x" });
    local.given("/namedValues/kv", json!({ "displayName": "kv", "keyVault": vault, "secret": true })).await;
    let shown = local.get_json("/namedValues/kv").await["properties"].clone();
    assert_eq!(shown["keyVault"]["lastStatus"]["code"], "Success");
    assert!(shown.get("value").is_none());
    let refreshed = local.post("/namedValues/kv/refreshSecret").await;
    assert_eq!(refreshed.status(), 202);
    let location = refreshed.headers()["location"].to_str().unwrap().to_owned();
    let outcome: Value = local.http.get(location).bearer_auth("x").send().await.unwrap().json().await.unwrap();
    assert_eq!(outcome["name"], "kv");
    assert!(value(&local, "kv").await.is_string());
}

#[tokio::test]
async fn a_named_value_in_use_stays_and_a_wrong_one_is_named() {
    let local = Local::demo().await;
    for name in ["standard-tokens-per-minute", "claude-key", "aoai-swc-key"] {
        assert_eq!(local.delete(&format!("/namedValues/{name}")).await, 400, "{name} is used by a policy or a backend");
    }
    let put = async |body: Value| only_detail(local.put("/namedValues/new", body).await).await.0;
    assert_eq!(put(json!({ "displayName": "a b", "value": "x" })).await, "displayName");
    assert_eq!(put(json!({ "displayName": "claude-key", "value": "x" })).await, "displayName");
    assert_eq!(put(json!({ "displayName": "x", "value": "  " })).await, "value");
    assert_eq!(put(json!({ "displayName": "x", "keyVault": { "secretIdentifier": "x" } })).await, "keyVault.secretIdentifier");
}
