//! Renders the app outside its route table: for addresses that no page has, and for form posts that
//! answer with the page again.

use crate::{AppState, layers::RequestId, problem};
use app::{api::ssr, state::Notice};
use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use domain::{Problem, ProblemCode};
use http::{Method, StatusCode, header, request::Parts};
use leptos::{config::LeptosOptions, context::provide_context};

/// The page at the request's path, as if it had been asked for with GET, with `extra_context`
/// provided to it. The whole page is rendered before the first byte leaves, so that what it finds
/// out (a 404, a redirect) still counts; `status` stands unless the page sets another.
///
/// `parts` keep their headers and extensions: who acts, the request id, the nonce.
pub async fn render_page(
    state: &AppState,
    parts: Parts,
    extra_context: impl Fn() + Clone + Send + Sync + 'static,
    status: StatusCode,
) -> Response {
    let provide = ssr::provide(state.control.clone(), state.settings.clone());
    let options = state.leptos_options.clone();
    let context = move || {
        provide();
        extra_context();
    };
    let render = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
    let mut response = render(as_get(parts)).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// A page of its own, without navigation.
pub async fn notice(state: &AppState, parts: Parts, page: Notice, status: StatusCode) -> Response {
    bare(&state.leptos_options, parts, page, status).await
}

/// The same for whoever has no state at hand: nothing but the page itself is needed.
pub async fn bare(options: &LeptosOptions, parts: Parts, page: Notice, status: StatusCode) -> Response {
    let options = options.clone();
    let context = move || {
        ssr::provide_nonce();
        provide_context(page.clone());
    };
    let render = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
    let mut response = render(as_get(parts)).await;
    *response.status_mut() = status;
    response
}

fn as_get(mut parts: Parts) -> Request {
    parts.method = Method::GET;
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    Request::from_parts(parts, Body::empty())
}

/// What no route matched: the app's own 404 page, or JSON under `/api/`.
pub async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if parts.uri.path().starts_with("/api/") {
        let mut problem = Problem::new(ProblemCode::NotFound, format!("There is nothing at {}.", parts.uri.path()));
        problem.request_id = RequestId::of(&parts.extensions);
        return problem::answer(problem);
    }
    render_page(&state, parts, || (), StatusCode::NOT_FOUND).await
}
