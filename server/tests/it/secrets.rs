//! Credentials that Azure holds, or that someone types, are found in no page, no answer and no database.

use crate::{
    detect::{CANARY, leaks},
    harness::{Answer, Console},
    routes::{ENDPOINTS, PAGES},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;

/// Typed, not stored: it must not come back in a refused form either.
const TYPED: &str = "typed-\"s&cret<ü>/+51c0de-end";

/// A backend with the canary in every place that holds a secret.
async fn seed(console: &Console) {
    let backend = json!({
        "type": "Single", "url": "https://x.example/openai", "protocol": "http", "title": "With secrets",
        "credentials": {
            "header": { "api-key": [CANARY] }, "query": { "code": [CANARY, CANARY] },
            "authorization": { "scheme": "Bearer", "parameter": CANARY },
        },
        "proxy": { "url": "http://proxy.example", "username": "me", "password": CANARY },
    });
    console.given("/backends/secretive", backend).await;
}

fn assert_none(place: &str, bytes: &[u8]) {
    for secret in [CANARY, TYPED, emulator::DEMO_KEY] {
        let found = leaks(secret, bytes);
        assert!(found.is_empty(), "{place} tells {found:?}");
    }
}

fn assert_none_in(answer: &Answer, place: &str) {
    assert_none(place, answer.text.as_bytes());
    let headers = format!("{:?}", answer.headers);
    assert_none(&format!("the headers of {place}"), headers.as_bytes());
}

/// The databases and whatever lies beside them, but the emulator's own memory.
fn assert_none_stored(dir: &Path) {
    let files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    let own = files.iter().filter(|file| file.file_name().is_some_and(|name| name != "emulator.json"));
    let mut databases = 0;
    for file in own {
        assert_none(&file.display().to_string(), &std::fs::read(file).unwrap());
        databases += usize::from(file.extension().is_some_and(|extension| extension == "db"));
    }
    assert_eq!(databases, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_leaves_the_server() {
    let console = Console::start().await;
    seed(&console).await;
    let raw = Answer::of(console.arm(Method::GET, "/backends/secretive").send().await.unwrap()).await;
    assert!(!leaks(CANARY, raw.text.as_bytes()).is_empty(), "the emulator tells it: {}", raw.text);
    use_it(&console).await;

    let pages = PAGES.iter().map(|(_, path)| (*path).to_owned());
    let own = ["", "/edit", "/delete"].map(|path| format!("/g/local/backends/secretive{path}"));
    let audit = console.audit(json!({})).await;
    assert!(audit.len() >= 5, "{audit:?}");
    let entries = audit.iter().map(|entry| format!("/audit/{}", entry["id"].as_str().unwrap()));
    for path in pages.chain(own).chain(["/g/local/backends/new?from=secretive".to_owned()]).chain(entries) {
        assert_none_in(&console.page(&path).await, &path);
    }
    for endpoint in ENDPOINTS {
        let answer = console.call(endpoint.path, serde_json::from_str(endpoint.body).unwrap()).await;
        assert_none_in(&answer, endpoint.path);
    }
    let named = json!({ "gateway": "local", "name": "secretive" });
    assert_none_in(&console.call("backends/get", named).await, "backends/get");
    for entry in &audit {
        assert_none_in(&console.call("audit/get", json!({ "id": entry["id"] })).await, "audit/get");
    }
    assert_none_stored(console.data());
    let dir = console.stop().await; // the write-ahead logs are folded in
    assert_none_stored(dir.path());
}

/// Saves, changes, refuses, deletes and chats, with secrets on the way.
async fn use_it(console: &Console) {
    let etag = console.etag("secretive").await;
    let fields = |etag: &str, description: &str| -> Vec<(String, String)> {
        let mut pairs = vec![("description".to_owned(), description.to_owned()), ("etag".to_owned(), etag.to_owned())];
        let fixed = [
            ("kind", "single"),
            ("name", "secretive"),
            ("title", "With secrets"),
            ("url", "https://x.example/openai"),
            ("protocol", "http"),
            ("header.0.name", "api-key"),
            ("header.0.stored", "on"),
            ("header.0.value", TYPED),
            ("header.1.name", "x-more"),
            ("header.1.value", TYPED),
            ("query.0.name", "code"),
            ("query.0.stored", "on"),
            ("authorization.stored", "on"),
            ("authorization.scheme", "Bearer"),
            ("authorization.value", TYPED),
            ("proxy.url", "http://proxy.example"),
            ("proxy.username", "me"),
            ("proxy.stored", "on"),
            ("proxy.value", TYPED),
            ("validate_chain", "on"),
            ("validate_name", "on"),
        ];
        pairs.extend(fixed.map(|(name, value)| (name.to_owned(), value.to_owned())));
        pairs
    };
    let post = async |pairs: Vec<(String, String)>, extra: &[(&str, &str)]| {
        let mut all: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
        all.extend(extra);
        let answer = console.post_form("/g/local/backends/secretive/edit", &all).await;
        assert_none_in(&answer, "the form that came back");
        answer
    };
    post(fields(&etag, "refused"), &[("url", "nonsense")]).await.expect(422);
    post(fields(&etag, "a row more"), &[("do", "add-header")]).await.expect(200);
    post(fields("\"old\"", "stale"), &[]).await.expect(409);
    let rule = json!([{ "method": "PUT", "times": 1, "do": { "answer": { "status": 400, "code": "ValidationError", "message": "No." } } }]);
    console.switch(rule).await;
    post(fields(&etag, "refused by Azure"), &[]).await.expect(502);
    post(fields(&etag, "saved"), &[]).await.expect(303);
    let stored = console.stored("/backends/secretive").await;
    assert_eq!(stored["properties"]["credentials"]["header"]["x-more"][0], TYPED, "the new secret arrived");
    assert_eq!(stored["properties"]["credentials"]["query"]["code"][1], CANARY, "the kept one stayed");

    let test = json!({ "gateway": "local", "name": "secretive" });
    assert_none_in(&console.call("backends/test", test).await, "backends/test");
    let chat = [("deployment", "gpt-4o"), ("api_path", "openai"), ("subscription", "demo"), ("prompt", "hello")];
    assert_none_in(&console.post_form("/g/local/playground", &chat).await.expect(200), "the playground");
    let body = json!({ "messages": [{ "role": "user", "content": "hello" }], "stream": true });
    let relayed = console.call("playground/local/openai/deployments/gpt-4o/chat/completions?subscription=demo", body).await;
    assert_none_in(&relayed.expect(200), "the relay");
    // A client can't have its own key, or another header, passed on or told.
    let mut with_key = console.request("playground/local/openai/deployments/nope/chat/completions?subscription=demo", &chat_body());
    with_key = with_key.header("api-key", "mine");
    assert_none_in(&Answer::of(with_key.send().await.unwrap()).await, "the relay's refusal");

    console.given("/backends/secretive-2", stored["properties"].clone()).await;
    let delete = json!({ "gateway": "local", "name": "secretive-2", "etag": console.etag("secretive-2").await });
    console.ask("backends/delete", delete).await;
}

fn chat_body() -> Value {
    json!({ "messages": [{ "role": "user", "content": "hello" }] })
}
