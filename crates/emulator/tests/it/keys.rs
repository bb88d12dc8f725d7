//! Subscription keys and the gateway's exact refusals.

use emulator::DEMO_KEY;
use serde_json::{Value, json};

use crate::client::{CHAT, Local};

const MISSING: &str = r#"{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }"#;
const INVALID: &str = r#"{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }"#;
const NOT_FOUND: &str = r#"{ "statusCode": 404, "message": "Resource not found" }"#;

fn hello() -> Value {
    json!({ "messages": [{ "role": "user", "content": "Hello" }] })
}

#[tokio::test]
async fn only_an_active_key_for_the_api_opens_it() {
    let local = Local::demo().await;
    let refused = async |key: Option<&str>| {
        let request = local.chat(CHAT, &hello());
        let answer = key.map_or(request.try_clone().unwrap(), |key| request.header("api-key", key)).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/json");
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(refused(None).await, (401, MISSING.to_owned()));
    for key in ["wrong", "", "former-primary-key-00000000000000"] {
        assert_eq!(refused(Some(key)).await, (401, INVALID.to_owned()), "{key}");
    }
    let other_header = local.chat(CHAT, &hello()).header("Ocp-Apim-Subscription-Key", DEMO_KEY).send().await.unwrap();
    assert_eq!(other_header.status(), 401, "the API has renamed its key header");

    for key in [DEMO_KEY, "demo-secondary-key-00000000000000", "master-primary-key-00000000000000"] {
        let answer = local.chat(CHAT, &hello()).header("api-key", key).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{key}");
    }
    let in_query = local.chat(&format!("{CHAT}&api-key={DEMO_KEY}"), &hello()).send().await.unwrap();
    assert_eq!(in_query.status(), 200);
    let header_first = local.chat(&format!("{CHAT}&api-key={DEMO_KEY}"), &hello()).header("api-key", "wrong").send().await.unwrap();
    assert_eq!(header_first.status(), 401);
}

#[tokio::test]
async fn what_is_no_operation_is_not_found() {
    let local = Local::demo().await;
    let base = local.emulator.gateway_url();
    let with_key = |request: reqwest::RequestBuilder| request.header("api-key", DEMO_KEY).send();
    for answer in [
        with_key(local.http.post(format!("{base}/openai/deployments/gpt-4o/unknown"))).await.unwrap(),
        with_key(local.http.post(format!("{base}/elsewhere"))).await.unwrap(),
        with_key(local.http.get(format!("{base}/openai/deployments/gpt-4o/chat/completions"))).await.unwrap(),
    ] {
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap()), (404, NOT_FOUND.to_owned()));
    }
    let head = with_key(local.http.head(format!("{base}/openai/deployments/gpt-4o/chat/completions"))).await.unwrap();
    assert_eq!(head.status(), 404);
    let root = with_key(local.chat("/Deployments/gpt-4o-mini/chat/completions", &hello())).await.unwrap();
    assert_eq!(root.status(), 200, "the API without a path answers too, in any case");
}

#[tokio::test]
async fn the_openai_shaped_api_answers_and_a_revision_can_be_called() {
    let local = Local::demo().await;
    let body = json!({ "model": "gpt-4o-mini", "messages": [{ "role": "user", "content": "hello" }] });
    let ask =
        async |path: &str, header: &str, value: &str| local.chat(path, &body).header(header, value).send().await.unwrap().status().as_u16();
    let key = "marketing-site-primary-key";
    assert_eq!(ask("/llm/v1/chat/completions", "api-key", key).await, 200);
    assert_eq!(
        ask("/llm/v1/chat/completions", "authorization", &format!("Bearer {key}")).await,
        401,
        "a bearer is no key unless the API says so"
    );
    let names = json!({ "subscriptionKeyParameterNames": { "header": "api-key", "query": "api-key", "bearer": "enabled" } });
    assert_eq!(local.patch("/apis/openai", names).await.status(), 200);
    assert_eq!(ask("/llm/v1/chat/completions", "authorization", &format!("Bearer {key}")).await, 200);

    local.given("/apis/openai;rev=2", json!({ "path": "llm/v1", "sourceApiId": "/apis/openai" })).await;
    assert_eq!(local.delete("/apis/openai;rev=2/operations/createChatCompletion").await, 200);
    assert_eq!(ask("/llm/v1/chat/completions", "api-key", key).await, 200, "the current revision still has it");
    assert_eq!(ask("/llm/v1;rev=2/chat/completions", "api-key", key).await, 404);
    let embeddings = ask("/llm/v1;rev=2/embeddings", "api-key", key).await;
    assert_eq!(embeddings, 404, "the demo model has none, but the key opens the revision");
    assert_eq!(ask("/llm/v1;rev=2/embeddings", "api-key", "wrong").await, 401);
    assert_eq!(ask("/llm/v1;rev=1/chat/completions", "api-key", key).await, 200);
}
