//! ETags and If-Match: PUT, PATCH and DELETE.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, arm_error, etag, single};

#[tokio::test]
async fn an_etag_changes_with_the_backend_and_only_then() {
    let local = Local::empty().await;
    let created = local.put("/backends/one", single("https://one.example")).await;
    assert_eq!(created.status(), 201);
    let first = etag(&created);
    // Quoted base64 of eight bytes.
    assert!(first.len() == 14 && first.starts_with('"') && first.ends_with("=\""), "{first}");

    let same = local.put("/backends/ONE", single("https://one.example")).await;
    assert_eq!((same.status().as_u16(), etag(&same)), (200, first.clone()));
    let body: Value = same.json().await.unwrap();
    assert_eq!(body["name"], "one", "the first spelling stays");

    let changed = local.put("/backends/one", single("https://two.example")).await;
    assert_eq!(changed.status(), 200);
    let second = etag(&changed);
    assert_ne!(second, first);
    assert_eq!(etag(&local.get("/backends/one").await), second);
    let head = local.arm(Method::HEAD, "/backends/one").send().await.unwrap();
    assert_eq!((head.status().as_u16(), etag(&head)), (200, second));
    assert!(head.text().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stale_etag_is_refused_and_nothing_changes() {
    let local = Local::empty().await;
    let old = etag(&local.put("/backends/one", single("https://one.example")).await);
    local.given("/backends/one", single("https://two.example")).await;
    let body = json!({ "properties": single("https://three.example") });
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = local.arm(method, "/backends/one").header("If-Match", &old).json(&body).send().await.unwrap();
        let expected = (412, "PreconditionFailed".to_owned(), "Resource was modified since last retrieval.".to_owned());
        assert_eq!(arm_error(answer).await, expected);
    }
    let now = local.get_json("/backends/one").await;
    assert_eq!(now["properties"]["url"], "https://two.example");
    let applied = local.emulator.changes().iter().filter(|change| change.applied).count();
    assert_eq!((applied, local.emulator.changes().len()), (2, 5));
}

#[tokio::test]
async fn a_current_etag_or_a_star_is_accepted_also_where_nothing_is() {
    let local = Local::empty().await;
    let put = |condition: String, url: &'static str| {
        let body = json!({ "properties": single(url) });
        local.arm(Method::PUT, "/backends/one").header("If-Match", condition).json(&body).send()
    };
    let missing = put("\"AAAAAADmkAE=\"".to_owned(), "https://one.example").await.unwrap();
    assert_eq!(missing.status(), 412, "an ETag of nothing matches nothing");
    let created = put("*".to_owned(), "https://one.example").await.unwrap();
    assert_eq!(created.status(), 201);
    let updated = put(etag(&created), "https://two.example").await.unwrap();
    assert_eq!(updated.status(), 200);
    let deleted = local.arm(Method::DELETE, "/backends/one").header("If-Match", etag(&updated)).send().await.unwrap();
    assert_eq!(deleted.status(), 200);
    let again = local.arm(Method::DELETE, "/backends/one").header("If-Match", "*").send().await.unwrap();
    assert_eq!(again.status(), 204);
}

#[tokio::test]
async fn a_patch_merges_objects_replaces_lists_and_removes_nulls() {
    let local = Local::empty().await;
    let backend = json!({
        "url": "https://one.example", "protocol": "http", "title": "One", "azureRegion": "westeurope",
        "credentials": { "header": { "api-key": ["a", "b"], "x-other": ["c"] }, "managedIdentity": { "resource": "https://x" } },
    });
    local.given("/backends/one", backend).await;
    let patch = json!({ "properties": { "title": null, "description": "New", "credentials": { "header": { "api-key": ["z"] } } } });
    let answer = local.arm(Method::PATCH, "/backends/one").header("If-Match", "*").json(&patch).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let properties = &local.get_json("/backends/one").await["properties"];
    assert_eq!(properties["title"], Value::Null);
    assert_eq!(properties["description"], "New");
    let header = json!({ "api-key": ["z"], "x-other": ["c"] });
    assert_eq!(properties["credentials"], json!({ "header": header, "managedIdentity": { "resource": "https://x" } }));
    assert_eq!(properties["azureRegion"], "westeurope", "unknown members survive");

    let missing = local.arm(Method::PATCH, "/backends/none").json(&patch).send().await.unwrap();
    assert_eq!(arm_error(missing).await.0, 404);
}
