//! The client of the gateway: what an application does with a subscription key.
//!
//! Sends once and never again: a model that was asked has been paid for. Hands the answer on as it
//! comes, errors included. Must not know what the bodies mean.

use crate::{Error, http::CONNECT_TIMEOUT, retry_after::retry_after};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use std::{pin::Pin, time::Duration};
use tokio::time::timeout;
use url::Url;

/// Bounds on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatewayLimits {
    /// What [`crate::http_client`] gives a connection; kept here so that settings can show it.
    pub connect_timeout: Duration,
    /// From sending to the answer's headers: a model thinks before it answers.
    pub first_byte_timeout: Duration,
    /// Between two pieces of a streamed answer.
    pub idle_timeout: Duration,
}

impl Default for GatewayLimits {
    fn default() -> Self {
        let patience = Duration::from_secs(120);
        Self { connect_timeout: CONNECT_TIMEOUT, first_byte_timeout: patience, idle_timeout: patience }
    }
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct GatewayClient {
    http: reqwest::Client,
    limits: GatewayLimits,
}

/// Where an API takes keys that names no header of its own. Source: the contract's gateway part.
pub const DEFAULT_KEY_HEADER: &str = "Ocp-Apim-Subscription-Key";

/// `AIGateway_ChatCompletions`: `{gateway_url}/{api_path}/deployments/{deployment}/chat/completions`.
#[derive(Debug)]
pub struct ChatCall<'a> {
    pub gateway_url: &'a Url,
    /// The API's path, `openai` or `a/b`; empty for none.
    pub api_path: &'a str,
    pub deployment: &'a str,
    /// Of the model's API, not of Azure Resource Manager.
    pub api_version: &'a str,
    /// The header that the API takes keys in: its own, else [`DEFAULT_KEY_HEADER`].
    pub key_header: &'a str,
    pub key: &'a SecretString,
    /// JSON.
    pub body: Bytes,
    /// Ours, sent as `x-ms-client-request-id`.
    pub request_id: &'a str,
}

/// An answer of any status, its body still on the way.
pub struct GatewayAnswer {
    pub status: u16,
    /// `application/octet-stream` when the answer doesn't say.
    pub content_type: String,
    /// `apim-request-id`, else `x-ms-request-id`.
    pub request_id: Option<String>,
    pub retry_after: Option<Duration>,
    /// Those that say something about limits, tokens and who answered; names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
}

impl std::fmt::Debug for GatewayAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GatewayAnswer").field("status", &self.status).field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

impl GatewayClient {
    pub fn new(http: reqwest::Client, limits: GatewayLimits) -> Self {
        Self { http, limits }
    }

    /// An answer of the gateway or of the model behind it, whatever its status. Errors are those of
    /// the way there: [`Error::Unavailable`], [`Error::TimedOut`], [`Error::Protocol`].
    pub async fn chat_completions(&self, call: &ChatCall<'_>) -> Result<GatewayAnswer, Error> {
        let url = chat_url(call)?;
        let address = url.origin().ascii_serialization();
        let request = self.http.post(url).headers(headers(call)?).body(call.body.clone());
        let sent = timeout(self.limits.first_byte_timeout, request.send()).await;
        let response =
            sent.map_err(|_| Error::TimedOut { address: address.clone() })?.map_err(|error| Error::of_transport(&address, error))?;
        tracing::debug!(status = response.status().as_u16(), address, "the gateway answered");
        Ok(self.answer(response, address))
    }

    fn answer(&self, response: reqwest::Response, address: String) -> GatewayAnswer {
        let headers = response.headers();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        GatewayAnswer {
            status: response.status().as_u16(),
            content_type: text(header::CONTENT_TYPE.as_str()).unwrap_or_else(|| "application/octet-stream".into()),
            request_id: text("apim-request-id").or_else(|| text("x-ms-request-id")),
            retry_after: retry_after(headers),
            headers: shown(headers),
            body: pieces(response, address, self.limits.idle_timeout),
        }
    }
}

