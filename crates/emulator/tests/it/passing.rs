//! Calls that leave the process, and how a pool spreads calls.

use std::collections::HashMap;

use emulator::{DEMO_KEY, Seed};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{CHAT, Local, config, pool};

#[tokio::test]
async fn a_call_passes_to_another_emulator_and_streams_back() {
    let (local, other) = (Local::demo().await, Local::demo().await);
    local.point_pool_at(&format!("{}/demo-models/elsewhere/openai/", other.emulator.gateway_url()), json!({})).await;
    let body = json!({ "messages": [{ "role": "user", "content": "Hello there" }], "stream": true });
    let answer = local.chat(CHAT, &body).header("api-key", DEMO_KEY).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["x-demo-region"]), (200, &"elsewhere".parse().unwrap()));
    assert!(answer.text().await.unwrap().ends_with("data: [DONE]\n\n"));
}

#[tokio::test]
async fn a_backend_gets_its_own_credentials_and_not_the_clients_key() {
    // The second emulator accepts only its own master key: what arrives there is what the first one sent.
    let (local, other) = (Local::demo().await, Local::start(config(Seed::Demo)).await);
    let url = format!("{}/openai", other.emulator.gateway_url());
    local.point_pool_at(&url, json!({})).await;
    assert_eq!(local.ask("Hello").await.status(), 401, "the demo key is valid there too, but stays here");
    let master = json!({ "credentials": { "header": { "api-key": ["master-primary-key-00000000000000"] } } });
    local.point_pool_at(&url, master).await;
    assert_eq!(local.ask("Hello").await.status(), 200);
    let query = json!({ "credentials": { "query": { "api-key": ["master-primary-key-00000000000000"] } } });
    local.point_pool_at(&url, query).await;
    assert_eq!(local.ask("Hello").await.status(), 200);
}

#[tokio::test]
async fn an_unreachable_backend_is_an_internal_error_with_an_activity_id() {
    let local = Local::demo().await;
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    local.point_pool_at(&format!("http://127.0.0.1:{port}/x"), json!({})).await;
    let answer = local.ask("Hello").await;
    assert_eq!(answer.status(), 500);
    let text = answer.text().await.unwrap();
    assert!(text.starts_with(r#"{ "statusCode": 500, "message": "Internal server error", "activityId": ""#), "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["activityId"].as_str().unwrap().len(), 36);
}

async fn shares(local: &Local, calls: usize) -> HashMap<String, usize> {
    let mut shares = HashMap::new();
    for _ in 0..calls {
        let answer = local.ask("Hello").await;
        let region = answer.headers().get("x-demo-region").map_or("none", |region| region.to_str().unwrap());
        *shares.entry(region.to_owned()).or_default() += 1;
    }
    shares
}

fn expect(shares: &[(&str, usize)]) -> HashMap<String, usize> {
    shares.iter().map(|(region, count)| ((*region).to_owned(), *count)).collect()
}

#[tokio::test]
async fn a_pool_prefers_low_priorities_and_shares_by_weight() {
    let local = Local::demo().await;
    assert_eq!(shares(&local, 8).await, expect(&[("swedencentral", 6), ("westeurope", 2)]), "the demo's 75 : 25");
    let (swc, weu, fra) = ("aoai-swc-ptu", "aoai-weu-paygo", "aoai-fra-paygo");
    local.given("/backends/aoai-pool", pool(&[(swc, None, None), (weu, None, None), (fra, None, None)])).await;
    assert_eq!(shares(&local, 6).await, expect(&[("swedencentral", 2), ("westeurope", 2), ("francecentral", 2)]));
    local.given("/backends/aoai-pool", pool(&[(swc, Some(2), None), (weu, Some(1), Some(0)), (fra, Some(1), Some(5))])).await;
    assert_eq!(shares(&local, 4).await, expect(&[("francecentral", 4)]));
    local.given("/backends/aoai-pool", pool(&[(swc, None, Some(0)), (weu, None, Some(0))])).await;
    let answer = local.ask("Hello").await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.text().await.unwrap(), r#"{ "statusCode": 503, "message": "Service Unavailable" }"#);
}

#[tokio::test]
async fn the_demo_models_answer_a_connection_test() {
    let local = Local::demo().await;
    let backend = local.get_json("/backends/aoai-fra-paygo").await;
    let url = backend["properties"]["url"].as_str().unwrap().to_owned();
    let region = url.strip_suffix("/openai").unwrap();
    let status: Value = local.http.get(region).send().await.unwrap().json().await.unwrap();
    assert_eq!(status, json!({ "status": "ok", "region": "francecentral" }));
    let body = json!({ "messages": [{ "role": "user", "content": "Hello" }] });
    let direct = local.http.request(Method::POST, format!("{url}/deployments/gpt-4o/chat/completions")).json(&body).send().await.unwrap();
    assert_eq!(direct.status(), 200);
}

#[tokio::test]
async fn the_last_set_backend_service_counts_wherever_it_stands() {
    let local = Local::demo().await;
    let (models, nowhere) = (format!("{}/demo-models/elsewhere/openai", local.emulator.gateway_url()), "http://127.0.0.1:9/none");
    local.given("/backends/elsewhere", json!({ "url": models, "protocol": "http" })).await;
    local.given("/namedValues/target", json!({ "displayName": "target", "value": "elsewhere" })).await;
    let route = "<fragment><set-backend-service backend-id=\"elsewhere\" /></fragment>";
    local.given("/policyFragments/route", json!({ "format": "rawxml", "value": route })).await;
    for set in [
        "<set-backend-service backend-id=\"{{target}}\" />".to_owned(),
        "<include-fragment fragment-id=\"route\" />".to_owned(),
        format!("<set-backend-service base-url=\"{models}\" />"),
        format!("<set-backend-service base-url=\"{nowhere}\" /><set-backend-service backend-id=\"elsewhere\" />"),
    ] {
        let policy = format!("<policies><inbound><base />{set}</inbound></policies>");
        local.given("/apis/azure-openai/policies/policy", json!({ "format": "rawxml", "value": policy })).await;
        let answer = local.ask("Hello").await;
        assert_eq!(answer.status(), 200, "{set}");
        assert_eq!(answer.headers()["x-demo-region"], "elsewhere", "{set}");
    }
}
