//! How often one person, or one address before anyone has signed in, may ask for what is costly or
//! dangerous. Only with sign-in: in local mode there is one person, on this machine.

use crate::{config::HttpConfig, layers::RequestId, problem};
use app::routes::gateway_of;
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use control::Op;
use domain::{Problem, ProblemCode};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use http::{HeaderMap, HeaderValue, Method, header};
use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    SignIn,
    Reveal,
    Relay,
    Api,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Rates(Arc<Inner>);

struct Inner {
    trusted_proxies: Vec<IpAddr>,
    sign_in: DefaultKeyedRateLimiter<String>,
    reveal: DefaultKeyedRateLimiter<String>,
    relay: DefaultKeyedRateLimiter<String>,
    api: DefaultKeyedRateLimiter<String>,
}

impl Rates {
    pub fn new(config: &HttpConfig) -> Self {
        Self(Arc::new(Inner {
            trusted_proxies: config.trusted_proxies.clone(),
            sign_in: limiter(60),
            reveal: limiter(30),
            relay: limiter(120),
            api: limiter(1200),
        }))
    }
}

fn limiter(a_minute: u32) -> DefaultKeyedRateLimiter<String> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN)))
}

pub async fn limit_rates(State(rates): State<Rates>, request: Request, next: Next) -> Response {
    let Some(class) = class(request.method(), request.uri().path()) else { return next.run(request).await };
    let limiter = match class {
        Class::SignIn => &rates.0.sign_in,
        Class::Reveal => &rates.0.reveal,
        Class::Relay => &rates.0.relay,
        Class::Api => &rates.0.api,
    };
    // Those who have not asked for a minute are forgotten, so that addresses do not pile up.
    if limiter.len() > 10_000 {
        limiter.retain_recent();
    }
    match limiter.check_key(&who(&rates.0.trusted_proxies, &request)) {
        Ok(()) => next.run(request).await,
        Err(not_until) => {
            let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
            refused(&request, wait.as_secs() + 1)
        }
    }
}

/// Pages are not counted: their readings are shared and kept.
fn class(method: &Method, path: &str) -> Option<Class> {
    let is_subscription_form = method == Method::POST && gateway_of(path).is_some() && path.contains("/subscriptions/");
    match path {
        _ if path.starts_with("/auth/") => Some(Class::SignIn),
        _ if path.starts_with("/api/subscriptions/reveal") || is_subscription_form => Some(Class::Reveal),
        _ if path.starts_with("/api/playground/") => Some(Class::Relay),
        _ if path.starts_with("/api/") => Some(Class::Api),
        _ => None,
    }
}

fn who(trusted: &[IpAddr], request: &Request) -> String {
    match request.extensions().get::<Op>() {
        Some(op) => format!("person {}", op.actor.id),
        None => {
            let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
            client(trusted, peer, request.headers()).map(|address| address.to_string()).unwrap_or_default()
        }
    }
}

/// The address that asks: what a trusted proxy says of it, from the nearest proxy outwards.
fn client(trusted: &[IpAddr], peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = peer?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    let mut hops = forwarded.split(',').rev().map(|hop| hop.trim().parse::<IpAddr>());
    hops.find_map(|hop| hop.ok().filter(|hop| !trusted.contains(hop))).or(Some(peer))
}

fn refused(request: &Request, seconds: u64) -> Response {
    let mut found = Problem::new(ProblemCode::Throttled, format!("That was too often. Try again in {seconds} s."));
    found.request_id = RequestId::of(request.extensions());
    found.retry_after_s = u32::try_from(seconds).ok();
    let mut response = problem::answer(found);
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 9.9.9.9, 10.0.0.8"));
        let (proxy, other) = (address("10.0.0.7"), address("8.8.8.8"));
        let trusted = [proxy, address("10.0.0.8")];
        assert_eq!(client(&trusted, Some(other), &headers), Some(other), "anyone can write that header");
        assert_eq!(client(&trusted, Some(proxy), &headers), Some(address("9.9.9.9")), "the first that is no proxy of ours");
        assert_eq!(client(&trusted, Some(proxy), &HeaderMap::new()), Some(proxy));
    }

    #[test]
    fn what_is_costly_is_counted() {
        let of = |method: Method, path: &str| class(&method, path);
        assert_eq!(of(Method::GET, "/auth/login"), Some(Class::SignIn));
        assert_eq!(of(Method::POST, "/api/subscriptions/reveal"), Some(Class::Reveal));
        assert_eq!(of(Method::POST, "/g/prod/subscriptions/team"), Some(Class::Reveal));
        assert_eq!(of(Method::POST, "/api/playground/prod/deployments/x/chat/completions"), Some(Class::Relay));
        assert_eq!(of(Method::POST, "/api/backends/list"), Some(Class::Api));
        assert_eq!(of(Method::GET, "/g/prod/backends"), None);
    }

    #[test]
    fn the_quota_ends_for_one_and_not_for_another() {
        let limiter = limiter(2);
        let check = |who: &str| limiter.check_key(&who.to_owned()).is_ok();
        assert!(check("a") && check("a") && !check("a"));
        assert!(check("b"));
    }
}
