//! The names that the console answers to. Without this check a web page could point a name of its
//! own at 127.0.0.1 (DNS rebinding) and talk to the console as its administrator.

use crate::{config::HttpConfig, probes};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use std::{collections::HashSet, net::SocketAddr, sync::Arc};

/// `host[:port]` values, in lower case.
#[derive(Debug, Clone)]
pub struct AllowedHosts(Arc<HashSet<String>>);

impl AllowedHosts {
    /// The loopback names with the port really bound, the public URL's host, and what is configured.
    pub fn new(config: &HttpConfig, bound: SocketAddr) -> Self {
        let port = bound.port();
        let mut hosts: HashSet<String> = ["127.0.0.1", "localhost", "[::1]"].iter().map(|name| format!("{name}:{port}")).collect();
        hosts.insert(bound.to_string());
        if port == 80 {
            hosts.extend(["127.0.0.1", "localhost", "[::1]"].map(str::to_owned));
        }
        if let Some(url) = &config.public_url {
            hosts.extend(url.origin().ascii_serialization().split_once("://").map(|(_, host)| host.to_owned()));
        }
        hosts.extend(config.allowed_hosts.iter().map(|host| host.to_ascii_lowercase()));
        Self(Arc::new(hosts))
    }

    fn allows(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let named = match request.uri().authority() {
            Some(authority) => Some(authority.as_str()),
            None => hosts.next().and_then(|value| value.to_str().ok()),
        };
        // A second Host header is an attempt to be read differently by two parties.
        hosts.next().is_none() && named.is_some_and(|host| self.0.contains(&host.to_ascii_lowercase()))
    }
}

pub async fn check_host(State(allowed): State<AllowedHosts>, request: Request, next: Next) -> Response {
    if probes::PATHS.contains(&request.uri().path()) || allowed.allows(&request) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "The console does not answer to this host name. If it should, add it to `allowed_hosts`.\n")
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn allows(host: &[&str]) -> bool {
        let config = HttpConfig {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: "https://Console.example".parse().ok(),
            allowed_hosts: vec!["Proxy.example:8443".into()],
            trusted_proxies: vec![],
            tls: None,
        };
        let hosts = AllowedHosts::new(&config, SocketAddr::from(([127, 0, 0, 1], 3000)));
        let mut request = Request::builder().uri("/");
        for value in host {
            request = request.header(header::HOST, *value);
        }
        hosts.allows(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_known_names_are_answered() {
        for host in ["127.0.0.1:3000", "LOCALHOST:3000", "[::1]:3000", "console.example", "proxy.example:8443"] {
            assert!(allows(&[host]), "{host}");
        }
        for host in ["evil.example", "127.0.0.1", "127.0.0.1:3001", "localhost.evil.example:3000", ""] {
            assert!(!allows(&[host]), "{host}");
        }
        assert!(!allows(&[]));
        assert!(!allows(&["127.0.0.1:3000", "evil.example"]));
    }
}
