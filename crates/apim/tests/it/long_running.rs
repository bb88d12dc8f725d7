//! Changes that go on after their answer.

use crate::{
    listener::{Listener, Seen, reply},
    local::{call, client, limits},
};
use apim::{Api, ApiImport, Error, IfMatch, Limits};
use axum::response::Response;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const STATUS: &str = "/tenant/operationResults/691e1e03c78de81a7c8c430e?api-version=2025-09-01-preview";
const RESULT: &str = "asyncId=691e1e03c78de81a7c8c430e&asyncCode=201";

fn api(state: &str) -> Value {
    json!({ "id": "/x/apis/echo", "name": "echo", "properties": { "displayName": "Echo", "path": "echo", "provisioningState": state } })
}

/// 201 or 202 with both links.
fn accepted(origin: &str, status: u16, body: &Value) -> Option<Response> {
    let (operation, location) = (format!("{origin}{STATUS}"), format!("{origin}/apis/echo?{RESULT}"));
    let headers = [("azure-asyncoperation", operation.as_str()), ("location", &location), ("x-ms-request-id", "r1")];
    Some(reply(status, &headers, body))
}

fn state(state: &str) -> Option<Response> {
    Some(reply(200, &[], &json!({ "status": state })))
}

fn is_status(seen: &Seen) -> bool {
    seen.target == STATUS
}

fn is_result(seen: &Seen) -> bool {
    seen.target.contains(RESULT)
}

async fn put(arm: &Listener, limits: Limits) -> Result<apim::Written<Api>, Error> {
    let import = ApiImport::new("openapi-link", "https://x.test/openapi.json?sig=hunter2");
    let mut wanted = Api::default();
    wanted.set_path(Some("echo"));
    client(arm.url(), limits).put_api(&call(), "echo", &wanted, Some(&import), IfMatch::Any).await
}

#[tokio::test]
async fn an_import_is_followed_to_its_end() {
    let arm = Listener::start(|origin, number, seen| match (seen.method.as_str(), number) {
        ("PUT", _) => accepted(origin, 201, &api("InProgress")),
        (_, 1) => state("InProgress"),
        (_, 2) if is_status(seen) => state("Succeeded"),
        (_, 3) if is_result(seen) => Some(reply(202, &[], &Value::Null)),
        (_, 4) if is_result(seen) => Some(reply(201, &[("etag", "\"AAAB=\"")], &api("Succeeded"))),
        _ => Some(reply(500, &[], &Value::Null)),
    })
    .await;
    let written = put(&arm, limits()).await.unwrap();
    assert_eq!((written.value.display_name(), written.value.provisioning_state()), (Some("Echo"), Some("Succeeded")));
    assert_eq!((written.is_created(), written.etag.unwrap().as_str()), (true, "\"AAAB=\""));
    assert_eq!(written.receipt.request_id.as_deref(), Some("r1"));
    let seen = arm.seen();
    assert_eq!(seen[0].body["properties"]["format"], "openapi-link");
    assert!(seen.iter().all(|seen| seen.headers["authorization"] == "Bearer test-token"));
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn without_a_location_the_resource_is_read() {
    let arm = Listener::start(|origin, number, seen| match (seen.method.as_str(), number) {
        ("PUT", _) => Some(reply(200, &[("Azure-AsyncOperation", &format!("{origin}{STATUS}"))], &api("InProgress"))),
        (_, 1) if is_status(seen) => Some(reply(200, &[], &json!({ "properties": { "status": "Succeeded" } }))),
        _ => Some(reply(200, &[("etag", "\"b\"")], &api("Succeeded"))),
    })
    .await;
    let written = put(&arm, limits()).await.unwrap();
    assert_eq!((written.is_created(), written.etag.unwrap().as_str()), (false, "\"b\""));
    assert!(arm.seen()[2].target.contains("/service/contoso-ai/apis/echo?") || arm.seen()[2].target.contains("/apis/echo?"));
}

#[tokio::test]
async fn an_answer_without_links_is_the_end_unless_it_says_otherwise() {
    let done = Listener::start(|_, _, _| Some(reply(201, &[("etag", "\"a\"")], &api("Succeeded")))).await;
    assert_eq!(put(&done, limits()).await.unwrap().value.name(), "echo");
    assert_eq!(done.seen().len(), 1);

    let going_on = Listener::start(|_, number, _| {
        let state = if number < 2 { "InProgress" } else { "Succeeded" };
        Some(reply(201, &[("etag", "\"a\"")], &api(state)))
    })
    .await;
    assert_eq!(put(&going_on, limits()).await.unwrap().value.provisioning_state(), Some("Succeeded"));
    assert_eq!(going_on.seen().len(), 3);
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let arm = Listener::start(|origin, number, seen| match number {
        0 => accepted(origin, 202, &Value::Null),
        1 => Some(reply(200, &[("retry-after", "1")], &json!({ "status": "InProgress" }))),
        _ if is_status(seen) => state("Succeeded"),
        _ => Some(reply(204, &[], &Value::Null)),
    })
    .await;
    let started = Instant::now();
    let receipt = client(arm.url(), limits()).delete_api(&call(), "echo", true, IfMatch::Any).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1), "{:?}", started.elapsed());
    assert_eq!((receipt.status, receipt.request_id.as_deref()), (200, Some("r1")));
    let deletion = &arm.seen()[0];
    assert!(deletion.target.ends_with("&deleteRevisions=true"), "{}", deletion.target);
    assert_eq!(deletion.headers["if-match"], "*");
}

