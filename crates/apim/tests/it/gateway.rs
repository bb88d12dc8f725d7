//! Calling a model through the gateway.

use crate::{
    local::{call, start},
    peer::{Peer, answer_with},
};
use apim::{ChatCall, Error, GatewayAnswer, GatewayClient, GatewayLimits};
use futures::StreamExt;
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

const BODY: &[u8] = br#"{"messages":[{"role":"user","content":"Hello"}],"stream":true,"stream_options":{"include_usage":true}}"#;

async fn chat(gateway_url: &str, key: &SecretString, limits: GatewayLimits) -> Result<GatewayAnswer, Error> {
    let client = GatewayClient::new(apim::http_client().unwrap(), limits);
    let gateway_url: Url = gateway_url.parse().unwrap();
    let call = ChatCall {
        gateway_url: &gateway_url,
        api_path: "openai",
        deployment: "gpt-4o",
        api_version: "2024-10-21",
        key_header: "api-key",
        key,
        body: BODY.into(),
        request_id: "test-request",
    };
    client.chat_completions(&call).await
}

async fn text(answer: GatewayAnswer) -> String {
    let pieces: Vec<_> = answer.body.map(Result::unwrap).collect().await;
    String::from_utf8(pieces.concat()).unwrap()
}

#[tokio::test]
async fn an_answer_is_streamed() {
    let local = start().await;
    let keys = local.arm.list_secrets(&call(), "demo").await.unwrap();
    let answer = chat(&local.emulator.gateway_url(), &keys.primary, GatewayLimits::default()).await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.content_type.starts_with("text/event-stream"), "{}", answer.content_type);
    let text = text(answer).await;
    assert!(text.trim_end().ends_with("data: [DONE]"), "{text}");
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_refusal_is_an_answer() {
    let local = start().await;
    let answer = chat(&local.emulator.gateway_url(), &"wrong".into(), GatewayLimits::default()).await.unwrap();
    assert_eq!(answer.status, 401);
    assert!(text(answer).await.contains("invalid subscription key"));
    local.emulator.stop().await;
}

#[tokio::test]
async fn headers_are_chosen_and_the_key_is_sent() {
    let headers = "x-ratelimit-remaining-tokens: 5\r\nretry-after: 7\r\napim-request-id: r1\r\nset-cookie: a=b\r\n";
    let peer = Peer::start(move |_| answer_with(429, headers, "{}")).await;
    let answer = chat(&peer.url(), &"k1".into(), GatewayLimits::default()).await.unwrap();
    assert_eq!((answer.status, answer.retry_after, answer.request_id.as_deref()), (429, Some(Duration::from_secs(7)), Some("r1")));
    let names: Vec<_> = answer.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x-ratelimit-remaining-tokens", "retry-after", "apim-request-id"]);
    let head = &peer.requests()[0].head;
    assert!(head.starts_with("post /openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21 "), "{head}");
    for header in ["api-key: k1", "x-ms-client-request-id: test-request"] {
        assert!(head.lines().any(|line| line == header), "{header} in {head}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_ends_in_an_error() {
    let partial = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ndata: 1\n\n".to_vec();
    let peer = Peer::start(move |_| partial.clone()).await;
    let answer = chat(&peer.url(), &"k1".into(), GatewayLimits::default()).await.unwrap();
    let pieces: Vec<_> = answer.body.collect().await;
    assert_eq!(pieces.first().unwrap().as_ref().unwrap().as_ref(), b"data: 1\n\n");
    assert!(matches!(pieces.last(), Some(Err(Error::Unavailable { was_sent: true, .. }))), "{pieces:?}");
}
