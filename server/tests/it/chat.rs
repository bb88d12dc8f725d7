//! Chat through the gateway: streamed by the relay, whole by the form; counted and audited both ways.

use crate::harness::{Answer, Console, until};
use futures::StreamExt;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sqlx::{Row, SqlitePool};

const RELAY: &str = "playground/local/openai/deployments/gpt-4o/chat/completions";

fn question(text: &str, is_stream: bool) -> Value {
    json!({ "messages": [{ "role": "user", "content": text }], "stream": is_stream })
}

async fn relay(console: &Console, query: &str, body: &Value) -> Response {
    console.request(&format!("{RELAY}?{query}"), body).send().await.unwrap()
}

/// The row of `usage.db`: status, tokens, and whether it was streamed.
async fn recorded(console: &Console, id: &str) -> (i64, Option<i64>, Option<i64>, bool) {
    let pool = SqlitePool::connect(&format!("sqlite:{}/usage.db?mode=ro", console.data().display())).await.unwrap();
    let row = until("the call is recorded", || async {
        let row = sqlx::query("SELECT status, prompt_tokens, completion_tokens, is_stream FROM call WHERE id = ?1");
        row.bind(id).fetch_optional(&pool).await.unwrap()
    })
    .await;
    let found = (row.get(0), row.get(1), row.get(2), row.get(3));
    pool.close().await;
    found
}

