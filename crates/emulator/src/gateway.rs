//! The gateway listener: match API and operation, check the subscription key, find the backend that the
//! policy names, choose a pool member, forward. Everything it knows comes from the resources, none is built in.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use serde_json::json;

use crate::guard;
use crate::model;
use crate::shared::Shared;

mod answer;
mod balancer;
mod breaker;
mod credentials;
mod forward;
mod key;
mod policy;
mod pool;
mod quota;
mod route;
mod scopes;
mod target;
mod usage;

pub(crate) use balancer::Balancer;
pub(crate) use breaker::Breakers;
pub(crate) use quota::TokenCounters;

use answer::GatewayError;

/// Answers one request of the gateway listener.
pub(crate) async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let host = match guard::check(&parts) {
        Ok(host) => host,
        Err(refusal) => return answer::error(refusal.status(), refusal.message()),
    };
    if let Some(address) = model::Address::parse(parts.uri.path()) {
        return model::serve(&shared, &address, &parts.method, body).await;
    }
    match (&parts.method, parts.uri.path()) {
        (&Method::GET, "/emulator/breakers") => {
            let report = json!({ "breakers": shared.breakers.report() });
            ([(CONTENT_TYPE, "application/json")], report.to_string()).into_response()
        }
        (&Method::GET, "/status-0123456789abcdef") => (StatusCode::OK, "Service Operational").into_response(),
        _ => {
            let request = Request::from_parts(parts, body);
            call(&shared, &host, request).await.unwrap_or_else(IntoResponse::into_response)
        }
    }
}

/// One call of an API.
async fn call(shared: &Arc<Shared>, host: &str, request: Request) -> Result<Response, GatewayError> {
    let tree = shared.resources.now();
    let route = route::find(&tree, request.method(), request.uri().path()).ok_or(GatewayError::NotFound)?;
    let names = key::ParameterNames::of(&route.api);
    let caller = key::check(&tree, &route.api, &names, request.headers(), request.uri().query())
        .map_err(|problem| GatewayError::Key { problem, challenge: names.challenge(host, route.api.text("path").unwrap_or_default()) })?;
    let (limits, request) = policy::Limits::pass(shared, &tree, &route, &caller, request).await?;
    let target = target::choose(shared, &tree, &route, caller.product.as_deref())?;
    let answer = forward::send(shared, &tree, &target, &names, &route.rest, request).await?;
    limits.settle(shared, answer).await
}
