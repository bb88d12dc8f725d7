//! The server's side of the server functions: the only file here that touches axum and the request.

use super::WireError;
use crate::state::Session;
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use control::{Control, Error, Op};
use domain::{Problem, ProblemCode};
use leptos::{nonce::Nonce, prelude::*};
use leptos_axum::ResponseOptions;

/// Who asks, put into the request's extensions by the server's authentication.
pub type Caller = Op;

/// The nonce of this response's content security policy.
#[derive(Debug, Clone)]
pub struct CspNonce(pub String);

/// The contexts that pages and server functions need, on each of leptos_axum's paths alike.
pub fn provide(control: Control) -> impl Fn() + Clone + Send + 'static {
    move || {
        provide_context(control.clone());
        let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CspNonce>().cloned());
        if let Some(CspNonce(nonce)) = nonce {
            provide_context(Nonce::from_value(nonce));
        }
    }
}

/// The first line of each server function.
pub fn op() -> Result<(Op, Control), WireError> {
    let caller = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().cloned());
    match (caller, use_context::<Control>()) {
        (Some(op), Some(control)) => Ok((op, control)),
        _ => {
            let problem = Problem::new(ProblemCode::Unauthenticated, "Sign in first.");
            set_status(problem.code.status());
            Err(WireError(problem))
        }
    }
}

/// The last line of each server function: the value, or the failure with its status.
pub fn respond<T>(op: &Op, result: Result<T, Error>) -> Result<T, WireError> {
    result.map_err(|error| {
        let problem = error.problem(&op.request_id);
        tracing::info!(request_id = op.request_id, code = problem.code.as_str(), "a use case failed");
        set_status(problem.code.status());
        WireError(problem)
    })
}

/// The status of the page or answer that is being made.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Who is signed in and which gateways there are, for the frame around each page.
pub fn session() -> Session {
    let Ok((op, control)) = op() else { return Session::default() };
    let gateways = control.list_gateways(&op);
    let here = use_context::<Parts>().and_then(|parts| crate::routes::gateway_of(parts.uri.path()));
    let is_read_only = gateways.iter().any(|gateway| Some(&gateway.name) == here.as_ref() && gateway.is_read_only);
    Session { gateways, actor: Some(op.actor), is_read_only }
}

/// A cookie of the request.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    cookie_of(&parts.headers, name)
}

fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}
