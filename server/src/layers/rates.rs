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
use percent_encoding::percent_decode_str;
use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    SignIn,
    /// The provider ends sessions: one call each, all from its own address.
    Logout,
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
    logout: DefaultKeyedRateLimiter<String>,
    reveal: DefaultKeyedRateLimiter<String>,
    relay: DefaultKeyedRateLimiter<String>,
    api: DefaultKeyedRateLimiter<String>,
}

impl Rates {
    pub fn new(config: &HttpConfig) -> Self {
        Self(Arc::new(Inner {
            trusted_proxies: config.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            sign_in: limiter(60),
            logout: limiter(3000),
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
        Class::Logout => &rates.0.logout,
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
    let path = decoded(path);
    let is_form_of = |part: &str| method == Method::POST && gateway_of(&path).is_some() && path.contains(part);
    match path.as_ref() {
        "/auth/backchannel-logout" => Some(Class::Logout),
        _ if path.starts_with("/auth/") => Some(Class::SignIn),
        _ if path.starts_with("/api/subscriptions/reveal") || is_form_of("/subscriptions/") => Some(Class::Reveal),
        _ if path.starts_with("/api/playground/") || is_form_of("/playground") => Some(Class::Relay),
        _ if path.starts_with("/api/") => Some(Class::Api),
        _ => None,
    }
}

/// As the router reads it.
fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8_lossy()
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
    // An IPv4 peer of a listener for both kinds of address comes as an IPv6 one.
    let peer = peer?.to_canonical();
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    let hops = forwarded.split(',').rev().map(|hop| address(hop.trim()));
    // What can't be read ends the search: further left anyone may have written.
    hops.map_while(|hop| hop).find(|hop| !trusted.contains(hop)).or(Some(peer))
}

/// Some proxies write the port as well.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let found = bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|found| found.ip()));
    found.map(|address: IpAddr| address.to_canonical())
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

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 9.9.9.9, 10.0.0.8"));
        let of = |text: &str| address(text).unwrap();
        let (proxy, other) = (of("10.0.0.7"), of("8.8.8.8"));
        let trusted = [proxy, of("10.0.0.8")];
        assert_eq!(client(&trusted, Some(other), &headers), Some(other), "anyone can write that header");
        assert_eq!(client(&trusted, Some(proxy), &headers), Some(of("9.9.9.9")), "the first that is no proxy of ours");
        assert_eq!(client(&trusted, Some(proxy), &HeaderMap::new()), Some(proxy));
        let mapped = "::ffff:10.0.0.7".parse().ok();
        for (written, meant) in [
            ("6.6.6.6, 9.9.9.9:51234", "9.9.9.9"),
            ("6.6.6.6, [2001:db8::1]:443", "2001:db8::1"),
            ("6.6.6.6, 2001:db8::1", "2001:db8::1"),
            ("6.6.6.6, unknown, 10.0.0.8", "10.0.0.7"),
        ] {
            headers.insert("x-forwarded-for", HeaderValue::from_static(written));
            assert_eq!(client(&trusted, mapped, &headers), Some(of(meant)), "{written}");
        }
    }

    #[test]
    fn what_is_costly_is_counted() {
        let of = |method: Method, path: &str| class(&method, path);
        assert_eq!(of(Method::GET, "/auth/login"), Some(Class::SignIn));
        assert_eq!(of(Method::POST, "/api/subscriptions/reveal"), Some(Class::Reveal));
        assert_eq!(of(Method::POST, "/auth/backchannel-logout"), Some(Class::Logout));
        assert_eq!(of(Method::POST, "/g/prod/subscriptions/team"), Some(Class::Reveal));
        assert_eq!(of(Method::POST, "/g/prod/%73ubscriptions/team"), Some(Class::Reveal));
        assert_eq!(of(Method::POST, "/g/prod/playground"), Some(Class::Relay));
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
