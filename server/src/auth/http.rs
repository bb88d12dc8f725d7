//! How identity providers are spoken to: our one reqwest behind openidconnect's interface.

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::time::Duration;

const MAX_BODY: usize = 1 << 20;

/// No redirects: an answer that leads elsewhere is not the provider's. A connection serves one call: a code
/// can't be sent again when a connection that was kept turns out to be closed at the other end.
///
/// # Errors
/// When no TLS can be set up.
pub fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(0)
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(15))
        .build()
}

/// Our one reqwest behind openidconnect's interface.
#[derive(Debug, Clone)]
pub(crate) struct Http(reqwest::Client);

impl Http {
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self(client)
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    #[error("no answer")]
    Request(#[from] reqwest::Error),
    #[error("the answer is larger than 1 MiB")]
    TooLarge,
    #[error("the answer is no HTTP")]
    Build(#[from] http::Error),
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(self.0.clone(), request))
    }
}

async fn send(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.extend(answer.headers().clone());
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(response.body(body)?)
}
