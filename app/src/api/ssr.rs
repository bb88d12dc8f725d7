//! The server's side of the server functions: the only file here that touches axum and the request.

use super::WireError;
use crate::state::Session;
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use control::{Control, Error, Op};
use domain::{Problem, ProblemCode, access::RoleReason, identity::SettingLine};
use leptos::{nonce::Nonce, prelude::*};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Who asks, put into the request's extensions by the server's authentication.
pub type Caller = Op;

/// By what someone came, beside who they are: put into the request's extensions likewise.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The session's public id; empty with a token.
    pub session: String,
    /// Why they have their role; `None` in local mode.
    pub reason: Option<RoleReason>,
}

/// What the settings page shows of the configuration: put together at boot, without secrets.
#[derive(Debug, Clone, Default)]
pub struct SettingLines(pub Arc<Vec<SettingLine>>);

/// The nonce of this response's content security policy.
#[derive(Debug, Clone)]
pub struct CspNonce(pub String);

/// The contexts that pages and server functions need, on each of leptos_axum's paths alike.
pub fn provide(control: Control, settings: SettingLines) -> impl Fn() + Clone + Send + 'static {
    move || {
        provide_context(control.clone());
        provide_context(settings.clone());
        provide_nonce();
    }
}

/// What a page for someone who is not signed in needs.
pub fn provide_nonce() {
    if let Some(CspNonce(nonce)) = extension::<CspNonce>() {
        provide_context(Nonce::from_value(nonce));
    }
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<T>().cloned())
}

/// By what the caller came.
pub fn visitor() -> Visitor {
    extension().unwrap_or_default()
}

/// The configuration, for the settings page.
pub fn setting_lines() -> Vec<SettingLine> {
    use_context::<SettingLines>().map(|lines| lines.0.to_vec()).unwrap_or_default()
}

/// The first line of each server function.
pub fn op() -> Result<(Op, Control), WireError> {
    match (extension::<Caller>(), use_context::<Control>()) {
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
    let is_local = op.actor.is_local();
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let here = crate::routes::gateway_of(&path).and_then(|name| gateways.iter().find(|(gateway, _)| gateway.name == name));
    let is_read_only = here.is_some_and(|(gateway, _)| gateway.is_read_only);
    let role = here.map_or(op.actor.role, |(_, role)| *role);
    let gateways = gateways.iter().map(|(gateway, _)| gateway.clone()).collect();
    Session { gateways, role: Some(role), actor: Some(op.actor), is_read_only, is_local }
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
