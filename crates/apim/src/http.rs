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
    client_in(|name| std::env::var(name).ok())
}

fn client_in(environment: impl Fn(&str) -> Option<String>) -> Result<Client, HttpClientError> {
    let mut builder = Client::builder()
        .user_agent(concat!("gateway-console/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(Duration::from_secs(60))
        .tcp_keepalive(Duration::from_secs(30))
        .no_proxy();
    for (variable, address) in proxies(&environment) {
        let proxy = match variable {
            "HTTPS_PROXY" => Proxy::https(&address),
            "HTTP_PROXY" => Proxy::http(&address),
            _ => Proxy::all(&address),
        };
        let proxy = proxy.map_err(|source| HttpClientError::Proxy { variable, source: source.without_url() })?;
        builder = builder.proxy(proxy.no_proxy(exempt(&environment)));
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

    #[tokio::test]
    async fn loopback_is_reached_without_the_proxy() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = client_in(|name| match name {
            "HTTP_PROXY" => Some("http://127.0.0.1:1".to_owned()),
            "NO_PROXY" => Some("example.test".to_owned()),
            _ => None,
        });
        let (response, accepted) = tokio::join!(client.unwrap().get(url).send(), async {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await?;
            stream.read_buf(&mut Vec::with_capacity(4096)).await?;
            stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await
        });
        accepted.unwrap();
        assert_eq!(response.unwrap().status(), 204);
    }

    #[test]
    fn a_proxy_that_is_no_address_names_its_variable() {
        let refused = client_in(|name| (name == "HTTPS_PROXY").then(|| "http://[".to_owned()));
        assert!(matches!(refused, Err(HttpClientError::Proxy { variable: "HTTPS_PROXY", .. })), "{refused:?}");
    }
}
