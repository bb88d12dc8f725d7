//! The one pooled HTTP client that all calls to Azure and to gateways share.
//!
//! Redirects are never followed: a token or a key must not travel to a host that nobody
//! configured. Must not know who is called.

use reqwest::{Client, NoProxy, Proxy};
use std::time::Duration;

/// How long a connection may take, name resolution and TLS included.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Never sent through a proxy, whatever the environment says: the local emulator lives there.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum HttpClientError {
    #[error("{variable} is not the address of a proxy")]
    Proxy {
        variable: &'static str,
        #[source]
        source: reqwest::Error,
    },
    #[error("the HTTP client can't be set up")]
    Client(#[source] reqwest::Error),
}

/// One pooled client: rustls, no redirects, a connect timeout, the proxies of the environment
/// (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) except for loopback addresses.
pub fn http_client() -> Result<Client, HttpClientError> {
    let mut builder = Client::builder()
        .user_agent(concat!("gateway-console/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(Duration::from_secs(60))
        .tcp_keepalive(Duration::from_secs(30))
        .no_proxy();
    for (variable, address) in proxies(|name| std::env::var(name).ok()) {
        let proxy = match variable {
            "HTTPS_PROXY" => Proxy::https(&address),
            "HTTP_PROXY" => Proxy::http(&address),
            _ => Proxy::all(&address),
        };
        let proxy = proxy.map_err(|source| HttpClientError::Proxy {
            variable,
            source: source.without_url(),
        })?;
        builder = builder.proxy(proxy.no_proxy(exempt(|name| std::env::var(name).ok())));
    }
    builder.build().map_err(HttpClientError::Client)
}

/// The proxies that the environment asks for, the most specific first.
fn proxies(variable: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let either = |upper: &'static str| {
        let value = variable(upper).or_else(|| variable(&upper.to_ascii_lowercase()));
        value.filter(|value| !value.trim().is_empty()).map(|value| (upper, value))
    };
    ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].into_iter().filter_map(either).collect()
}

fn exempt(variable: impl Fn(&str) -> Option<String>) -> Option<NoProxy> {
    let listed = variable("NO_PROXY").or_else(|| variable("no_proxy")).unwrap_or_default();
    NoProxy::from_string(&format!("{listed},{LOOPBACK}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_read_in_either_case_and_empty_ones_are_none() {
        let environment = |name: &str| match name {
            "https_proxy" => Some("http://proxy.test:3128".to_owned()),
            "ALL_PROXY" => Some(" ".to_owned()),
            _ => None,
        };
        assert_eq!(proxies(environment), [("HTTPS_PROXY", "http://proxy.test:3128".to_owned())]);
    }

    #[test]
    fn the_client_can_be_built() {
        http_client().unwrap();
    }
}
