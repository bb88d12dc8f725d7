//! Sending a request until it is answered, fails for good, or its time is up.

use super::{
    ArmClient, ETag, Receipt,
    request::Request,
    retry::{self, Retry},
};
use crate::{Error, error::api_error, token::TokenError};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

/// The largest answer that is read.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// An answer of success.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    pub(super) fn receipt(&self) -> Receipt {
        let header = |name: &str| self.header(name).map(str::to_owned);
        Receipt {
            status: self.status.as_u16(),
            request_id: header("x-ms-request-id"),
            correlation_id: header("x-ms-correlation-request-id"),
        }
    }

    pub(super) fn etag(&self) -> Option<ETag> {
        self.header(header::ETAG.as_str()).filter(|tag| !tag.is_empty()).map(ETag::from)
    }

    /// The body, which must be a JSON object.
    pub(super) fn object(&self, what: &str) -> Result<Value, Error> {
        let value = serde_json::from_slice::<Value>(&self.body).ok().filter(Value::is_object);
        value.ok_or_else(|| Error::Protocol(format!("Azure answered {} with something that is not {what}.", self.status.as_u16())))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl ArmClient {
    /// Sends `request`, again where that is safe, until the deadline. An answer is one of success;
    /// everything else is an error.
    pub(super) async fn send(&self, request: Request) -> Result<Answer, Error> {
        self.send_by(request, Instant::now() + self.inner.limits.deadline).await
    }

    /// The same, with a deadline that may be sooner.
    pub(super) async fn send_by(&self, request: Request, deadline: Instant) -> Result<Answer, Error> {
        let span = tracing::debug_span!("arm", method = %request.method, path = request.url.path());
        let deadline = deadline.min(Instant::now() + self.inner.limits.deadline);
        self.send_until(request, deadline).instrument(span).await
    }

    async fn send_until(&self, request: Request, deadline: Instant) -> Result<Answer, Error> {
        let (mut tries, mut counted) = (0u32, 0u32);
        loop {
            self.throttle.admitted(&request.method, deadline).await.map_err(Error::Api)?;
            let error = match self.attempt(&request, deadline).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if let Error::Api(api) = &error {
                self.throttle.note(&request.method, api);
            }
            tries += 1;
            let (wait, counts) = match retry::decide(&error, request.safety) {
                Retry::No => return Err(error),
                Retry::BackOff => (retry::back_off(tries), true),
                // Never sooner than our own pause: "retry after 0" would be a tight loop.
                Retry::After { wait, counts } => (retry::spread(wait).max(retry::back_off(tries)), counts),
            };
            counted += u32::from(counts);
            if counted >= self.inner.limits.read_attempts || Instant::now() + wait >= deadline {
                return Err(error);
            }
            tracing::debug!(status = error.status(), wait_ms = wait.as_millis(), "sending again");
            sleep(wait).await;
        }
    }

    /// One attempt, token and the whole answer included, within what is left of the time. A token that
    /// Azure does not take (any more) is replaced, at most twice: nothing was done with it.
    async fn attempt(&self, request: &Request, deadline: Instant) -> Result<Answer, Error> {
        let mut token = self.token(deadline).await?;
        let mut outcome = self.attempt_with(&token, request, deadline).await;
        for _ in 0..2 {
            let claims = match &outcome {
                Err(Error::Api(api)) if api.status == 401 => api.claims.clone(),
                _ => break,
            };
            if !self.inner.token.rejected(&token, claims.as_deref()).await {
                break;
            }
            token = self.token(deadline).await?;
            outcome = self.attempt_with(&token, request, deadline).await;
        }
        outcome
    }

    async fn token(&self, deadline: Instant) -> Result<SecretString, TokenError> {
        let left = deadline.saturating_duration_since(Instant::now());
        timeout(left, self.inner.token.token()).await.map_err(|_| TokenError::TimedOut)?
    }

    async fn attempt_with(&self, token: &SecretString, request: &Request, deadline: Instant) -> Result<Answer, Error> {
        let mut bearer =
            HeaderValue::try_from(format!("Bearer {}", token.expose_secret())).map_err(|_| Error::Token(TokenError::unusable()))?;
        bearer.set_sensitive(true);

        let left = deadline.saturating_duration_since(Instant::now()).min(self.inner.limits.request_timeout);
        let started = Instant::now();
        let outcome = timeout(left, self.exchange(request, bearer)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(Error::TimedOut { address: self.inner.origin.clone() }));
        let status = outcome.as_ref().map_or_else(Error::status, |answer| Some(answer.status.as_u16()));
        tracing::debug!(status, duration_ms = started.elapsed().as_millis(), "attempted");
        outcome
    }

    async fn exchange(&self, request: &Request, bearer: HeaderValue) -> Result<Answer, Error> {
        let mut outgoing = self.inner.http.request(request.method.clone(), request.url.clone()).headers(headers(request, bearer));
        if let Some(body) = &request.body {
            outgoing = outgoing.body(body.clone());
        }
        let response = outgoing.send().await.map_err(|error| self.transport(error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let is_ignored = status.is_success() && !request.wants_body;
        let body = if is_ignored || request.method == Method::HEAD { Bytes::new() } else { self.read(response).await? };
        if status.is_success() {
            return Ok(Answer { status, headers, body });
        }
        Err(Error::Api(api_error(status, &headers, &body)))
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Bytes, Error> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.transport(error))? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(Error::Protocol(format!("The answer is larger than {} MiB.", MAX_ANSWER_BYTES / 1024 / 1024)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn transport(&self, error: reqwest::Error) -> Error {
        Error::of_transport(&self.inner.origin, error)
    }
}

fn headers(request: &Request, bearer: HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, bearer);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    match &request.body {
        Some(_) => _ = headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        // Without it Azure's front door refuses an empty POST or PUT: 411 Length Required.
        None if matches!(request.method, Method::POST | Method::PUT) => {
            _ = headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"))
        }
        None => {}
    }
    if let Some(condition) = &request.if_match {
        headers.insert(header::IF_MATCH, condition.clone());
    }
    if let Some(request_id) = &request.request_id {
        headers.insert("x-ms-client-request-id", request_id.clone());
    }
    headers
}