#[tokio::test]
async fn a_deletion_without_links_ends_when_nothing_is_left() {
    let missing = json!({ "error": { "code": "ResourceNotFound", "message": "Api not found.", "details": null } });
    let arm = Listener::start(move |_, number, seen| match (seen.method.as_str(), number) {
        ("DELETE", _) => Some(reply(202, &[], &Value::Null)),
        (_, 1) => Some(reply(200, &[("etag", "\"a\"")], &api("Deleting"))),
        _ => Some(reply(404, &[], &missing)),
    })
    .await;
    assert_eq!(client(arm.url(), limits()).delete_api(&call(), "echo", false, IfMatch::Any).await.unwrap().status, 200);
    assert_eq!(arm.seen().len(), 3);
}

#[tokio::test]
async fn a_failed_import_gives_azures_reason() {
    let failed = json!({ "status": "Failed", "error": { "code": "ValidationError", "message": "One or more fields contain incorrect values:",
        "details": [{ "code": "ValidationError", "target": "representation", "message": "Parsing error(s): no paths" }] } });
    let arm = Listener::start(move |origin, number, _| match number {
        0 => accepted(origin, 201, &api("InProgress")),
        _ => Some(reply(200, &[], &failed)),
    })
    .await;
    let error = put(&arm, limits()).await.unwrap_err();
    assert!(!error.is_outcome_unknown());
    let Error::Api(api) = error else { panic!("{error:?}") };
    assert_eq!((api.status, api.details[0].target.as_deref(), api.request_id.as_deref()), (400, Some("representation"), Some("r1")));
}

#[tokio::test]
async fn an_end_that_is_not_learned_is_unknown() {
    let endless =
        Listener::start(|origin, number, _| if number == 0 { accepted(origin, 201, &api("InProgress")) } else { state("InProgress") })
            .await;
    let short = Limits { operation_deadline: Duration::from_millis(900), ..limits() };
    let error = put(&endless, short).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    let Error::Accepted { source, .. } = &error else { panic!("{error:?}") };
    assert!(matches!(**source, Error::TimedOut { .. }), "{error:?}");
    assert!(endless.seen().len() > 2);

    let refused = json!({ "error": { "code": "AuthorizationFailed", "message": "no" } });
    let refusing = Listener::start(
        move |origin, number, _| {
            if number == 0 { accepted(origin, 201, &api("InProgress")) } else { Some(reply(403, &[], &refused)) }
        },
    )
    .await;
    let error = put(&refusing, limits()).await.unwrap_err();
    assert!(error.is_outcome_unknown() && error.to_string().contains("AuthorizationFailed"), "{error:?}");
    assert_eq!(error.api().map(|api| api.code.as_str()), Some("AuthorizationFailed"));

    let silent = Listener::start(|_, _, _| None).await;
    let error = put(&silent, Limits { request_timeout: Duration::from_millis(200), ..limits() }).await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }) && error.is_outcome_unknown(), "{error:?}");
    assert_eq!(silent.seen().len(), 1, "a change is not sent twice");
}

#[tokio::test]
async fn a_result_that_is_only_busy_does_not_make_the_change_a_failure() {
    let busy = json!({ "error": { "code": "PessimisticConcurrencyConflict", "message": "Another change is going on." } });
    let arm = Listener::start(move |origin, number, seen| match number {
        0 => accepted(origin, 202, &Value::Null),
        _ if is_status(seen) => state("Succeeded"),
        _ => Some(reply(409, &[], &busy)),
    })
    .await;
    let error = client(arm.url(), limits()).delete_api(&call(), "echo", true, IfMatch::Any).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
}

#[tokio::test]
async fn links_to_another_origin_get_no_token() {
    let elsewhere = Listener::start(|_, _, _| state("Succeeded")).await;
    let link = format!("{}/x", elsewhere.url());
    let arm = Listener::start(move |_, _, _| Some(reply(202, &[("azure-asyncoperation", &link)], &Value::Null))).await;
    let error = client(arm.url(), limits()).delete_api(&call(), "echo", false, IfMatch::Any).await.unwrap_err();
    assert!(error.is_outcome_unknown() && error.to_string().contains("azure-asyncoperation"), "{error:?}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn throttling_of_one_read_holds_back_the_following_of_a_change() {
    let throttled = json!({ "error": { "code": "TooManyRequests", "message": "slow down" } });
    let arm = Listener::start(move |origin, number, seen| match (seen.method.as_str(), number) {
        ("DELETE", _) => accepted(origin, 202, &Value::Null),
        (_, 1) => Some(reply(429, &[("retry-after", "1")], &throttled)),
        _ if is_status(seen) => state("Succeeded"),
        _ if is_result(seen) => Some(reply(204, &[], &Value::Null)),
        _ => Some(reply(200, &[], &json!({ "value": [] }))),
    })
    .await;
    let arm_client = client(arm.url(), limits());
    let started = Instant::now();
    arm_client.delete_api(&call(), "echo", false, IfMatch::Any).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert_eq!(arm.seen().len(), 4);
}

#[tokio::test]
async fn clones_share_what_is_known_of_throttling() {
    let arm = Listener::start(|_, _, seen| match seen.method.as_str() {
        "GET" => Some(reply(429, &[("retry-after", "600")], &Value::Null)),
        _ => Some(reply(204, &[], &Value::Null)),
    })
    .await;
    let one = client(arm.url(), limits());
    let (other, query) = (one.clone(), apim::ListQuery::default());
    assert_eq!(one.list_products(&call(), &query).await.unwrap_err().status(), Some(429));
    let error = other.list_loggers(&call(), &query).await.unwrap_err();
    assert!(matches!(&error, Error::Api(api) if api.retry_after > Some(Duration::from_secs(200))), "{error:?}");
    assert_eq!(arm.seen().len(), 1, "nothing is sent before the time is up");
    assert_eq!(other.delete_logger(&call(), "l", IfMatch::Any).await.unwrap().status, 204);
}
