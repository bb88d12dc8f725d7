//! Nothing is half there: each operation of the mission has an emulator behind it, a page or an
//! endpoint in front of it, and leaves audit rows when it changes, reveals or invokes.

use crate::{
    harness::{Answer, Console, draft, form, save, single},
    routes::{DOWNLOADS, ENDPOINTS, PAGES, POSTS},
};
use domain::Operation;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Where the emulator answers an operation: on its Resource Manager, or (with a path of an API) on
/// its gateway.
const EMULATED: &[(&str, &str, &str)] = &[
    ("Backend_ListByService", "GET", "/backends"),
    ("Backend_Get", "GET", "/backends/aoai-pool"),
    ("Backend_CreateOrUpdate", "PUT", "/backends/aoai-pool"),
    ("Backend_Update", "PATCH", "/backends/aoai-pool"),
    ("Backend_Delete", "DELETE", "/backends/aoai-pool"),
    ("Backend_Reconnect", "POST", "/backends/aoai-pool/reconnect"),
    ("Api_ListByService", "GET", "/apis"),
    ("Api_Get", "GET", "/apis/azure-openai"),
    ("Api_CreateOrUpdate", "PUT", "/apis/azure-openai"),
    ("Api_Delete", "DELETE", "/apis/azure-openai"),
    ("ApiPolicy_ListByApi", "GET", "/apis/azure-openai/policies"),
    ("ApiPolicy_Get", "GET", "/apis/azure-openai/policies/policy"),
    ("ApiPolicy_CreateOrUpdate", "PUT", "/apis/azure-openai/policies/policy"),
    ("ApiPolicy_Delete", "DELETE", "/apis/azure-openai/policies/policy"),
    ("ApiDiagnostic_ListByService", "GET", "/apis/azure-openai/diagnostics"),
    ("ApiDiagnostic_Get", "GET", "/apis/azure-openai/diagnostics/azuremonitor"),
    ("ApiDiagnostic_CreateOrUpdate", "PUT", "/apis/azure-openai/diagnostics/azuremonitor"),
    ("ApiDiagnostic_Delete", "DELETE", "/apis/azure-openai/diagnostics/azuremonitor"),
    ("Logger_ListByService", "GET", "/loggers"),
    ("Logger_Get", "GET", "/loggers/azuremonitor"),
    ("Logger_CreateOrUpdate", "PUT", "/loggers/azuremonitor"),
    ("Logger_Delete", "DELETE", "/loggers/azuremonitor"),
    ("Product_ListByService", "GET", "/products"),
    ("Product_CreateOrUpdate", "PUT", "/products/ai-standard"),
    ("Subscription_List", "GET", "/subscriptions"),
    ("Subscription_CreateOrUpdate", "PUT", "/subscriptions/demo"),
    ("Subscription_ListSecrets", "POST", "/subscriptions/demo/listSecrets"),
    ("AIGateway_ChatCompletions", "GATEWAY", "/openai/deployments/gpt-4o/chat/completions"),
];

/// What reaches an operation beside the server functions: a form's path.
const REACHED: &[(&str, &str)] = &[
    ("Backend_CreateOrUpdate", "/g/local/backends/new"),
    ("ApiOperation_CreateOrUpdate", "/g/local/new-llm-api"),
    ("AIGateway_ChatCompletions", "/g/local/playground"),
];

/// In the vocabulary, outside the mission, and offered by no page: usage has none yet, the others
/// happen at sign-in and on the host.
const NOT_OFFERED: &[Operation] = &[
    Operation::UsageList,
    Operation::SessionSignIn,
    Operation::SessionSignOut,
    Operation::SessionRefuse,
    Operation::SessionRoleChange,
    Operation::AccessRecover,
    Operation::AzureConnect,
];

/// Nobody signs in in local mode, so these can't be done there: the sign-in tests do them.
const WITH_SIGN_IN: &[Operation] = &[
    Operation::SessionRevokeOther,
    Operation::TokenCreate,
    Operation::TokenRevoke,
    Operation::TokenRevokeOther,
    Operation::AzureDisconnect,
];

