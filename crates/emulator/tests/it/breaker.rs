//! Circuit breakers: they open after enough failures, close again, and let a pool fall back.

use serde_json::{Value, json};

use crate::client::{Local, pool};

/// Opens after two answers with 404, which the demo model gives for an unknown deployment.
fn breaker(trip: &str) -> Value {
    let condition = json!({ "count": 2, "interval": "PT1M", "statusCodeRanges": [{ "min": 404, "max": 404 }] });
    json!({ "rules": [{ "name": "r", "failureCondition": condition, "tripDuration": trip }] })
}

async fn state(local: &Local, backend: &str) -> String {
    let url = format!("{}/emulator/breakers", local.emulator.gateway_url());
    let report: Value = local.http.get(url).send().await.unwrap().json().await.unwrap();
    let mut breakers = report["breakers"].as_array().unwrap().iter();
    let found = breakers.find(|entry| entry["backend"] == backend);
    found.map_or("none", |entry| entry["state"].as_str().unwrap()).to_owned()
}

/// The pool's only member counts what the model answers for a deployment it does not have.
async fn with_broken_target(trip: &str) -> Local {
    let local = Local::demo().await;
    let url = format!("{}/demo-models/broken/openai", local.emulator.gateway_url());
    local.point_pool_at(&url, json!({ "circuitBreaker": breaker(trip) })).await;
    local
}

#[tokio::test]
async fn a_breaker_opens_after_enough_failures_and_closes_again() {
    let local = with_broken_target("PT1S").await;
    let ask_unknown = async || {
        let body = json!({ "messages": [{ "role": "user", "content": "x" }] });
        let path = "/openai/deployments/none/chat/completions";
        local.chat(path, &body).header("api-key", emulator::DEMO_KEY).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask_unknown().await, 404);
    assert_eq!(state(&local, "target").await, "closed");
    assert_eq!(ask_unknown().await, 404);
    assert_eq!(state(&local, "target").await, "open");
    assert_eq!(ask_unknown().await, 503, "an open breaker refuses without asking the backend");
    let waiting = tokio::time::Instant::now();
    while state(&local, "target").await == "open" {
        assert!(waiting.elapsed().as_secs() < 10, "the breaker stays open");
        tokio::task::yield_now().await;
    }
    assert!(waiting.elapsed().as_millis() > 500, "it stays open for about a second");
    assert_eq!(ask_unknown().await, 404);
}

#[tokio::test]
async fn a_pool_falls_back_while_a_breaker_is_open() {
    let local = with_broken_target("PT1H").await;
    local.given("/backends/aoai-pool", pool(&[("target", Some(1), None), ("aoai-fra-paygo", Some(2), None)])).await;
    let ask = async |deployment: &str| {
        let body = json!({ "messages": [{ "role": "user", "content": "x" }] });
        let path = format!("/openai/deployments/{deployment}/chat/completions");
        local.chat(&path, &body).header("api-key", emulator::DEMO_KEY).send().await.unwrap()
    };
    for _ in 0..2 {
        assert_eq!(ask("none").await.headers()["x-demo-region"], "broken");
    }
    let fallen_back = ask("gpt-4o").await;
    assert_eq!((fallen_back.status().as_u16(), &fallen_back.headers()["x-demo-region"]), (200, &"francecentral".parse().unwrap()));
    // A reconnect closes it.
    local.arm(reqwest::Method::POST, "/backends/target/reconnect").send().await.unwrap();
    assert_eq!(ask("gpt-4o").await.headers()["x-demo-region"], "broken");
}

#[tokio::test]
async fn a_changed_backend_starts_with_a_closed_breaker() {
    let local = with_broken_target("PT1H").await;
    let body = json!({ "messages": [{ "role": "user", "content": "x" }] });
    for expected in [404, 404, 503] {
        let call = local.chat("/openai/deployments/none/chat/completions", &body).header("api-key", emulator::DEMO_KEY);
        assert_eq!(call.send().await.unwrap().status(), expected);
    }
    let good = format!("{}/demo-models/mended/openai", local.emulator.gateway_url());
    local.point_pool_at(&good, json!({ "circuitBreaker": breaker("PT1H") })).await;
    assert_eq!(local.ask("Hello").await.status(), 200);
}
