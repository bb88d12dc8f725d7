//! Token limits of policies, as a caller of the gateway meets them.

use emulator::DEMO_KEY;
use reqwest::Response;
use serde_json::{Value, json};

use crate::client::{CHAT, Local};

/// Gives the chat API one limit and its backend.
async fn limited(attributes: &str) -> Local {
    let local = Local::demo().await;
    let limit = format!("<llm-token-limit counter-key=\"@(context.Subscription.Id)\" {attributes} />");
    let policy = format!("<policies><inbound><base />{limit}<set-backend-service backend-id=\"aoai-pool\" /></inbound></policies>");
    local.given("/apis/azure-openai/policies/policy", json!({ "format": "rawxml", "value": policy })).await;
    local
}

fn header(answer: &Response, name: &str) -> u64 {
    answer.headers()[name].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_minute_is_used_up_call_by_call() {
    let names = "remaining-tokens-header-name=\"remaining\" tokens-consumed-header-name=\"consumed\"";
    let local = limited(&format!("tokens-per-minute=\"60\" estimate-prompt-tokens=\"false\" {names}")).await;
    let first = local.ask("Hello").await;
    assert_eq!(first.status(), 200);
    let (remaining, consumed) = (header(&first, "remaining"), header(&first, "consumed"));
    let usage = first.json::<Value>().await.unwrap()["usage"]["total_tokens"].as_u64().unwrap();
    assert_eq!(consumed, usage);
    assert_eq!(remaining, 60_u64.saturating_sub(usage));
    let mut refused = local.ask("Hello").await;
    for _ in 0..60 {
        if refused.status() == 429 {
            break;
        }
        refused = local.ask("Hello").await;
    }
    let wait = header(&refused, "retry-after");
    assert!((1..=60).contains(&wait), "{wait}");
    let text = refused.text().await.unwrap();
    assert_eq!(text, format!("{{ \"statusCode\": 429, \"message\": \"Token limit is exceeded. Try again in {wait} seconds.\" }}"));
    let body = json!({ "messages": [{ "role": "user", "content": "Hello" }] });
    let other = local.chat(CHAT, &body).header("api-key", "research-lab-primary-key").send().await.unwrap();
    assert_eq!(other.status(), 200, "another subscription has its own minute");
}

#[tokio::test]
async fn a_prompt_that_cannot_fit_is_refused_before_the_call() {
    let local = limited("tokens-per-minute=\"50\" estimate-prompt-tokens=\"true\" retry-after-header-name=\"wait\"").await;
    let refused = local.ask(&"word ".repeat(200)).await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("wait"));
    assert_eq!(local.ask("Hi").await.status(), 200);
}

#[tokio::test]
async fn a_quota_ends_with_403_and_streams_count_too() {
    let local = limited(
        "token-quota=\"1\" token-quota-period=\"Monthly\" estimate-prompt-tokens=\"false\" remaining-quota-tokens-header-name=\"left\"",
    )
    .await;
    let body = json!({ "messages": [{ "role": "user", "content": "Hello" }], "stream": true });
    let stream = local.chat(CHAT, &body).header("api-key", DEMO_KEY).send().await.unwrap();
    assert_eq!((stream.status().as_u16(), header(&stream, "left")), (200, 1));
    assert!(stream.text().await.unwrap().ends_with("data: [DONE]\n\n"));
    let refused = local.ask("Hello").await;
    assert_eq!(refused.status(), 403);
    let text = refused.text().await.unwrap();
    assert!(text.contains("Token quota is exceeded. Try again in "), "{text}");
}

#[tokio::test]
async fn the_policy_of_a_product_applies_to_its_own_subscriptions() {
    let local = Local::demo().await;
    let policy = "<policies><inbound><base /><llm-token-limit counter-key=\"all\" tokens-per-minute=\"1\" estimate-prompt-tokens=\"true\" /></inbound></policies>";
    local.given("/products/ai-premium/policies/policy", json!({ "value": policy })).await;
    let body = json!({ "messages": [{ "role": "user", "content": "Hello there" }] });
    let ask = async |key: &str| local.chat(CHAT, &body).header("api-key", key).send().await.unwrap().status().as_u16();
    assert_eq!(ask("research-lab-primary-key").await, 429);
    assert_eq!(ask("platform-ci-primary-key").await, 200, "a key for all APIs has no product");
    assert_eq!(ask(DEMO_KEY).await, 200);

    // Where the API's policy has no base, those around it do not run.
    let alone = "<policies><inbound><set-backend-service backend-id=\"aoai-pool\" /></inbound></policies>";
    local.given("/apis/azure-openai/policies/policy", json!({ "format": "rawxml", "value": alone })).await;
    assert_eq!(ask("research-lab-primary-key").await, 200);
}
