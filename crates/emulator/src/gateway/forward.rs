//! Sends a call to its backend: the built-in demo model without leaving the process, everything else through HTTP.
//! Bytes stream both ways; the client's key and hop-by-hop headers stay behind.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::StreamExt;
use http::header::{CONTENT_LENGTH, HOST, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, HeaderName};
use url::{Host, Url, form_urlencoded};

use super::answer::GatewayError;
use super::breaker::Outcome;
use super::credentials;
use super::key::ParameterNames;
use super::target::Target;
use crate::model;
use crate::shared::Shared;
use crate::state::Tree;

/// The largest request body the gateway takes.
const LIMIT: u64 = 20 * 1024 * 1024;
/// How long a backend may take until its headers arrive: the default of `forward-request`.
const TIMEOUT: Duration = Duration::from_secs(300);

const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

pub(super) async fn send(
    shared: &Arc<Shared>,
    tree: &Tree,
    target: &Target,
    names: &ParameterNames,
    rest: &str,
    request: Request,
) -> Result<Response, GatewayError> {
    let base = match target {
        Target::Backend(backend) => backend.text("url").unwrap_or_default(),
        Target::Service(url) => url,
    };
    let mut url = Url::parse(base).map_err(|_| GatewayError::Internal)?;
    url.set_path(&format!("{}{rest}", url.path().trim_end_matches('/')));
    let (parts, body) = request.into_parts();
    let answer = if let Some(address) = own_model(shared, &url) {
        Ok(model::serve(shared, &address, &parts.method, body).await)
    } else {
        pass_through(shared, tree, target, names, url, &parts, body).await
    };
    if let Target::Backend(backend) = target {
        match &answer {
            Ok(answer) => shared.breakers.record(backend, outcome(answer)),
            Err(GatewayError::Internal) => shared.breakers.record(backend, Outcome::Unreachable),
            Err(_) => {}
        }
    }
    answer
}

fn outcome(answer: &Response) -> Outcome {
    /// Longer is as good as forever, and adding it to a moment must not overflow.
    const LONGEST: u64 = 365 * 24 * 60 * 60;
    let header = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds = header.and_then(|value| value.parse::<u64>().ok());
    Outcome::Answered { status: answer.status().as_u16(), retry_after: seconds.map(|seconds| Duration::from_secs(seconds.min(LONGEST))) }
}

/// The demo model behind an address of this very gateway.
fn own_model(shared: &Shared, url: &Url) -> Option<model::Address> {
    let is_loopback = match url.host()? {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let is_own = is_loopback && url.scheme() == "http" && url.port_or_known_default() == Some(shared.gateway_port);
    is_own.then(|| model::Address::parse(url.path())).flatten()
}

async fn pass_through(
    shared: &Shared,
    tree: &Tree,
    target: &Target,
    names: &ParameterNames,
    mut url: Url,
    parts: &Parts,
    body: Body,
) -> Result<Response, GatewayError> {
    check_length(&parts.headers)?;
    add_query(&mut url, parts.uri.query().unwrap_or_default(), names);
    let mut headers = parts.headers.clone();
    remove_hop_by_hop(&mut headers);
    headers.remove(HOST);
    headers.remove(&names.header);
    if let Target::Backend(backend) = target {
        credentials::add(tree, backend, &mut headers, &mut url);
    }
    let request = client(shared)?.request(parts.method.clone(), url).headers(headers).body(bounded(body)).send();
    match tokio::time::timeout(TIMEOUT, request).await {
        Ok(Ok(answer)) => Ok(relay(shared, answer)),
        Ok(Err(error)) => {
            tracing::debug!(error = %error.without_url(), "a backend cannot be reached");
            Err(GatewayError::Internal)
        }
        Err(_) => Err(GatewayError::Internal),
    }
}

fn client(shared: &Shared) -> Result<&reqwest::Client, GatewayError> {
    if let Some(client) = shared.client.get() {
        return Ok(client);
    }
    // Most backends of an emulator are on this machine, so proxies of the environment do not apply.
    let built = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().map_err(|error| {
        tracing::error!(%error, "no HTTP client for backends");
        GatewayError::Internal
    })?;
    Ok(shared.client.get_or_init(|| built))
}

/// The backend's answer with its body as a stream that ends when the emulator stops.
fn relay(shared: &Shared, answer: reqwest::Response) -> Response {
    let status = answer.status();
    let mut headers = answer.headers().clone();
    remove_hop_by_hop(&mut headers);
    let stop = shared.stop.clone();
    let bytes = answer.bytes_stream().take_until(async move { stop.cancelled().await });
    let mut response = Response::new(Body::from_stream(bytes));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn check_length(headers: &HeaderMap) -> Result<(), GatewayError> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<u64>().ok());
    if length.is_some_and(|length| length > LIMIT) { Err(GatewayError::TooLarge) } else { Ok(()) }
}

/// The request body as a stream that fails beyond the limit.
fn bounded(body: Body) -> reqwest::Body {
    let mut seen = 0;
    reqwest::Body::wrap_stream(body.into_data_stream().map(move |chunk| {
        let chunk = chunk.map_err(std::io::Error::other)?;
        seen += chunk.len() as u64;
        if seen > LIMIT { Err(std::io::Error::other("the request body is too large")) } else { Ok(chunk) }
    }))
}

/// The client's query parameters, without its key.
fn add_query(url: &mut Url, query: &str, names: &ParameterNames) {
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !name.eq_ignore_ascii_case(&names.query));
    let mut kept = kept.peekable();
    if kept.peek().is_some() {
        url.query_pairs_mut().extend_pairs(kept);
    }
}

/// Also the headers that `Connection` names.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let connection = headers.get_all(http::header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<HeaderName> = connection.flat_map(|value| value.split(',')).filter_map(|name| name.trim().parse().ok()).collect();
    for name in named {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}
