//! What the client makes of answers that no API Management gives.

use crate::{
    local::{call, client, limits},
    peer::{Peer, answer, answer_with},
};
use apim::{Backend, Error, IfMatch, Limits};
use domain::backend::BackendKind;
use std::time::Duration;

#[tokio::test]
async fn calls_carry_version_token_and_request_id() {
    let arm = Peer::start(|_| answer_with(202, "", "")).await;
    client(&arm.url(), limits()).reconnect_backend(&call(), "a;rev=2 b", None).await.unwrap();
    let head = &arm.requests()[0].head;
    assert!(head.starts_with("post /subscriptions/"), "{head}");
    assert!(head.contains("/backends/a;rev=2%20b/reconnect?api-version=2025-09-01-preview http/1.1"), "{head}");
    for header in ["authorization: bearer test-token", "x-ms-client-request-id: test-request", "content-length: 0"] {
        assert!(head.lines().any(|line| line == header), "{header} in {head}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Peer::start(|_| answer(200, "{}")).await;
    let location = format!("location: {}/\r\n", elsewhere.url());
    let arm = Peer::start(move |_| answer_with(307, &location, "")).await;
    let error = client(&arm.url(), limits()).get_backend(&call(), "a").await.unwrap_err();
    assert!(matches!(&error, Error::Api(api) if api.status == 307 && api.message.contains("arm_url")), "{error:?}");
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_answer_of_success_must_be_what_was_asked_for() {
    for body in ["", "[]", "<html>", "null"] {
        let arm = Peer::start(move |_| answer_with(200, "etag: \"a\"\r\n", body)).await;
        let client = client(&arm.url(), limits());
        assert!(matches!(client.get_backend(&call(), "a").await, Err(Error::Protocol(_))), "{body}");
        let written = client.put_backend(&call(), "a", &Backend::new(BackendKind::Single), IfMatch::None).await.unwrap_err();
        assert!(written.is_outcome_unknown(), "it was answered with success: {written:?}");
    }
    let arm = Peer::start(|_| answer(200, "{}")).await;
    assert!(matches!(client(&arm.url(), limits()).get_backend(&call(), "a").await, Err(Error::Protocol(_))), "no etag");
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let arm = Peer::start(|_| answer(200, &" ".repeat(17 * 1024 * 1024))).await;
    let error = client(&arm.url(), limits()).get_backend(&call(), "a").await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("16 MiB")), "{error:?}");
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let arm = client(&format!("http://{free}"), Limits { deadline: Duration::from_secs(3), ..limits() });
    let error = arm.delete_backend(&call(), "a", IfMatch::Any).await.unwrap_err();
    assert!(matches!(&error, Error::Unavailable { address, was_sent: false, .. } if *address == format!("http://{free}")), "{error:?}");
    assert!(!error.is_outcome_unknown());
}
