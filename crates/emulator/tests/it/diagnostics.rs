//! Diagnostics of the service and of APIs.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, only_detail};

#[tokio::test]
async fn a_diagnostic_lives_at_both_scopes() {
    let local = Local::demo().await;
    for path in ["/diagnostics/local", "/apis/claude/diagnostics/applicationinsights"] {
        let body = json!({ "loggerId": "/loggers/appinsights", "alwaysLog": "allErrors", "sampling": { "samplingType": "fixed", "percentage": 50 } });
        assert_eq!(local.put(path, body).await.status(), 201, "{path}");
        assert_eq!(local.patch(path, json!({ "sampling": { "percentage": 12.5 } })).await.status(), 200);
        assert_eq!(local.get_json(path).await["properties"]["sampling"], json!({ "samplingType": "fixed", "percentage": 12.5 }));
        assert_eq!(local.delete(path).await, 200);
        assert_eq!(local.delete(path).await, 204);
    }
}

#[tokio::test]
async fn logging_of_prompts_belongs_to_the_preview_version() {
    let local = Local::demo().await;
    let path = "/apis/claude/diagnostics/azuremonitor";
    let llm = json!({ "logs": "enabled", "requests": { "messages": "all", "maxSizeInBytes": 262_144 } });
    let body = json!({ "properties": { "loggerId": "/loggers/azuremonitor", "largeLanguageModel": llm } });
    assert_eq!(local.preview(Method::PUT, path).json(&body).send().await.unwrap().status(), 201);
    let shown: Value = local.preview(Method::GET, path).send().await.unwrap().json().await.unwrap();
    assert_eq!(shown["properties"]["largeLanguageModel"], llm);
    assert!(local.get_json(path).await["properties"].get("largeLanguageModel").is_none(), "the stable version does not show it");
    assert_eq!(local.patch(path, json!({ "verbosity": "error" })).await.status(), 200);
    let shown: Value = local.preview(Method::GET, path).send().await.unwrap().json().await.unwrap();
    assert_eq!(shown["properties"]["largeLanguageModel"], llm, "a change at the stable version leaves it alone");
}

#[tokio::test]
async fn what_is_wrong_with_a_diagnostic_is_named() {
    let local = Local::demo().await;
    let cases = [
        (json!({ "loggerId": "/loggers/none" }), "loggerId"),
        (json!({ "sampling": { "percentage": 101 } }), "sampling.percentage"),
        (json!({ "frontend": { "response": { "body": { "bytes": 8193 } } } }), "frontend.response.body.bytes"),
        (json!({ "httpCorrelationProtocol": "B3" }), "httpCorrelationProtocol"),
        (json!({ "largeLanguageModel": { "requests": { "maxSizeInBytes": 0 } } }), "largeLanguageModel.requests.maxSizeInBytes"),
    ];
    for (mut body, target) in cases {
        if body.get("loggerId").is_none() {
            body["loggerId"] = "/loggers/appinsights".into();
        }
        let request = local.preview(Method::PUT, "/diagnostics/local").json(&json!({ "properties": body }));
        assert_eq!(only_detail(request.send().await.unwrap()).await.0, target);
    }
    assert_eq!(local.status("/diagnostics/local").await, 404);
}