fn facts(entry: &Value) -> Value {
    let outcomes = entry["outcomes"].as_array().unwrap();
    serde_json::from_str(outcomes.last().unwrap()["facts"].as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_comes_through_and_its_tokens_are_kept() {
    let console = Console::start().await;
    let response = relay(&console, "subscription=demo&api-version=2024-10-21", &question("Explain pools", true)).await;
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.headers().get("content-encoding").is_none(), "a compressed stream would wait");
    let id = response.headers()["x-audit-id"].to_str().unwrap().to_owned();
    let mut chunks = Vec::new();
    let mut body = response.bytes_stream();
    while let Some(chunk) = body.next().await {
        chunks.push(chunk.unwrap());
    }
    assert!(chunks.len() > 5, "it comes in pieces, not at once: {}", chunks.len());
    let text = String::from_utf8(chunks.concat()).unwrap();
    let frames: Vec<_> = text.split("\n\n").filter_map(|frame| frame.strip_prefix("data: ")).collect();
    assert_eq!(frames.last(), Some(&"[DONE]"));
    let last: Value = serde_json::from_str(frames[frames.len() - 2]).unwrap();
    let (prompt, completion) = (last["usage"]["prompt_tokens"].as_i64(), last["usage"]["completion_tokens"].as_i64());
    assert!(prompt.is_some_and(|tokens| tokens > 0) && completion.is_some_and(|tokens| tokens > 0), "{last}");

    let entry = console.settled(&id, "applied").await;
    assert_eq!((&entry["entry"]["operation"], &entry["entry"]["target"]["name"]), (&json!("AIGateway_ChatCompletions"), &json!("gpt-4o")));
    let facts = facts(&entry);
    assert_eq!((facts["prompt_tokens"].as_i64(), facts["completion_tokens"].as_i64()), (prompt, completion));
    assert_eq!((&facts["stream"], &facts["subscription"], &facts["finish_reason"]), (&json!(true), &json!("demo"), &json!("stop")));
    assert_eq!(recorded(&console, &id).await, (200, prompt, completion, true));
    for text in ["Explain pools", "explain pools"] {
        assert!(!entry.to_string().contains(text), "what was said is not kept: {entry}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_goes_away_is_noted() {
    let console = Console::start().await;
    let mut response = relay(&console, "subscription=demo", &question("Why do streams end?", true)).await;
    let id = response.headers()["x-audit-id"].to_str().unwrap().to_owned();
    assert!(response.chunk().await.unwrap().is_some());
    drop(response);
    let entry = console.settled(&id, "aborted").await;
    assert_eq!(entry["outcomes"].as_array().unwrap().len(), 1, "{entry}");
    assert_eq!(facts(&entry)["status"], 200);
    assert_eq!(recorded(&console, &id).await, (200, None, None, true), "a model that was asked has been paid for");
    assert!(console.page(&format!("/audit/{id}")).await.expect(200).text.contains("Aborted"));
}

/// An API at `/{name}` that the key of `demo` opens: its chat goes to `backend`.
pub async fn given_api(console: &Console, name: &str, backend: &str, members: Value) {
    let mut api = json!({ "displayName": name, "path": name, "protocols": ["https"], "subscriptionRequired": true });
    api.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    console.given(&format!("/apis/{name}"), api).await;
    let parameter = json!([{ "name": "deployment-id", "type": "string", "required": true }]);
    let template = "/deployments/{deployment-id}/chat/completions";
    let operation = json!({ "displayName": "Chat", "method": "POST", "urlTemplate": template, "templateParameters": parameter });
    console.given(&format!("/apis/{name}/operations/chat"), operation).await;
    let policy = format!("<policies><inbound><base /><set-backend-service backend-id=\"{backend}\" /></inbound></policies>");
    console.given(&format!("/apis/{name}/policies/policy"), json!({ "format": "rawxml", "value": policy })).await;
    console.given(&format!("/products/ai-standard/apis/{name}"), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_goes_where_the_api_takes_it() {
    let console = Console::start().await;
    given_api(&console, "plain", "aoai-pool", json!({})).await;
    let own = json!({ "subscriptionKeyParameterNames": { "header": "x-team-key", "query": "key" } });
    given_api(&console, "owned", "aoai-pool", own).await;
    for path in ["plain", "owned", "openai"] {
        let endpoint = format!("playground/local/{path}/deployments/gpt-4o/chat/completions?subscription=demo");
        console.call(&endpoint, question("hello", false)).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_ends_streams_and_notes_them() {
    let console = Console::start().await;
    let mut response = relay(&console, "subscription=demo", &question("How do processes end?", true)).await;
    let id = response.headers()["x-audit-id"].to_str().unwrap().to_owned();
    assert!(response.chunk().await.unwrap().is_some());
    let rest = async { while let Ok(Some(_)) = response.chunk().await {} };
    let (dir, ()) = tokio::join!(console.stop(), rest);
    let again = Console::open(dir, &[], None).await;
    assert_eq!(again.entry(&id).await["entry"]["outcome"], "aborted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_answer_is_counted_too() {
    let console = Console::start().await;
    let answer = Answer::of(relay(&console, "subscription=demo", &question("hello", false)).await).await.expect(200);
    let id = answer.header("x-audit-id").to_owned();
    let usage = answer.json()["usage"].clone();
    console.settled(&id, "applied").await;
    let (prompt, completion) = (usage["prompt_tokens"].as_i64(), usage["completion_tokens"].as_i64());
    assert_eq!(recorded(&console, &id).await, (200, prompt, completion, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_problems_with_the_field() {
    let console = Console::start().await;
    let cases = [
        ("subscription=nobody", "subscription"),
        ("subscription=master", "subscription"),
        ("subscription=MASTER", "subscription"),
        ("", "subscription"),
        ("subscription=demo&api-version=a%20b", "api_version"),
    ];
    for (query, field) in cases {
        let answer = Answer::of(relay(&console, query, &question("hello", true)).await).await.expect(422);
        assert_eq!(answer.json()["fields"][0]["field"], field, "{query}: {}", answer.text);
    }
    for (body, field) in [(json!([]), "body"), (json!({}), "messages")] {
        let answer = Answer::of(relay(&console, "subscription=demo", &body).await).await.expect(422);
        assert_eq!(answer.json()["fields"][0]["field"], field, "{body}");
    }
    let path = console.request("playground/local/openai/models?subscription=demo", &json!({}));
    assert_eq!(Answer::of(path.send().await.unwrap()).await.expect(404).json()["code"], "not_found");
    let elsewhere = console.request("playground/nowhere/deployments/gpt-4o/chat/completions?subscription=demo", &question("x", true));
    assert_eq!(Answer::of(elsewhere.send().await.unwrap()).await.expect(404).json()["code"], "not_found");
    let form = console.browse(Method::POST, &format!("/api/{RELAY}?subscription=demo")).body("messages=hi");
    let form = Answer::of(form.header("content-type", "text/plain").send().await.unwrap()).await.expect(422);
    assert!(form.text.contains("application/json"), "{}", form.text);
    let large = question(&"x".repeat(5 * 1024 * 1024), true);
    // The server closes this connection without reading the rest: nobody may take it up again.
    let large = console.request(&format!("{RELAY}?subscription=demo"), &large).header("connection", "close");
    assert_eq!(Answer::of(large.send().await.unwrap()).await.status, 413);
    assert!(console.audit(json!({})).await.is_empty(), "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_refuses_is_passed_on_and_audited() {
    let console = Console::start().await;
    let request = console.request("playground/local/openai/deployments/gpt-9/chat/completions?subscription=demo", &question("hello", true));
    let answer = Answer::of(request.send().await.unwrap()).await.expect(404);
    assert_eq!(answer.json()["error"]["code"], "DeploymentNotFound", "the gateway's own words");
    let id = answer.header("x-audit-id").to_owned();
    let entry = console.settled(&id, "refused").await;
    assert_eq!(entry["outcomes"][0]["upstream"]["code"], "DeploymentNotFound");
    assert_eq!(recorded(&console, &id).await, (404, None, None, true));
    // A suspended subscription's key is fetched, and refused by the gateway.
    let answer = Answer::of(relay(&console, "subscription=former-team", &question("hello", true)).await).await.expect(401);
    console.settled(answer.header("x-audit-id"), "refused").await;
    let page = console.post_form("/g/local/playground", &form("gpt-9", "hello")).await.expect(502);
    assert!(page.text.contains("DeploymentNotFound"), "{}", page.text);
}

fn form<'a>(deployment: &'a str, prompt: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("do", "send"), ("deployment", deployment), ("api_path", "openai"), ("subscription", "demo"), ("prompt", prompt)]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_answers_without_a_script_and_goes_on() {
    let console = Console::start().await;
    let mut pairs = form("gpt-4o", "Why do pools have priorities?");
    pairs.push(("system", "Be brief."));
    let page = console.post_form("/g/local/playground", &pairs).await.expect(200);
    let html = scraper::Html::parse_document(&page.text);
    let value = |name: &str| {
        let input = html.select(&crate::detect::selector(&format!("input[name=\"{name}\"]"))).next();
        input.unwrap_or_else(|| panic!("{name} in {}", page.text)).attr("value").unwrap().to_owned()
    };
    assert_eq!((value("message.0.role").as_str(), value("message.0.content").as_str()), ("user", "Why do pools have priorities?"));
    assert_eq!(value("message.1.role"), "assistant");
    let answer = value("message.1.content");
    assert!(answer.len() > 20, "{answer}");
    let entry = console.audit(json!({ "operation": "AIGateway_ChatCompletions" })).await.remove(0);
    assert!(page.text.contains(entry["id"].as_str().unwrap()), "the answer leads to its audit entry");

    pairs.retain(|(name, _)| *name != "prompt");
    let earlier = [("message.0.role", "user"), ("message.0.content", "Why do pools have priorities?"), ("message.1.role", "assistant")];
    pairs.extend(earlier);
    pairs.extend([("message.1.content", answer.as_str()), ("prompt", "And weights?")]);
    let page = console.post_form("/g/local/playground", &pairs).await.expect(200);
    assert!(page.text.contains("message.3.content"), "{}", page.text);
    let wrong = [form("gpt-4o", "kept question"), vec![("temperature", "hot")]].concat();
    let page = console.post_form("/g/local/playground", &wrong).await.expect(422);
    assert!(page.text.contains("kept question") && page.text.contains("value=\"hot\""), "{}", page.text);
}
