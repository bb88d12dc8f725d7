//! The demo model through the gateway: answers, usage, streams, errors.

use std::time::Duration;

use emulator::{Config, DEMO_KEY, Seed};
use serde_json::{Value, json};

use crate::client::{CHAT, Local, config};

fn prompt(text: &str, extra: Value) -> Value {
    let mut body = json!({ "messages": [{ "role": "system", "content": "Be brief." }, { "role": "user", "content": text }] });
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

async fn complete(local: &Local, body: &Value) -> Value {
    let answer = local.chat(CHAT, body).header("api-key", DEMO_KEY).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn frames(local: &Local, body: &Value) -> Vec<String> {
    let answer = local.chat(CHAT, body).header("api-key", DEMO_KEY).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let text = answer.text().await.unwrap();
    assert!(text.ends_with("\n\n"));
    text.split_terminator("\n\n").map(|frame| frame.strip_prefix("data: ").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_answer_follows_from_the_prompt_and_counts_its_tokens() {
    let local = Local::demo().await;
    let body = prompt("Explain circuit breakers.", json!({}));
    let answer = complete(&local, &body).await;
    assert_eq!(answer["object"], "chat.completion");
    let choice = &answer["choices"][0];
    assert_eq!((&choice["message"]["role"], &choice["finish_reason"]), (&json!("assistant"), &json!("stop")));
    let usage = &answer["usage"];
    let prompt_tokens = usage["prompt_tokens"].as_u64().unwrap();
    let completion_tokens = usage["completion_tokens"].as_u64().unwrap();
    assert_eq!(usage["total_tokens"].as_u64().unwrap(), prompt_tokens + completion_tokens);
    let words = choice["message"]["content"].as_str().unwrap().split_whitespace().count() as u64;
    assert!((words..words * 2).contains(&completion_tokens), "{words} words, {completion_tokens} tokens");
    // Three for each message and for the start of the answer, one for each role, "Be| brief|." and "Hello".
    let hello = complete(&local, &prompt("Hello", json!({}))).await;
    assert_eq!(hello["usage"]["prompt_tokens"], (3 + 1 + 3) + (3 + 1 + 1) + 3);
    assert_eq!(complete(&local, &body).await["choices"], answer["choices"]);
}

#[tokio::test]
async fn limits_and_stop_words_end_an_answer() {
    let local = Local::demo().await;
    let question = "Why do pools have priorities?";
    let full = complete(&local, &prompt(question, json!({}))).await;
    let full = full["choices"][0]["message"]["content"].as_str().unwrap().to_owned();
    for name in ["max_tokens", "max_completion_tokens"] {
        let cut = complete(&local, &prompt(question, json!({ name: 5 }))).await;
        assert_eq!((&cut["choices"][0]["finish_reason"], &cut["usage"]["completion_tokens"]), (&json!("length"), &json!(5)));
        assert!(full.starts_with(cut["choices"][0]["message"]["content"].as_str().unwrap()));
    }
    let stopped = complete(&local, &prompt(question, json!({ "stop": [".", "never"] }))).await;
    let text = stopped["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!((text, &stopped["choices"][0]["finish_reason"]), (full.split('.').next().unwrap(), &json!("stop")));
}

#[tokio::test]
async fn a_stream_says_the_same_and_ends_with_usage_if_asked() {
    let local = Local::demo().await;
    let whole = complete(&local, &prompt("List three ideas", json!({}))).await;
    let asked = json!({ "stream": true, "stream_options": { "include_usage": true } });
    let frames_with = frames(&local, &prompt("List three ideas", asked)).await;
    assert_eq!(frames_with.last().unwrap(), "[DONE]");
    let chunks: Vec<Value> = frames_with[..frames_with.len() - 1].iter().map(|frame| serde_json::from_str(frame).unwrap()).collect();
    let (usage, chunks) = chunks.split_last().unwrap();
    assert_eq!((&usage["choices"], &usage["usage"]), (&json!([]), &whole["usage"]));
    assert!(chunks.iter().all(|chunk| chunk["object"] == "chat.completion.chunk" && chunk.get("usage") == Some(&Value::Null)));
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    let text: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(json!(text), whole["choices"][0]["message"]["content"]);
    let (last, before) = chunks.split_last().unwrap();
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    assert!(before.iter().all(|chunk| chunk["choices"][0]["finish_reason"].is_null()));

    let frames_without = frames(&local, &prompt("List three ideas", json!({ "stream": true }))).await;
    assert_eq!(frames_without.len(), frames_with.len() - 1);
    assert!(!frames_without.join("").contains("usage"));
}

#[tokio::test]
async fn a_bad_request_gets_the_models_own_error() {
    let local = Local::demo().await;
    for (body, param) in [
        (json!({}), "messages"),
        (json!({ "messages": [] }), "messages"),
        (json!({ "messages": [{ "role": "robot", "content": "x" }] }), "messages[0].role"),
        (json!({ "messages": [{ "role": "user" }] }), "messages[0].content"),
        (prompt("x", json!({ "n": 2 })), "n"),
        (prompt("x", json!({ "max_tokens": 0 })), "max_tokens"),
    ] {
        let answer = local.chat(CHAT, &body).header("api-key", DEMO_KEY).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
        let error: Value = answer.json().await.unwrap();
        assert_eq!((&error["error"]["type"], &error["error"]["param"]), (&json!("invalid_request_error"), &json!(param)), "{body}");
    }
    let unknown = local.chat("/openai/deployments/gpt-9/chat/completions", &prompt("x", json!({}))).header("api-key", DEMO_KEY);
    let unknown = unknown.send().await.unwrap();
    assert_eq!(unknown.status(), 404);
    assert_eq!(unknown.json::<Value>().await.unwrap()["error"]["code"], "DeploymentNotFound");
}

#[tokio::test]
async fn stopping_ends_a_stream_that_would_take_long() {
    let slow = Config { pace: Duration::from_secs(60), ..config(Seed::Demo) };
    let local = Local::start(slow).await;
    let body = prompt("Tell me about streams", json!({ "stream": true }));
    let mut answer = local.chat(CHAT, &body).header("api-key", DEMO_KEY).send().await.unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("assistant"));
    let rest = tokio::join!(local.emulator.stop(), answer.chunk()).1;
    assert!(!matches!(rest, Ok(Some(_))), "{rest:?}");
}
