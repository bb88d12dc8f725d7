//! Shapes of answers, wrong addresses, authorization, and the read-only resources.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, arm_error, service_path, single};

#[tokio::test]
async fn a_backend_is_printed_as_the_service_prints_it() {
    let local = Local::empty().await;
    local.given("/backends/one", single("https://one.example")).await;
    let answer = local.arm(Method::GET, "/backends/one").header("x-ms-correlation-request-id", "mine").send().await.unwrap();
    let headers = answer.headers().clone();
    assert_eq!(headers["x-ms-correlation-request-id"], "mine");
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
    for name in ["x-ms-request-id", "x-ms-routing-request-id", "x-ms-ratelimit-remaining-subscription-global-reads"] {
        assert!(headers.contains_key(name), "{name}");
    }
    let text = answer.text().await.unwrap();
    let start = format!(
        "{{\r\n  \"id\": \"{}/backends/one\",\r\n  \"type\": \"Microsoft.ApiManagement/service/backends\",\r\n  \"name\": \"one\",\r\n  \"properties\": {{\r\n",
        service_path()
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(text.contains("\"title\": null"), "{text}");
}

#[tokio::test]
async fn addresses_ignore_case_and_wrong_ones_say_what_is_missing() {
    let local = Local::demo().await;
    let upper = local.url("/BACKENDS/Aoai-Pool").replace("/resourceGroups/local/", "/RESOURCEGROUPS/LOCAL/");
    let answer = local.http.get(upper).bearer_auth("x").send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["name"], "aoai-pool");

    let get = async |from: &str, to: &str| {
        let url = local.url("/backends/aoai-pool").replace(from, to);
        arm_error(local.http.get(url).bearer_auth("x").send().await.unwrap()).await
    };
    assert_eq!(get("/subscriptions/00000000-", "/subscriptions/10000000-").await.1, "SubscriptionNotFound");
    assert_eq!(get("/resourceGroups/local/", "/resourceGroups/other/").await.1, "ResourceGroupNotFound");
    let (status, code, message) = get("/service/local-apim/", "/service/x/").await;
    assert_eq!((status, code.as_str()), (404, "ResourceNotFound"));
    assert!(message.starts_with("The Resource 'Microsoft.ApiManagement/service/x' under resource group 'local' was not found."));
    let none = arm_error(local.get("/backends/none").await).await;
    assert_eq!(none, (404, "ResourceNotFound".to_owned(), "Backend not found.".to_owned()));
    assert_eq!(arm_error(local.get("/gateways").await).await.1, "InvalidResourceType");
    let head = local.arm(Method::HEAD, "/backends/none").send().await.unwrap();
    assert_eq!(head.status(), 404);
}

#[tokio::test]
async fn a_call_needs_a_token_and_an_api_version() {
    let local = Local::empty().await;
    let send = async |url: String, authorization: Option<&str>| {
        let request = local.http.get(url);
        let request = authorization.map_or(request.try_clone().unwrap(), |value| request.header("authorization", value));
        arm_error(request.send().await.unwrap()).await
    };
    let url = local.url("/backends");
    let missing = "Authentication failed. The 'Authorization' header is missing.".to_owned();
    assert_eq!(send(url.clone(), None).await, (401, "AuthenticationFailed".to_owned(), missing));
    for value in ["Bearer ", "Basic eDp5"] {
        let invalid = (401, "InvalidAuthenticationToken".to_owned(), "The access token is invalid.".to_owned());
        assert_eq!(send(url.clone(), Some(value)).await, invalid, "{value}");
    }
    let bare = url.split('?').next().unwrap().to_owned();
    let message = "The api-version query parameter (?api-version=) is required for all requests.".to_owned();
    assert_eq!(send(bare.clone(), Some("Bearer x")).await, (400, "MissingApiVersionParameter".to_owned(), message));
    assert_eq!(send(format!("{bare}?api-version=latest"), Some("Bearer x")).await.1, "InvalidApiVersionParameter");
    let preview = local.http.get(format!("{bare}?api-version=2025-09-01-preview")).bearer_auth("x").send().await.unwrap();
    assert_eq!(preview.status(), 200);
}

#[tokio::test]
async fn subscriptions_show_their_keys_only_to_list_secrets() {
    let local = Local::demo().await;
    let list = local.get_json("/subscriptions").await;
    let names: Vec<_> = list["value"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["demo", "former-team"]);
    assert!(!list.to_string().contains("primary-key"));
    assert!(!local.get_json("/subscriptions/demo").await.to_string().contains("secondary"));
    let secrets = local.arm(Method::POST, "/subscriptions/demo/listSecrets").send().await.unwrap();
    assert!(secrets.headers().contains_key("etag"));
    let keys: Value = secrets.json().await.unwrap();
    assert_eq!(keys, json!({ "primaryKey": emulator::DEMO_KEY, "secondaryKey": "demo-secondary-key-00000000000000" }));
    assert!(local.emulator.changes().is_empty(), "reading keys is no change");
}

#[tokio::test]
async fn the_service_can_be_read_but_not_written() {
    let local = Local::demo().await;
    assert_eq!(local.get_json("").await["properties"]["gatewayUrl"], local.emulator.gateway_url());
    let apis = local.get_json("/apis?$filter=path%20eq%20'openai'").await;
    assert_eq!(apis["value"][0]["name"], "azure-openai");
    assert_eq!(local.put("", json!({ "publisherName": "x" })).await.status(), 405);
}

#[tokio::test]
async fn reconnect_is_accepted_for_a_backend_that_exists() {
    let local = Local::demo().await;
    let post = |path: &'static str, body: Option<Value>| {
        let request = local.arm(Method::POST, path);
        body.map_or(request.try_clone().unwrap(), |body| request.json(&body)).send()
    };
    let accepted = post("/backends/aoai-swc-ptu/reconnect", None).await.unwrap();
    assert_eq!(accepted.status(), 202);
    assert!(accepted.text().await.unwrap().is_empty());
    let after = json!({ "properties": { "after": "PT3S" } });
    assert_eq!(post("/backends/aoai-swc-ptu/reconnect", Some(after)).await.unwrap().status(), 202);
    let wrong = json!({ "properties": { "after": "soon" } });
    assert_eq!(post("/backends/aoai-swc-ptu/reconnect", Some(wrong)).await.unwrap().status(), 400);
    assert_eq!(post("/backends/none/reconnect", None).await.unwrap().status(), 404);
}
