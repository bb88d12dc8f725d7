//! Long-running operations, quick and slow.

use emulator::{Action, Rule};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, arm_error};

fn slow(ms: Option<u64>) -> Rule {
    Rule { method: None, path_contains: None, times: Some(1), action: Action::SlowOperation { ms } }
}

async fn get(local: &Local, url: &str) -> reqwest::Response {
    local.http.get(url).bearer_auth("x").send().await.unwrap()
}

#[tokio::test]
async fn a_slow_import_runs_until_it_is_released() {
    let local = Local::empty().await;
    local.emulator.switches().set(vec![slow(None)]);
    let document = json!({ "openapi": "3.0.1", "info": { "title": "T" }, "paths": {} }).to_string();
    let created = local.put("/apis/t", json!({ "path": "t", "format": "openapi+json", "value": document })).await;
    assert_eq!(created.status(), 201);
    let link = |name: &str| created.headers()[name].to_str().unwrap().to_owned();
    let (location, status) = (link("location"), link("azure-asyncoperation"));
    assert_eq!(get(&local, &status).await.json::<Value>().await.unwrap(), json!({ "status": "InProgress" }));
    let waiting = get(&local, &location).await;
    assert_eq!((waiting.status().as_u16(), waiting.headers()["location"].to_str().unwrap()), (202, location.as_str()));
    assert_eq!(local.get_json("/apis/t").await["properties"]["provisioningState"], "InProgress");
    let policy = local.put("/apis/t/policies/policy", json!({ "value": "<policies />" })).await;
    let (code, error, _) = arm_error(policy).await;
    assert_eq!((code, error.as_str()), (409, "PessimisticConcurrencyConflict"));

    local.emulator.switches().clear();
    assert_eq!(get(&local, &status).await.json::<Value>().await.unwrap(), json!({ "status": "Succeeded" }));
    assert_eq!(get(&local, &location).await.status(), 201);
    assert_eq!(local.get_json("/apis/t").await["properties"]["provisioningState"], "Succeeded");
    assert_eq!(local.put("/apis/t/policies/policy", json!({ "value": "<policies />" })).await.status(), 201);
}

#[tokio::test]
async fn a_delete_ends_with_204_and_the_status_has_two_addresses() {
    let local = Local::demo().await;
    local.emulator.switches().set(vec![slow(Some(1_000_000)), slow(Some(0))]);
    let delete = |api: &str| local.arm(Method::DELETE, &format!("/apis/{api}")).header("If-Match", "*").send();
    let (held, quick) = (delete("claude").await.unwrap(), delete("tickets-mcp").await.unwrap());
    assert_eq!((held.status().as_u16(), quick.status().as_u16()), (202, 202));
    let link = |answer: &reqwest::Response, name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(get(&local, &link(&held, "location")).await.status(), 202);
    assert_eq!(get(&local, &link(&quick, "location")).await.status(), 204);
    let status = link(&held, "azure-asyncoperation");
    let id = status.rsplit('/').next().unwrap().split('?').next().unwrap();
    assert_eq!(id.len(), 24);
    let elsewhere = format!(
        "{}/subscriptions/{}/providers/Microsoft.ApiManagement/locations/local/operationStatuses/{id}?api-version=2024-05-01",
        local.emulator.arm_url(),
        emulator::SUBSCRIPTION_ID
    );
    assert_eq!(get(&local, &elsewhere).await.json::<Value>().await.unwrap()["status"], "InProgress");
    assert_eq!(get(&local, &elsewhere.replace("operationStatuses", "operationResults")).await.status(), 202);
    assert_eq!(get(&local, &elsewhere.replace(id, "000000000000000000000000")).await.status(), 404);
}
