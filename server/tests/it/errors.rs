//! When Azure does not answer, or answers with an error: pages say so, and work again afterwards.

use crate::harness::{Answer, Console, form};
use serde_json::json;
use std::net::{SocketAddr, TcpListener};

/// Loopback addresses that nobody listens on.
fn closed() -> [SocketAddr; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap())
}

pub fn gateway(name: &str, arm: SocketAddr, gateway: SocketAddr) -> String {
    format!(
        "[[gateway]]\nname = \"{name}\"\nsubscription_id = \"{}\"\nresource_group = \"{}\"\nservice = \"{}\"\n\
         arm_url = \"http://{arm}\"\ngateway_url = \"http://{gateway}\"\ncredential = \"emulator\"\n",
        emulator::SUBSCRIPTION_ID,
        emulator::RESOURCE_GROUP,
        emulator::SERVICE
    )
}

const PAGES: [&str; 5] = ["", "/backends", "/backends/aoai-pool", "/backends/aoai-pool/edit", "/playground"];

#[tokio::test(flavor = "multi_thread")]
async fn an_azure_that_does_not_answer_is_named_and_comes_back() {
    let [arm, proxy] = closed();
    let console = Console::configured(&gateway("away", arm, proxy)).await;
    assert_eq!(console.page("/audit").await.status, 200, "what needs no Azure works");
    for path in PAGES {
        let page = console.page(&format!("/g/away{path}")).await.expect(503);
        assert!(page.text.contains("unavailable"), "{path}: {}", page.text);
        assert!(page.text.contains(&arm.to_string()), "{path} names no address");
        assert!(page.text.contains(page.header("x-request-id")), "{path} names no request id");
    }
    let problem = console.call("backends/list", json!({ "gateway": "away", "query": {} })).await.expect(503).json();
    assert_eq!((&problem["code"], problem["address"].as_str().unwrap()), (&json!("unavailable"), format!("http://{arm}").as_str()));
    let save = json!({ "save": { "gateway": "away", "draft": crate::harness::draft("x", "https://x.example"), "etag": null } });
    assert_eq!(console.call("backends/save", save).await.expect(503).json()["code"], "unavailable");

    let config = emulator::Config { arm_listen: arm, gateway_listen: proxy, ..emulator::Config::default() };
    let azure = emulator::Emulator::start(config).await.unwrap();
    for path in PAGES {
        console.page(&format!("/g/away{path}")).await.expect(200);
    }
    azure.stop().await;
    console.page("/g/away/backends?refresh=1").await.expect(503);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_answer_refuses_a_chat_and_says_so() {
    let [arm, proxy] = closed();
    let config = emulator::Config { arm_listen: arm, gateway_listen: "127.0.0.1:0".parse().unwrap(), ..emulator::Config::default() };
    let azure = emulator::Emulator::start(config).await.unwrap();
    let console = Console::configured(&gateway("mute", arm, proxy)).await;
    let chat = [("deployment", "gpt-4o"), ("api_path", "openai"), ("subscription", "demo"), ("prompt", "are you there?")];
    let page = console.post_form("/g/mute/playground", &chat).await.expect(503);
    assert!(page.text.contains(&proxy.to_string()) && page.text.contains("are you there?"), "{}", page.text);
    let entry = console.audit(json!({ "operation": "AIGateway_ChatCompletions" })).await.remove(0);
    assert_eq!(entry["outcome"], "refused", "{entry}");
    azure.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn azures_error_is_shown_in_azures_words() {
    let console = Console::start().await;
    let answer = json!({ "status": 500, "code": "InternalServerError", "message": "The moon is in the way." });
    console.switch(json!([{ "method": "GET", "path_contains": "/backends", "do": { "answer": answer } }])).await;
    for path in &PAGES[..4] {
        let page = console.page(&format!("/g/local{path}")).await.expect(502);
        for part in ["500", "InternalServerError", "The moon is in the way.", page.header("x-request-id")] {
            assert!(page.text.contains(part), "{path} lacks {part}: {}", page.text);
        }
    }
    let problem = console.call("backends/list", json!({ "gateway": "local", "query": {} })).await.expect(502).json();
    assert_eq!((&problem["code"], &problem["upstream"]["code"]), (&json!("upstream"), &json!("InternalServerError")));
    console.switch(json!([])).await;
    for path in PAGES {
        console.page(&format!("/g/local{path}")).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passing_error_is_not_shown_at_all() {
    let console = Console::start().await;
    let answer = json!({ "status": 503, "code": "ServiceUnavailable", "message": "Later." });
    console.switch(json!([{ "method": "GET", "path_contains": "/backends", "times": 2, "do": { "answer": answer } }])).await;
    console.page("/g/local/backends").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let console = Console::start().await;
    for path in ["/nothing", "/g/nowhere", "/g/nowhere/backends", "/g/local/backends/nothing", "/g/local/nothing", "/audit/nothing"] {
        let page = console.page(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text.contains("</html>"), "{path}");
    }
    let ready = Answer::of(console.http.get(console.url("/readyz")).send().await.unwrap()).await.expect(200);
    assert_eq!(ready.json()["status"], "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_are_missing_or_no_json_are_named_and_refused() {
    let console = Console::start().await;
    for endpoint in crate::routes::ENDPOINTS.iter().filter(|endpoint| endpoint.body != "{}") {
        let problem = console.call(endpoint.path, json!({})).await.expect(422).json();
        assert_eq!(problem["code"], "invalid", "{}", endpoint.path);
        assert!(problem["message"].as_str().unwrap().ends_with("is missing."), "{}: {problem}", endpoint.path);
        let broken = console.request(endpoint.path, &json!({})).body("{\"gateway\":");
        Answer::of(broken.send().await.unwrap()).await.expect(422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_deletion_keeps_the_reason() {
    let console = Console::start().await;
    for path in ["/backends/mistral-large/delete", "/loggers/usage-eventhub/delete", "/products/ai-standard/delete"] {
        let pairs = [("etag", "\"old\""), ("reason", "Ticket <9>"), ("with_subscriptions", "on")];
        let page = console.post_form(&format!("/g/local{path}"), &pairs).await.expect(409);
        assert!(page.text.contains("value=\"Ticket &lt;9&gt;\"") || page.text.contains("value=\"Ticket <9>\""), "{path}: {}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_no_address_could_have_are_not_there() {
    let console = Console::start().await;
    for (path, kind) in [
        ("apis", "api"),
        ("mcp-servers", "mcp_server"),
        ("loggers", "logger"),
        ("named-values", "named_value"),
        ("products", "product"),
        ("subscriptions", "subscription"),
        ("diagnostics", "diagnostic"),
    ] {
        for name in ["", "..", "a/b"] {
            let saved = console.call(&format!("{path}/save"), form(kind, "", name, "", json!({}), Some("\"old\""))).await;
            assert!(matches!(saved.status, 404 | 422), "{path} {name:?}: {} {}", saved.status, saved.text);
            let read = console.call(&format!("{path}/get"), json!({ "gateway": "local", "name": name })).await;
            assert_eq!(read.status, 404, "{path} {name:?}: {}", read.text);
        }
    }
    for api in ["a/b", "nothing"] {
        let problem = console.call("diagnostics/llm-logging", json!({ "gateway": "local", "api": api })).await.expect(404).json();
        assert_eq!(problem["code"], "not_found", "{problem}");
    }
    let twice = "playground/local/openai/deployments/gpt-4o/chat/completions?subscription=a&subscription=b";
    let problem = console.call(twice, json!({ "messages": [] })).await.expect(422).json();
    assert_eq!(problem["code"], "invalid");
}
