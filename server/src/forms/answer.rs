//! How a form post is read and answered.

use crate::{AppState, forms::render_page};
use app::state::Posted;
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use control::{Error, Op};
use domain::{Pairs, Problem};
use http::{StatusCode, header::LOCATION, request::Parts};
use leptos::prelude::provide_context;

/// A form post by someone signed in: who, what, and the request to render the page again with.
pub struct Post {
    pub op: Op,
    pub pairs: Pairs,
    pub parts: Parts,
}

impl FromRequest<AppState> for Post {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let Some(op) = parts.extensions.get::<Op>().cloned() else {
            return Err(StatusCode::UNAUTHORIZED.into_response());
        };
        let again = Request::from_parts(parts.clone(), body);
        let form = axum::Form::<Vec<(String, String)>>::from_request(again, state).await;
        let axum::Form(pairs) = form.map_err(|rejection| unreadable(rejection.into_response().status()))?;
        let pairs = Pairs(pairs);
        let op = op.because(&pairs.text("reason"));
        Ok(Self { op, pairs, parts })
    }
}

fn unreadable(status: StatusCode) -> Response {
    let words = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "What was sent is larger than this console takes: see limits.body_bytes. Nothing was saved.\n",
        _ => "What was sent can't be read as a form, or did not come in time. Nothing was saved.\n",
    };
    (status, words).into_response()
}

/// The path's parameters, decoded.
pub async fn path<T: serde::de::DeserializeOwned + Send>(parts: &mut Parts) -> Result<T, Response> {
    let path = axum::extract::Path::<T>::from_request_parts(parts, &()).await;
    path.map(|axum::extract::Path(value)| value).map_err(IntoResponse::into_response)
}

impl Post {
    /// The button that was pressed.
    pub fn action(&self) -> String {
        self.pairs.text("do")
    }

    /// The ARM JSON that the page showed; browsers write line breaks in their own way.
    pub fn seen(&self) -> String {
        self.pairs.text("seen").replace("\r\n", "\n")
    }

    /// The failure as the page shows it.
    pub fn problem(&self, error: &Error) -> Problem {
        error.problem(&self.op.request_id)
    }

    /// The page again, with what was posted.
    pub async fn page(self, state: &AppState, posted: Posted, status: StatusCode) -> Response {
        let posted = Posted { reason: self.pairs.text("reason"), ..posted };
        render_page(state, self.parts, move || provide_context(posted.clone()), status).await
    }

    /// The page again, with what went wrong beside `posted`.
    pub async fn refused(self, state: &AppState, posted: Posted, error: &Error) -> Response {
        let problem = self.problem(error);
        let status = status_of(&problem);
        self.page(state, Posted { problem: Some(problem), ..posted }, status).await
    }
}

/// The status of a page that shows this problem.
pub fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sent by the page's script, which posts forms in the background.
pub const ASKED_BY_SCRIPT: &str = "x-console-form";
/// A script can't see where a redirect leads before it follows it, so it is told here.
const TARGET: &str = "x-console-location";

/// For a script, a redirect is a 204 with its target.
pub async fn tell_script(request: Request, next: Next) -> Response {
    let is_script = request.headers().contains_key(ASKED_BY_SCRIPT);
    let mut response = next.run(request).await;
    if is_script
        && response.status() == StatusCode::SEE_OTHER
        && let Some(target) = response.headers_mut().remove(LOCATION)
    {
        response.headers_mut().insert(TARGET, target);
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}

/// 303: the browser asks for the next page with GET.
pub fn see(href: &str) -> Response {
    Redirect::to(href).into_response()
}
