//! Loggers, and the named values that are made for their secrets.

use serde_json::{Value, json};

use crate::client::{Local, etag, only_detail};

#[tokio::test]
async fn secrets_of_a_logger_become_named_values() {
    let local = Local::empty().await;
    let body = |secret: &str| json!({ "loggerType": "azureEventHub", "credentials": { "name": "usage", "connectionString": secret } });
    let created = local.put("/loggers/hub", body("Endpoint=one")).await;
    assert_eq!(created.status(), 201);
    let first = etag(&created);
    let properties = created.json::<Value>().await.unwrap()["properties"].clone();
    let reference = properties["credentials"]["connectionString"].as_str().unwrap().to_owned();
    assert!(reference.starts_with("{{Logger-Credentials--") && reference.ends_with("}}"), "{reference}");
    assert_eq!(properties["credentials"]["name"], "usage", "a name is no secret");
    let name = reference.trim_matches(['{', '}']).to_owned();
    let value = async || local.post(&format!("/namedValues/{name}/listValue")).await.json::<Value>().await.unwrap()["value"].clone();
    assert_eq!(value().await, "Endpoint=one");

    assert_eq!(etag(&local.put("/loggers/hub", body("Endpoint=one")).await), first, "the same secret changes nothing");
    local.given("/loggers/hub", body("Endpoint=two")).await;
    assert_eq!(value().await, "Endpoint=two");
    assert_eq!(local.names("/namedValues").await.len(), 1, "the same named value is used again");
    let kept = local.patch("/loggers/hub", json!({ "loggerType": "azureEventHub", "description": "Usage" })).await;
    assert_eq!(kept.json::<Value>().await.unwrap()["properties"]["credentials"]["connectionString"], reference);
    assert_eq!(local.delete(&format!("/namedValues/{name}")).await, 400, "the logger uses it");
    assert_eq!(local.delete("/loggers/hub").await, 200);
    assert!(local.names("/namedValues").await.is_empty(), "what was made for the logger goes with it");
    assert_eq!(local.delete("/loggers/hub").await, 204);
}

#[tokio::test]
async fn a_logger_in_use_stays_and_a_wrong_one_is_named() {
    let local = Local::demo().await;
    assert_eq!(local.delete("/loggers/appinsights").await, 400, "diagnostics use it");
    assert_eq!(local.delete("/loggers/usage-eventhub").await, 200);
    let put = async |body: Value| only_detail(local.put("/loggers/new", body).await).await.0;
    assert_eq!(put(json!({ "credentials": {} })).await, "loggerType");
    assert_eq!(put(json!({ "loggerType": "azureEventHub", "credentials": { "name": "x" } })).await, "credentials");
    assert_eq!(put(json!({ "loggerType": "applicationInsights" })).await, "credentials");
    let unknown = json!({ "loggerType": "applicationInsights", "credentials": { "instrumentationKey": "{{none}}" } });
    assert_eq!(put(unknown).await, "credentials.instrumentationKey");
    assert_eq!(local.names("/loggers?$filter=loggerType%20eq%20'azureMonitor'").await, ["azuremonitor"]);
}