fn is_offered(operation: Operation) -> bool {
    operation.is_implemented() && !NOT_OFFERED.contains(&operation)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_of_the_mission_is_emulated() {
    let console = Console::start().await;
    for operation in Operation::MISSION.iter().filter(|operation| operation.is_implemented()) {
        let row = EMULATED.iter().find(|row| row.0 == operation.id());
        let (id, method, path) = row.unwrap_or_else(|| panic!("{} has no row in EMULATED", operation.id()));
        let answer = match *method {
            // No key: the gateway's own refusal shows that API and operation were found.
            "GATEWAY" => {
                let address = format!("{}{path}", console.running.emulator_gateway_url.as_ref().unwrap());
                Answer::of(console.http.post(address).send().await.unwrap()).await.expect(401)
            }
            // An empty body and an ETag that never was: refused where it would change something.
            method => {
                let request = console.arm(method.parse().unwrap(), path).header("if-match", "\"never\"");
                Answer::of(request.json(&json!({})).send().await.unwrap()).await
            }
        };
        assert!(!matches!(answer.status, 404 | 405 | 501), "{id}: {} {}", answer.status, answer.text);
    }
    let missing = Answer::of(console.arm(Method::PUT, "/nothing/x").send().await.unwrap()).await;
    assert_eq!(missing.status, 404, "the probe can tell what is not there");
}

#[test]
fn each_operation_is_reached() {
    for operation in Operation::ALL.iter().filter(|operation| is_offered(**operation)) {
        let is_reached = ENDPOINTS.iter().any(|endpoint| endpoint.operation == operation.id())
            || REACHED.iter().any(|(id, path)| *id == operation.id() && POSTS.contains(path));
        assert!(is_reached, "nothing reaches {}", operation.id());
    }
    for endpoint in ENDPOINTS {
        assert!(Operation::from_id(endpoint.operation).is_some_and(is_offered), "{}", endpoint.path);
    }
}

/// Whether the router's pattern has this address.
fn is_of(pattern: &str, address: &str) -> bool {
    let (mut pattern, mut address) = (pattern.split('/'), address.split('?').next().unwrap_or_default().split('/'));
    loop {
        match (pattern.next(), address.next()) {
            (None, None) => return true,
            (Some(word), Some(_)) if word.starts_with("{*") => return true,
            (Some(word), Some(part)) if word.starts_with('{') || word == part => {}
            _ => return false,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_of_routes_are_complete() {
    let console = Console::start().await; // registers the server functions and the routes
    let found: BTreeSet<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let known: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| format!("/api/{}", endpoint.path)).collect();
    assert_eq!(found, known, "server functions and their table");
    let found: BTreeSet<_> = leptos_axum::generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    let known: BTreeSet<_> = PAGES.iter().map(|(route, _)| (*route).to_owned()).collect();
    assert_eq!(found, known, "pages and their table");
    let (posts, downloads) = server::posts_and_downloads();
    for (patterns, addresses) in [(posts, POSTS), (downloads, DOWNLOADS)] {
        // Where several patterns have an address, the router takes the one with the fewest variables.
        let variables = |pattern: &&&str| pattern.matches('{').count();
        let of = |address: &str| patterns.iter().filter(|pattern| is_of(pattern, address)).min_by_key(variables).copied();
        let found: BTreeSet<_> =
            addresses.iter().map(|address| of(address).unwrap_or_else(|| panic!("nothing serves {address}"))).collect();
        assert_eq!(found, patterns.iter().copied().collect(), "what takes a post or is a file, and the tables");
    }
    console.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn endpoints_answer_the_console_and_nobody_else() {
    let console = Console::start().await;
    for endpoint in ENDPOINTS {
        let body: Value = serde_json::from_str(endpoint.body).unwrap();
        let answer = console.call(endpoint.path, body.clone()).await;
        assert_eq!(answer.status, endpoint.status, "{}: {}", endpoint.path, answer.text);
        assert!(answer.header("content-type").starts_with("application/json"), "{}", endpoint.path);
        let foreign = console.request(endpoint.path, &body);
        refused_from_outside(&console, endpoint.path, foreign).await;
    }
    for path in POSTS {
        let request = console.browse(Method::POST, path).form(&[("do", "save")]);
        refused_from_outside(&console, path, request).await;
    }
}

/// Each change, reveal and deletion of the resources beside backends, once.
async fn live_through_everything(console: &Console) {
    let etag = |saved: &Value| saved["etag"].as_str().unwrap_or_default().to_owned();
    let llm = json!({ "kind": "azure_open_ai", "name": "covered", "display_name": "Covered", "path": "covered", "backend": "aoai-pool",
        "product": "ai-premium", "key_header": "api-key" });
    let report = console.ask("apis/create-llm", json!({ "gateway": "local", "draft": llm })).await;
    assert!(report["steps"].as_array().unwrap().iter().all(|step| step["outcome"] == "done"), "{report}");
    console.ask("products/remove-api", json!({ "gateway": "local", "product": "ai-premium", "api": "covered" })).await;
    console.ask("diagnostics/llm-logging", json!({ "gateway": "local", "api": "covered" })).await;
    let policy = console.ask("policies/get", json!({ "gateway": "local", "api": "covered" })).await;
    console.ask("policies/delete", json!({ "gateway": "local", "api": "covered", "etag": policy["etag"] })).await;
    let diagnostic = json!({ "gateway": "local", "parent": "covered", "name": "azuremonitor" });
    let found = console.ask("diagnostics/get", diagnostic.clone()).await;
    let mut gone = diagnostic;
    gone["etag"] = found["etag"].clone();
    console.ask("diagnostics/delete", gone).await;
    let service = console.ask("diagnostics/get", json!({ "gateway": "local", "name": "azuremonitor" })).await;
    let sampled = json!({ "sampling.percentage": "50" });
    console.ask("diagnostics/save", form("diagnostic", "", "azuremonitor", "", sampled, service["etag"].as_str())).await;

    let tool = json!({ "name": "chat", "title": "", "description": "Asks a model.", "api": "covered", "operation": "chat-completions" });
    console.ask("mcp-servers/add-tool", json!({ "gateway": "local", "server": "orders-mcp", "tool": tool })).await;
    console.ask("mcp-servers/remove-tool", json!({ "gateway": "local", "server": "orders-mcp", "tool": "chat" })).await;
    let api = console.ask("apis/get", json!({ "gateway": "local", "name": "covered" })).await;
    console.ask("apis/delete", json!({ "gateway": "local", "name": "covered", "etag": api["etag"] })).await;

    let hub =
        json!({ "credentials.name": "hub", "credentials.connectionString": "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=k" });
    let saved = console.ask("loggers/save", form("logger", "", "covered", "hubs", hub, None)).await;
    console.ask("loggers/delete", json!({ "gateway": "local", "name": "covered", "etag": etag(&saved) })).await;
    let plain = json!({ "displayName": "covered", "value": "one" });
    let saved = console.ask("named-values/save", form("named_value", "", "covered", "plain", plain, None)).await;
    let other = json!({ "value": "two" });
    let saved = console.ask("named-values/save", form("named_value", "", "covered", "plain", other, Some(&etag(&saved)))).await;
    console.ask("named-values/delete", json!({ "gateway": "local", "name": "covered", "etag": etag(&saved) })).await;
    let saved = console.ask("products/save", form("product", "", "covered", "", json!({ "displayName": "Covered" }), None)).await;
    console.ask("products/delete", json!({ "gateway": "local", "name": "covered", "etag": etag(&saved) })).await;
    let opens = json!({ "displayName": "Covered", "scope": "/products/ai-standard", "state": "active" });
    let saved = console.ask("subscriptions/save", form("subscription", "", "covered", "", opens, None)).await;
    let suspended = json!({ "state": "suspended" });
    console.ask("subscriptions/save", form("subscription", "", "covered", "", suspended, Some(&etag(&saved)))).await;
    for which in ["primary", "secondary"] {
        console.ask("subscriptions/regenerate", json!({ "gateway": "local", "name": "covered", "which": which })).await;
    }
    console.ask("subscriptions/reveal", json!({ "gateway": "local", "name": "covered", "which": "primary" })).await;
    let found = console.ask("subscriptions/get", json!({ "gateway": "local", "name": "covered" })).await;
    console.ask("subscriptions/delete", json!({ "gateway": "local", "name": "covered", "etag": found["etag"] })).await;
}

/// Holds three ways for a foreign page to send a request against it.
async fn refused_from_outside(console: &Console, path: &str, request: reqwest::RequestBuilder) {
    let base = request.build().unwrap();
    let send = async |headers: &[(&'static str, &str)]| {
        let mut request = base.try_clone().unwrap();
        for name in ["origin", "sec-fetch-site"] {
            request.headers_mut().remove(name);
        }
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        Answer::of(console.http.execute(request).await.unwrap()).await
    };
    let cross_site = send(&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]).await;
    assert_eq!(cross_site.status, 403, "{path} from another site");
    let old_browser = send(&[("origin", "https://evil.example")]).await;
    assert_eq!(old_browser.status, 403, "{path} from another site, in a browser without Sec-Fetch-Site");
    let rebound = send(&[("host", "evil.example"), ("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")]).await;
    assert_eq!(rebound.status, 421, "{path} under another host name");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_reveals_or_invokes_leaves_an_intent_and_an_outcome() {
    let console = Console::start().await;
    let member = json!({ "id": "aoai-swc-ptu", "weight": "1", "priority": "1" });
    let target = format!("{}/demo-models/x", console.running.emulator_gateway_url.as_ref().unwrap());
    let created = console.ask("backends/save", save(draft("covered", &target), None)).await;
    let named = json!({ "gateway": "local", "name": "covered" });
    console.ask("backends/test", named.clone()).await;
    console.ask("backends/reconnect", json!({ "gateway": "local", "name": "covered", "after": "" })).await;
    let etag = created["etag"].as_str().unwrap();
    console.ask("backends/delete", json!({ "gateway": "local", "name": "covered", "etag": etag })).await;
    let member_id = console.stored("/backends/aoai-pool").await["properties"]["pool"]["services"][0]["id"].clone();
    let weights = json!([{ "id": member_id, "weight": "1", "priority": member["priority"] }]);
    let pool = json!({ "gateway": "local", "name": "aoai-pool", "etag": console.etag("aoai-pool").await, "weights": weights });
    console.ask("backends/weights", pool).await;
    let chat = [("deployment", "gpt-4o"), ("api_path", "openai"), ("subscription", "demo"), ("prompt", "hello")];
    console.post_form("/g/local/playground", &chat).await.expect(200);

    live_through_everything(&console).await;
    console.page("/me").await.expect(200);
    let me = console.ask("me/get", json!({})).await;
    console.ask("me/revoke-session", json!({ "session": me["sessions"][0]["id"] })).await;

    let is_done = |operation: Operation| is_offered(operation) && operation.effect().is_audited() && !WITH_SIGN_IN.contains(&operation);
    for operation in Operation::ALL.iter().filter(|op| is_done(**op)) {
        let entries = console.audit(json!({ "operation": operation.id() })).await;
        assert!(!entries.is_empty(), "{}", operation.id());
        let detail = console.entry(entries[0]["id"].as_str().unwrap()).await;
        assert_eq!(detail["entry"]["operation"], operation.id());
        assert_eq!(detail["entry"]["outcome"], "applied", "{}", operation.id());
        assert_eq!(detail["entry"]["actor_id"], "local");
        assert!(!detail["request_id"].as_str().unwrap().is_empty());
        assert_eq!(detail["outcomes"].as_array().unwrap().len(), 1, "{}", operation.id());
    }
    // Reads leave none.
    let count = console.audit(json!({})).await.len();
    console.given("/backends/another", single("https://x.example")).await;
    for (_, page) in PAGES {
        console.page(page).await;
    }
    assert_eq!(console.audit(json!({})).await.len(), count);
}
