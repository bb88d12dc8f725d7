//! azure_identity's requests, sent by our HTTP client: one TLS set-up, no redirects, bounded answers.
//!
//! Managed identities get a client without a proxy: their endpoints are on this machine, and a
//! proxy would be handed the tokens.

use super::SetupError;
use azure_core::{
    error::ErrorKind,
    http::{AsyncRawResponse, Body, HttpClient, Request, Transport, headers::Headers},
};
use reqwest::{Method, Response};
use std::{sync::Arc, time::Duration};

/// One attempt, answer included.
const ATTEMPT: Duration = Duration::from_secs(10);

/// Whether there is an endpoint at all: it is on this machine's own network.
const PROBE: Duration = Duration::from_secs(1);

/// Far more than any answer with a token.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// The two ways to token endpoints.
#[derive(Debug, Clone)]
pub(crate) struct Transports {
    /// Entra ID, through the proxies of the environment.
    pub(crate) entra: Transport,
    /// The endpoint of a managed identity.
    pub(crate) local: Transport,
    pub(crate) prober: Prober,
}

impl Transports {
    pub(crate) fn new() -> Result<Self, SetupError> {
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let local = builder.connect_timeout(Duration::from_secs(2)).build().map_err(SetupError::LocalClient)?;
        Ok(Self { entra: transport(apim::http_client()?), local: transport(local.clone()), prober: Prober(local) })
    }
}

fn transport(http: reqwest::Client) -> Transport {
    Transport::new(Arc::new(Sender(http)))
}

/// Asks whether a machine has a metadata service before much time is spent on it.
#[derive(Debug, Clone)]
pub(crate) struct Prober(reqwest::Client);

impl Prober {
    /// Why `url` is no metadata service of Azure's; `None` when it is one. Without the header that it
    /// insists on it answers 400; other clouds have another service at the same address.
    pub(crate) async fn absence(&self, url: &str) -> Option<String> {
        match self.0.get(url).timeout(PROBE).send().await.map(|response| response.status().as_u16()) {
            Ok(400 | 429 | 500..) => None,
            Ok(status) => Some(format!("this machine's metadata service is not Azure's (it answered {status})")),
            Err(_) => Some("this machine has no metadata service".into()),
        }
    }
}

#[derive(Debug)]
struct Sender(reqwest::Client);

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let response = self.outgoing(request)?.send().await.map_err(unanswered)?;
        let status = response.status();
        let body = read(response).await?;
        // azure_identity loses the status of a failure that isn't JSON, such as a proxy's page.
        let is_readable = status.is_success() || serde_json::from_slice::<serde_json::Map<_, _>>(&body).is_ok();
        let body = if is_readable { body } else { b"{}".to_vec() };
        // Without its headers: a `Retry-After` of a minute would look like no answer to whoever waits.
        Ok(AsyncRawResponse::from_bytes(status.as_u16().into(), Headers::new(), body))
    }
}

impl Sender {
    fn outgoing(&self, request: &Request) -> azure_core::Result<reqwest::RequestBuilder> {
        let invalid = |error| azure_core::Error::new(ErrorKind::Other, error);
        let method = Method::from_bytes(request.method().as_str().as_bytes()).map_err(invalid)?;
        let mut outgoing = self.0.request(method, request.url().clone()).timeout(ATTEMPT);
        for (name, value) in request.headers().iter() {
            outgoing = outgoing.header(name.as_str(), value.as_str());
        }
        match request.body() {
            Body::Bytes(bytes) => Ok(outgoing.body(bytes.clone())),
            Body::SeekableStream(_) => Err(azure_core::Error::with_message(ErrorKind::Other, "a stream is not sent to a token endpoint")),
        }
    }
}

async fn read(mut response: Response) -> azure_core::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER_BYTES {
            return Err(azure_core::Error::with_message(ErrorKind::DataConversion, "the answer is too large"));
        }
    }
    Ok(body)
}

/// The address may carry a query; errors name the origin only.
fn unanswered(error: reqwest::Error) -> azure_core::Error {
    azure_core::Error::new(ErrorKind::Connection, error.without_url())
}
