//! What browsers are told to refuse. The nonce of the Content-Security-Policy is minted here, put
//! into the request for the renderer, and sent as a header, never as a meta element.

use app::api::ssr::CspNonce;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::sync::Arc;

/// The same for every answer.
const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: browsers would then send `Origin: null` with form posts, and the CSRF check
    // compares origins.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What differs from one console to another. Cheap to clone.
#[derive(Clone)]
pub struct ContentPolicy {
    /// Where forms may lead beside the console itself: with a blank before each.
    form_targets: Arc<str>,
    is_https: bool,
}

impl ContentPolicy {
    /// `provider`: signing out is a form that leads on to the identity provider's origin.
    pub fn new(provider: Option<String>, is_https: bool) -> Self {
        Self { form_targets: provider.map(|origin| format!(" {origin}")).unwrap_or_default().into(), is_https }
    }
}

pub async fn security_headers(State(content): State<ContentPolicy>, mut request: Request, next: Next) -> Response {
    let nonce = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
    let policy = policy(&nonce, &content.form_targets);
    request.extensions_mut().insert(CspNonce(nonce));
    let mut response = next.run(request).await;
    apply(response.headers_mut(), &policy);
    if content.is_https {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

fn apply(headers: &mut HeaderMap, policy: &str) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // Pages and answers hold what only this person may see; static files say otherwise themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

fn policy(nonce: &str, form_targets: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'{form_targets}; frame-ancestors 'none'; base-uri 'none'"
    )
}
