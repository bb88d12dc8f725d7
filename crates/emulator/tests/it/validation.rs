//! What the service refuses to store.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, pool, single};

/// Targets and messages of a ValidationError.
async fn problems(local: &Local, path: &str, properties: Value) -> Vec<(String, String)> {
    let answer = local.put(path, properties).await;
    assert_eq!(answer.status(), 400, "{path}");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["code"], "ValidationError");
    assert_eq!(body["error"]["message"], "One or more fields contain incorrect values:");
    let text = |detail: &Value, name: &str| detail[name].as_str().unwrap().to_owned();
    let details = body["error"]["details"].as_array().unwrap();
    assert!(details.iter().all(|detail| detail["code"] == "ValidationError"));
    details.iter().map(|detail| (text(detail, "target"), text(detail, "message"))).collect()
}

#[tokio::test]
async fn a_pool_has_members_and_no_address() {
    let local = Local::demo().await;
    let mut with_address = pool(&[("aoai-swc-ptu", None, None)]);
    with_address["url"] = json!("https://x.example");
    with_address["protocol"] = json!("http");
    let expected = [("url", "Url is not supported for backend pool."), ("protocol", "Protocol is not supported for backend pool.")];
    let expected = expected.map(|(target, message)| (target.to_owned(), message.to_owned()));
    assert_eq!(problems(&local, "/backends/p", with_address).await, expected);

    for (properties, target) in [
        (json!({ "type": "Pool" }), "pool.services"),
        (json!({ "type": "Pool", "pool": { "services": [] } }), "pool.services"),
        (pool(&[("aoai-swc-ptu", None, None); 31]), "pool.services"),
        (pool(&[("none", None, None)]), "pool.services[0].id"),
        (pool(&[("aoai-swc-ptu", None, None), ("aoai-pool", None, None)]), "pool.services[1].id"),
        (pool(&[("p", None, None)]), "pool.services[0].id"),
        (pool(&[("aoai-swc-ptu", Some(101), None)]), "pool.services[0].priority"),
        (pool(&[("aoai-swc-ptu", None, Some(101))]), "pool.services[0].weight"),
    ] {
        let found = problems(&local, "/backends/p", properties.clone()).await;
        assert_eq!(found.len(), 1, "{properties} {found:?}");
        assert_eq!(found[0].0, target, "{properties}");
    }
    assert_eq!(local.put("/backends/p", pool(&[("aoai-swc-ptu", None, None); 30])).await.status(), 201);
}

#[tokio::test]
async fn a_member_of_a_pool_can_neither_go_nor_become_a_pool() {
    let local = Local::demo().await;
    let answer = local.arm(Method::DELETE, "/backends/aoai-weu-paygo").send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let text = answer.text().await.unwrap();
    assert!(text.contains("ValidationError") && text.contains("'aoai-pool'"), "{text}");
    assert_eq!(problems(&local, "/backends/aoai-weu-paygo", pool(&[("content-safety", None, None)])).await[0].0, "type");
    assert_eq!(local.delete("/backends/aoai-pool").await, 400, "policies send calls to it");
    for api in ["azure-openai", "azure-openai-root", "openai"] {
        assert_eq!(local.delete(&format!("/apis/{api}/policies/policy")).await, 200);
    }
    assert_eq!(local.arm(Method::DELETE, "/backends/aoai-pool").send().await.unwrap().status(), 200);
    assert_eq!(local.arm(Method::DELETE, "/backends/aoai-weu-paygo").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_single_backend_needs_an_address_and_keeps_within_limits() {
    let local = Local::empty().await;
    let targets = async |extra: Value| {
        let mut properties = single("https://one.example");
        properties.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        problems(&local, "/backends/one", properties).await.into_iter().map(|(target, _)| target).collect::<Vec<_>>()
    };
    let missing = problems(&local, "/backends/one", json!({ "title": "x" })).await;
    assert_eq!(missing.iter().map(|(target, _)| target.as_str()).collect::<Vec<_>>(), ["url", "protocol"]);
    assert_eq!(targets(json!({ "url": "not an address" })).await, ["url"]);
    assert_eq!(targets(json!({ "protocol": "https" })).await, ["protocol"]);
    assert_eq!(targets(json!({ "type": "Cluster" })).await, ["type"]);
    assert_eq!(targets(json!({ "title": "x".repeat(301), "description": "x".repeat(2001) })).await, ["title", "description"]);
    assert_eq!(targets(json!({ "credentials": { "header": { "api-key": "plain" } } })).await, ["credentials.header.api-key"]);
    assert_eq!(
        targets(json!({ "credentials": { "authorization": { "scheme": "Bearer" } } })).await,
        ["credentials.authorization.parameter"]
    );
    let long = format!("/backends/{}", "x".repeat(81));
    assert_eq!(problems(&local, &long, single("https://one.example")).await.len(), 1);
    let broken = local.arm(Method::PUT, "/backends/one").body("{").send().await.unwrap();
    assert_eq!(broken.json::<Value>().await.unwrap()["error"]["code"], "InvalidRequestContent");
    assert_eq!(local.get_json("/backends").await["count"], 0);
}

#[tokio::test]
async fn a_circuit_breaker_has_one_complete_rule() {
    let local = Local::empty().await;
    let rule = |condition: Value| {
        let mut backend = single("https://one.example");
        backend["circuitBreaker"] = json!({ "rules": [{ "tripDuration": "PT1M", "failureCondition": condition }] });
        backend
    };
    let range = json!([{ "min": 429, "max": 429 }]);
    let good = json!({ "count": 3, "interval": "PT1M", "statusCodeRanges": range });
    local.given("/backends/one", rule(good.clone())).await;
    let at = "circuitBreaker.rules[0].failureCondition";
    for (condition, target) in [
        (json!({ "count": 3, "percentage": 50, "interval": "PT1M" }), at.to_owned()),
        (json!({ "interval": "PT1M" }), at.to_owned()),
        (json!({ "count": 3, "interval": "60" }), format!("{at}.interval")),
        (
            json!({ "count": 3, "interval": "PT1M", "statusCodeRanges": [{ "min": 100, "max": 500 }] }),
            format!("{at}.statusCodeRanges[0].min"),
        ),
        (
            json!({ "count": 3, "interval": "PT1M", "statusCodeRanges": [{ "min": 500, "max": 400 }] }),
            format!("{at}.statusCodeRanges[0].min"),
        ),
    ] {
        let found = problems(&local, "/backends/one", rule(condition.clone())).await;
        assert_eq!(found.iter().map(|(target, _)| target.as_str()).collect::<Vec<_>>(), [target], "{condition}");
    }
    let mut two = rule(good);
    let first = two["circuitBreaker"]["rules"][0].clone();
    two["circuitBreaker"]["rules"].as_array_mut().unwrap().push(first);
    assert_eq!(problems(&local, "/backends/one", two).await[0].0, "circuitBreaker.rules");
}
