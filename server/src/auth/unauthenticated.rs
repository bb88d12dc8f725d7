//! What someone is told who is not signed in, or has no role: a page goes to the provider and comes
//! back, a script gets a 401, and what a form brought is not lost.

use super::{oidc::OidcAuth, return_to::own_path, visit::Visit};
use crate::{forms::answer::ASKED_BY_SCRIPT, layers::RequestId, problem, render};
use app::state::Notice;
use axum::{
    body::to_bytes,
    extract::Request,
    response::{IntoResponse, Redirect, Response},
};
use control::Op;
use domain::{Problem, ProblemCode};
use http::{HeaderValue, Method, StatusCode, header};
use leptos::config::LeptosOptions;

/// The most of a form that is kept for sending again.
const MAX_FORM: usize = 512 * 1024;
/// Fields that are typed again rather than kept in a page.
const SECRETS: [&str; 6] = ["value", "password", "secret", "connectionstring", "instrumentationkey", "parameter"];

/// A browser navigating, not a script, a probe or an asset.
pub(super) fn is_page_view(request: &Request) -> bool {
    request.method() == Method::GET && wants_html(request)
}

fn wants_html(request: &Request) -> bool {
    let accepts_html = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("text/html"));
    request.headers().get(header::ACCEPT).is_some_and(accepts_html)
}

/// Where someone signs in who wanted this.
pub(super) fn login(request: &Request, is_silent: bool) -> String {
    address(request.uri().path_and_query().map_or("/", |path| path.as_str()), is_silent)
}

/// Where someone signs in who wants to go on to `return_to`.
pub(super) fn address(return_to: &str, is_silent: bool) -> String {
    let query = [("return_to", own_path(return_to)), ("silent", if is_silent { "1" } else { "" }.to_owned())];
    let query: Vec<_> = query.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("/auth/login?{}", serde_urlencoded::to_string(query).unwrap_or_default())
}

/// `options`: what a page of its own is drawn with.
pub(super) async fn answer(options: &LeptosOptions, request: Request) -> Response {
    if is_page_view(&request) {
        return Redirect::to(&login(&request, false)).into_response();
    }
    if request.method() == Method::POST && wants_html(&request) {
        return send_again(options, request).await;
    }
    told(&request, "Your session has ended: sign in again.", &[(header::WWW_AUTHENTICATE, "Bearer")])
}

fn told(request: &Request, message: &str, headers: &[(header::HeaderName, &'static str)]) -> Response {
    let mut found = Problem::new(ProblemCode::Unauthenticated, message);
    found.request_id = RequestId::of(request.extensions());
    let mut response = problem::answer(found);
    for (name, value) in headers {
        response.headers_mut().insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}

pub(super) fn token_refused(request: &Request) -> Response {
    let message = "This token is not valid: it was revoked, has expired, or was never one.";
    told(request, message, &[(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")])
}

/// The console's own memory failed; nobody is let in by that.
pub(super) fn failed(error: &(dyn std::error::Error + 'static), request: &Request) -> Response {
    let request_id = RequestId::of(request.extensions());
    tracing::error!(request_id, %error, "who asks could not be found out");
    let mut found = Problem::new(ProblemCode::Internal, "The console could not find out who you are. Its log has the cause.");
    found.request_id = request_id;
    problem::answer(found)
}

/// A form that came after its session ended: sign in elsewhere, then send it again from here.
async fn send_again(options: &LeptosOptions, request: Request) -> Response {
    let is_script = request.headers().contains_key(ASKED_BY_SCRIPT);
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_FORM).await.unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
    let is_secret = |name: &str| SECRETS.contains(&name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str());
    let kept: Vec<_> = pairs.iter().filter(|(name, value)| value.is_empty() || !is_secret(name)).cloned().collect();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut page = Notice::new(
        "Your session has ended",
        "Nothing was changed. Sign in in another tab, then send what you typed once more from this one.",
    )
    .with_new_tab("Sign in in a new tab", "/auth/login?return_to=/me");
    // A script keeps the form itself, secrets included: it only needs to be told.
    if !is_script {
        page = page.with_form("Send again", &path, kept.clone());
    }
    if !is_script && kept.len() < pairs.len() {
        page = page.with_text("Secrets that you typed are not kept in this page: after sending again the form asks for them.");
    }
    render::bare(options, parts, page, StatusCode::UNAUTHORIZED).await
}

/// Signed in, and mapped to nothing: says so, and whom to ask.
pub(super) async fn without_role(auth: &OidcAuth, op: &Op, visit: &Visit, request: Request) -> Response {
    if !wants_html(&request) {
        let mut found = Problem::new(ProblemCode::Forbidden, "You are signed in, and have no role in this console.");
        found.request_id = op.request_id.clone();
        return problem::answer(found);
    }
    let whom = match auth.contact() {
        "" => "whoever runs this console".to_owned(),
        contact => contact.to_owned(),
    };
    let mut page = Notice::new(
        "You have no role here yet",
        format!(
            "You are signed in as {}, but none of what the identity provider says of you gives you a role. Ask {whom} for one.",
            visit.name
        ),
    )
    .with_link("Why is that?", "/me")
    .with_link("Sign in again", "/auth/login?silent=1")
    .with_link("Sign out", "/auth/logout");
    if !visit.hint.is_empty() {
        page = page.with_text(&visit.hint);
    }
    let (parts, _) = request.into_parts();
    render::bare(auth.options(), parts, page, StatusCode::FORBIDDEN).await
}
