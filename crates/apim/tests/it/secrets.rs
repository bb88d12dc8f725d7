//! Secrets are sent and stay out of everything that is printed or kept.

use crate::{
    listener::{Listener, reply},
    local::{call, client, limits},
};
use apim::{ApiImport, Change, IfMatch, ListQuery, Logger, LoggerCredentials, NamedValue, NamedValueEdit, Subscription, SubscriptionKey};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const SECRET: &str = "hunter2";

#[tokio::test]
async fn keys_are_only_in_the_answer_that_is_asked_for_them() {
    let with_keys = json!({ "id": "/x/subscriptions/team", "properties": {
        "scope": "/apis", "displayName": null, "primaryKey": SECRET, "secondaryKey": SECRET } });
    let arm = Listener::start(move |_, _, seen| {
        let body = match (seen.method.as_str(), seen.target.contains("/listSecrets"), seen.target.contains("/team")) {
            (_, true, _) => json!({ "primaryKey": SECRET, "secondaryKey": "hunter3" }),
            ("GET", false, false) => json!({ "value": [with_keys] }),
            ("POST", ..) => return Some(reply(204, &[], &Value::Null)),
            _ => with_keys.clone(),
        };
        Some(reply(200, &[("etag", "\"a\"")], &body))
    })
    .await;
    let arm_client = client(arm.url(), limits());
    let mut wanted = Subscription::default();
    wanted.set_primary_key(Some(SECRET));
    let written = arm_client.put_subscription(&call(), "team", &wanted, false, IfMatch::None).await.unwrap().value;
    assert_eq!(arm.seen()[0].body["properties"]["primaryKey"], SECRET);
    let patched = arm_client.set_subscription_state(&call(), "team", "suspended", None, IfMatch::Any).await.unwrap().value;
    let read = arm_client.get_subscription(&call(), "team").await.unwrap().value;
    let listed = arm_client.list_subscriptions(&call()).await.unwrap().remove(0);
    for value in [written, patched, read, listed] {
        assert_eq!(value.raw()["properties"], json!({ "scope": "/apis", "displayName": null }));
    }
    assert!(!format!("{wanted:?}").contains(SECRET));

    arm_client.regenerate_key(&call(), "team", SubscriptionKey::Secondary).await.unwrap();
    let last = arm.seen().pop().unwrap();
    assert!(last.target.contains("/subscriptions/team/regenerateSecondaryKey?"), "{}", last.target);
    assert_eq!(last.headers["content-length"], "0");
    let keys = arm_client.list_secrets(&call(), "team").await.unwrap();
    assert_eq!((keys.primary.expose_secret(), keys.secondary.expose_secret()), (SECRET, "hunter3"));
    assert!(!format!("{keys:?}").contains("hunter"));
}

#[tokio::test]
async fn a_secret_named_value_is_not_kept() {
    let stored = json!({ "id": "/x/namedValues/key", "properties": { "displayName": "key", "secret": true, "value": SECRET } });
    let arm = Listener::start(move |_, _, _| Some(reply(200, &[("etag", "\"a\"")], &stored))).await;
    let edit = NamedValueEdit { value: Change::Set(SECRET.into()), is_secret: Change::Set(true), ..NamedValueEdit::default() };
    assert!(!format!("{edit:?}").contains(SECRET));
    let patch = edit.patch(&NamedValue::default());
    let written = client(arm.url(), limits()).patch_named_value(&call(), "key", &patch, IfMatch::Any).await.unwrap();
    assert_eq!(arm.seen()[0].body["properties"]["value"], SECRET);
    assert_eq!(written.value.raw()["properties"], json!({ "displayName": "key", "secret": true }));
}

#[tokio::test]
async fn errors_say_nothing_of_what_was_sent() {
    let arm = Listener::start(|_, _, seen| {
        let status = if seen.method == "PUT" { 400 } else { 500 };
        Some(reply(status, &[], &json!({ "error": { "code": "ValidationError", "message": "no" } })))
    })
    .await;
    let arm_client = client(arm.url(), apim::Limits { read_attempts: 1, ..limits() });
    let mut logger = Logger::default();
    logger.set_credentials(Some(&LoggerCredentials::InstrumentationKey(SECRET.into())));
    let mut named = NamedValue::default();
    named.set_value(Some(SECRET));
    let import = ApiImport::new("openapi-link", format!("https://x.test/?sig={SECRET}"));
    let errors = [
        arm_client.put_logger(&call(), "l", &logger, IfMatch::None).await.unwrap_err(),
        arm_client.put_named_value(&call(), "n", &named, IfMatch::None).await.unwrap_err(),
        arm_client.put_api(&call(), "a", &apim::Api::default(), Some(&import), IfMatch::None).await.unwrap_err(),
        arm_client.list_secrets(&call(), "s").await.unwrap_err(),
    ];
    assert!(arm.seen().iter().filter(|seen| seen.method == "PUT").all(|seen| seen.body.to_string().contains(SECRET)));
    for error in errors {
        assert!(!format!("{error} {error:?}").contains(SECRET) && !format!("{error:?}").contains("test-token"));
    }
    assert!(!format!("{import:?} {logger:?}").contains(SECRET));
}

#[tokio::test]
async fn a_link_has_no_body_and_a_list_its_query() {
    let arm = Listener::start(|_, _, seen| match seen.method.as_str() {
        "PUT" => Some(reply(201, &[], &json!({ "name": "echo", "properties": { "path": "echo" } }))),
        "DELETE" => Some(reply(204, &[], &Value::Null)),
        _ => Some(reply(200, &[], &json!({ "value": [{ "id": "/1" }, { "id": "/2" }, { "id": "/3" }], "nextLink": "?more" }))),
    })
    .await;
    let arm_client = client(arm.url(), limits());
    assert!(arm_client.add_product_api(&call(), "starter", "echo").await.unwrap().is_created());
    assert_eq!(arm_client.remove_product_api(&call(), "starter", "echo").await.unwrap().status, 204);
    let put = &arm.seen()[0];
    assert!(put.target.contains("/products/starter/apis/echo?"), "{}", put.target);
    assert_eq!((put.headers["content-length"].to_str().unwrap(), &put.body), ("0", &Value::Null));

    let query = ListQuery { top: Some(2), skip: Some(4), ..ListQuery::filtered(apim::Filter::is_current(true)) };
    assert_eq!(arm_client.list_apis(&call(), &query).await.unwrap().len(), 2);
    let list = arm.seen().pop().unwrap();
    assert!(list.target.ends_with("&%24filter=isCurrent+eq+true&%24top=2&%24skip=4"), "{}", list.target);
    arm_client.list_mcp_servers(&call()).await.unwrap_err();
    assert!(arm.seen()[3].target.ends_with("&%24filter=type+eq+%27mcp%27"), "{}", arm.seen()[3].target);
}