/// The body as it comes; ends after the first error.
fn pieces(response: reqwest::Response, address: String, idle: Duration) -> Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>> {
    let source = response.bytes_stream().boxed();
    let stream = futures::stream::unfold(Some((source, address)), move |state| async move {
        let (mut source, address) = state?;
        match timeout(idle, source.next()).await {
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some((source, address)))),
            Ok(Some(Err(error))) => Some((Err(Error::of_transport(&address, error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(Error::TimedOut { address }), None)),
        }
    });
    Box::pin(stream)
}

fn chat_url(call: &ChatCall<'_>) -> Result<Url, Error> {
    let mut url = call.gateway_url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let prefix = call.api_path.split('/').filter(|segment| !segment.is_empty());
    let segments: Vec<_> = prefix.chain(["deployments", call.deployment, "chat", "completions"]).collect();
    if call.deployment.contains('/') || segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        return Err(Error::Protocol("The deployment or the API's path can't be part of a URL; nothing was sent.".into()));
    }
    match url.path_segments_mut() {
        Ok(mut path) => _ = path.pop_if_empty().extend(segments),
        Err(()) => return Err(Error::Protocol("The gateway's address can't have a path; nothing was sent.".into())),
    }
    url.query_pairs_mut().append_pair("api-version", call.api_version);
    Ok(url)
}

fn headers(call: &ChatCall<'_>) -> Result<HeaderMap, Error> {
    let mut key = HeaderValue::from_str(call.key.expose_secret())
        .map_err(|_| Error::Protocol("The subscription key can't be a header; nothing was sent.".into()))?;
    key.set_sensitive(true);
    let mut headers = HeaderMap::new();
    let name = HeaderName::try_from(call.key_header)
        .map_err(|_| Error::Protocol("The API's header for keys can't be a header; nothing was sent.".into()))?;
    headers.insert(name, key);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
    if let Ok(request_id) = HeaderValue::from_str(call.request_id) {
        headers.insert("x-ms-client-request-id", request_id);
    }
    Ok(headers)
}

fn shown(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&header::HeaderName, &HeaderValue)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()));
    headers.iter().filter(|(name, _)| is_shown(name.as_str())).filter_map(text).collect()
}

/// Token counts come in headers that a policy names; these endings are the usual ones.
fn is_shown(name: &str) -> bool {
    name.starts_with("x-ratelimit-")
        || matches!(name, "x-ms-region" | "x-demo-region" | "apim-request-id" | "retry-after" | "retry-after-ms")
        || ["consumed-tokens", "remaining-tokens", "remaining-quota-tokens"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(gateway: &str, api_path: &str, deployment: &str) -> Result<String, Error> {
        let (gateway_url, key) = (Url::parse(gateway).unwrap(), SecretString::from("k"));
        let call = ChatCall {
            gateway_url: &gateway_url,
            api_path,
            deployment,
            api_version: "2024-10-21",
            key_header: "api-key",
            key: &key,
            body: Bytes::new(),
            request_id: "r",
        };
        chat_url(&call).map(String::from)
    }

    #[test]
    fn paths_are_joined_and_encoded() {
        assert_eq!(
            url("https://x.test", "", "gpt-4o").unwrap(),
            "https://x.test/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
        );
        assert_eq!(
            url("https://x.test/base/", "/team a/openai/", "gpt 4o?x").unwrap(),
            "https://x.test/base/team%20a/openai/deployments/gpt%204o%3Fx/chat/completions?api-version=2024-10-21"
        );
        for (api_path, deployment) in [("", ""), ("", ".."), ("a/../b", "d"), ("", "a/b")] {
            assert!(url("https://x.test", api_path, deployment).is_err(), "{api_path:?} {deployment:?}");
        }
    }

    #[test]
    fn headers_are_on_an_allow_list() {
        for name in ["x-ratelimit-remaining-tokens", "x-ms-region", "consumed-tokens", "x-remaining-tokens", "retry-after"] {
            assert!(is_shown(name), "{name}");
        }
        for name in ["set-cookie", "www-authenticate", "server", "authorization", "api-key"] {
            assert!(!is_shown(name), "{name}");
        }
    }
}
