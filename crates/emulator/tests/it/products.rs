//! Products and the APIs in them, under both addresses.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, arm_error, only_detail, service_path};

#[tokio::test]
async fn a_product_has_defaults_and_a_life() {
    let local = Local::empty().await;
    let created = local.put("/products/team", json!({ "displayName": "Team" })).await;
    assert_eq!(created.status(), 201);
    let properties = created.json::<Value>().await.unwrap()["properties"].clone();
    assert_eq!((&properties["state"], &properties["subscriptionRequired"]), (&json!("notPublished"), &json!(true)));
    assert_eq!(properties["groups"][0]["name"], "Administrators");
    assert!(local.get_json("/products/team").await["properties"].get("groups").is_none());
    assert_eq!(local.patch("/products/team", json!({ "state": "published" })).await.status(), 200);
    assert_eq!(local.names("/products?$filter=state%20eq%20'published'").await, ["team"]);
    let wrong = json!({ "displayName": "x", "subscriptionRequired": false, "approvalRequired": true });
    assert_eq!(only_detail(local.put("/products/x", wrong).await).await.0, "approvalRequired");

    let subscription = json!({ "displayName": "One", "scope": "/products/team" });
    local.given("/subscriptions/one", subscription).await;
    assert_eq!(local.delete("/products/team").await, 400, "its subscriptions need a word");
    assert_eq!(local.delete("/products/team?deleteSubscriptions=true").await, 200);
    assert_eq!(local.names("/subscriptions").await, ["master"]);
    assert_eq!(local.delete("/products/team").await, 204);
}

#[tokio::test]
async fn an_api_in_a_product_has_two_addresses() {
    let local = Local::demo().await;
    let link = |method: Method| local.arm(method, "/products/ai-standard/apis/openai").send();
    let added = link(Method::PUT).await.unwrap();
    assert_eq!(added.status(), 201);
    let added: Value = added.json().await.unwrap();
    assert_eq!((&added["type"], &added["properties"]["path"]), (&json!("Microsoft.ApiManagement/service/products/apis"), &json!("llm/v1")));
    assert_eq!(link(Method::PUT).await.unwrap().status(), 200);
    assert_eq!(link(Method::HEAD).await.unwrap().status(), 204);
    assert_eq!(local.names("/products/ai-standard/apis?$filter=path%20eq%20'llm/v1'").await, ["openai"]);
    let id = format!("{}/apis/openai", service_path());
    assert_eq!(local.get_json("/products/ai-standard/apiLinks/openai").await["properties"]["apiId"], id);

    assert_eq!(local.delete("/products/ai-standard/apiLinks/openai").await, 200);
    assert_eq!(link(Method::HEAD).await.unwrap().status(), 404);
    assert_eq!(local.put("/products/ai-standard/apiLinks/mine", json!({ "apiId": "/apis/openai" })).await.status(), 201);
    assert_eq!(link(Method::HEAD).await.unwrap().status(), 204);
    let twice = local.put("/products/ai-standard/apiLinks/again", json!({ "apiId": id })).await;
    assert_eq!(only_detail(twice).await.0, "apiId");
    assert_eq!(link(Method::DELETE).await.unwrap().status(), 200);
    assert_eq!(local.status("/products/ai-standard/apiLinks/mine").await, 404);
    assert_eq!(link(Method::DELETE).await.unwrap().status(), 204);

    assert_eq!(local.names("/apis/azure-openai/products").await, ["ai-premium", "ai-standard"]);
    let listed = local.get_json("/apis/claude/products").await;
    assert_eq!(listed["value"][0]["type"], "Microsoft.ApiManagement/service/products");
    assert_eq!(local.status("/apis/none/products").await, 404);

    let missing = local.arm(Method::PUT, "/products/ai-standard/apis/none").send().await.unwrap();
    assert_eq!(arm_error(missing).await.2, "Api not found.");
    let missing = local.arm(Method::PUT, "/products/none/apis/openai").send().await.unwrap();
    assert_eq!(arm_error(missing).await.2, "Product not found.");
}

#[tokio::test]
async fn an_api_tells_which_products_have_it() {
    let local = Local::empty().await;
    local.given("/apis/chat", json!({ "displayName": "Chat", "path": "chat" })).await;
    for product in ["starter", "premium", "other"] {
        local.given(&format!("/products/{product}"), json!({ "displayName": product })).await;
    }
    assert!(local.names("/apis/chat/products").await.is_empty());
    for product in ["starter", "premium"] {
        assert_eq!(local.arm(Method::PUT, &format!("/products/{product}/apis/chat")).send().await.unwrap().status(), 201);
    }
    assert_eq!(local.names("/apis/Chat/products").await, ["premium", "starter"]);
    assert_eq!(local.names("/apis/chat/products?$filter=name%20eq%20'starter'").await, ["starter"]);
    assert_eq!(local.status("/apis/nothing/products").await, 404);
}
