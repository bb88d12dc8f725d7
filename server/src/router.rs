//! The HTTP surface: what is served where, and the middleware around it.
//!
//! Every request passes, in this order:
//!
//! 1. request id: a UUID version 7, in the log, the audit and the `x-request-id` answer header;
//! 2. trace: a span and one log line, without query, headers or bodies;
//! 3. security headers: Content-Security-Policy with a fresh nonce, `no-store` unless a file says otherwise;
//! 4. catch-panic: a 500 that still has the headers above;
//! 5. host allow-list: 421 for names that are not ours (`/healthz` and `/readyz` are exempt).
//!
//! Pages, forms, server functions and the relay (not probes, not static files) then pass:
//!
//! 6. compression: HTML and JSON only, never an event stream;
//! 7. CSRF: `Sec-Fetch-Site` and `Origin` of everything but GET, HEAD and OPTIONS;
//! 8. body limits: `limits.body_bytes`, more for the relay; and no pause in it over 30 seconds;
//! 9. session: the `__Host-session` cookie, read when asked for, written when changed;
//! 10. sign-in: puts who acts, as a `control::Op`, into the request, or answers in its place;
//! 11. rates, with sign-in only: how often one person or address may ask.
//!
//! Whether that person may do what they ask is decided further in, by the use case.

use crate::{
    AppState,
    auth::{
        Auth,
        azure::{self, ConnectAuth},
        identify, oidc,
    },
    config::HttpConfig,
    exports, forms,
    layers::{AllowedHosts, ContentPolicy, Rates, assign_request_id, check_host, limit_rates, panicked, security_headers, trace},
    probes, relay, render,
    sessions::{self, Sessions},
    site,
};
use app::api::ssr;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, StatusCode, Version, header};
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::{sync::Arc, time::Duration};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::{self, CsrfLayer, ProtectionError},
    timeout::RequestBodyTimeoutLayer,
};

/// The longest that a browser may take between two pieces of what it sends.
const BODY_PAUSE: Duration = Duration::from_secs(30);

/// The CSRF check with an answer in words.
type Csrf = CsrfLayer<fn(ProtectionError) -> Response>;

/// What the middleware needs beside the handlers' state.
pub struct Surface {
    pub hosts: AllowedHosts,
    pub sessions: Sessions,
    pub auth: Auth,
    /// Where people connect to Azure as themselves, if a gateway asks for that.
    pub connect: Option<Arc<ConnectAuth>>,
    pub rates: Rates,
    /// Whether browsers reach the console encrypted.
    pub is_https: bool,
    /// How long a session lives without a request.
    pub idle: Duration,
    pub csrf: Csrf,
    /// In bytes.
    pub body_limit: usize,
    /// In bytes.
    pub relay_body_limit: usize,
}

/// Browsers behind a proxy send the public origin, which the proxy's `Host` need not match.
///
/// # Errors
/// A public URL whose host is not in the form that browsers send.
pub fn csrf(config: &HttpConfig) -> Result<Csrf, csrf::ConfigError> {
    let layer = CsrfLayer::new().with_rejection_response(cross_origin as fn(ProtectionError) -> Response);
    match &config.public_url {
        Some(url) => layer.add_trusted_origin(url.origin().ascii_serialization()),
        None => Ok(layer),
    }
}

fn cross_origin(_: ProtectionError) -> Response {
    (StatusCode::FORBIDDEN, "This request came from another site, so it was not carried out.\n").into_response()
}

/// Everything, ready to be served.
pub fn build(state: AppState, surface: Surface) -> Router {
    let files = site::routes(&state.leptos_options);
    let provider = match &surface.auth {
        Auth::Oidc(auth) => Some(auth.provider_origin()),
        Auth::Local(_) => None,
    };
    let policy = ContentPolicy::new(provider, surface.is_https);
    signed_in(&state, &surface)
        .merge(probes::routes())
        .merge(files)
        .with_state(state)
        .layer(middleware::from_fn_with_state(surface.hosts, check_host)) // 5
        .layer(CatchPanicLayer::custom(panicked)) // 4
        .layer(middleware::from_fn_with_state(policy, security_headers)) // 3
        .layer(middleware::from_fn(trace)) // 2
        .layer(middleware::from_fn(assign_request_id)) // 1
}

fn signed_in(state: &AppState, surface: &Surface) -> Router<AppState> {
    let handlers = match &surface.auth {
        Auth::Oidc(_) => handlers(state, surface).layer(middleware::from_fn_with_state(surface.rates.clone(), limit_rates)), // 11
        Auth::Local(_) => handlers(state, surface),
    };
    handlers
        .layer(middleware::from_fn_with_state(surface.auth.clone(), identify)) // 10
        .layer(sessions::layer(surface.sessions.clone(), surface.idle)) // 9
        .layer(DefaultBodyLimit::max(surface.body_limit)) // 8
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE)) // 8
        .layer(surface.csrf.clone()) // 7
        .layer(CompressionLayer::new().compress_when(is_compressible)) // 6
}

fn handlers(state: &AppState, surface: &Surface) -> Router<AppState> {
    let options = state.leptos_options.clone();
    let pages = generate_route_list(app::App);
    let signing_in = match &surface.auth {
        Auth::Oidc(auth) => oidc::routes(auth.clone()),
        Auth::Local(_) => Router::new(),
    };
    Router::new()
        .leptos_routes_with_context(state, pages, ssr::provide(state.control.clone(), state.settings.clone()), move || {
            app::shell(options.clone())
        })
        .merge(signing_in)
        .merge(surface.connect.clone().map(azure::routes).unwrap_or_default())
        .merge(forms::routes())
        .merge(exports::routes())
        .merge(relay::routes(surface.relay_body_limit))
        .fallback(render::not_found)
}

/// The paths behind sign-in that neither the app's route table nor its server functions list: what
/// takes a POST (forms and the relay), and lists as files.
pub fn posts_and_downloads() -> (Vec<&'static str>, Vec<&'static str>) {
    (forms::paths().chain([relay::PATH]).collect(), exports::PATHS.to_vec())
}

fn is_compressible(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/json")
}
