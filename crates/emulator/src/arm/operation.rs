//! How a long-running operation looks: two headers to begin with, a status to ask for, and a location that
//! answers 202 until it answers with the outcome.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use super::call::Call;
use super::collection;
use super::entity;
use super::error::ArmError;
use super::headers::JSON;
use crate::identity;
use crate::rules::View;
use crate::shared::Shared;

const ASYNC_OPERATION: HeaderName = HeaderName::from_static("azure-asyncoperation");

/// Begins an operation on a resource and answers the headers that lead to it.
pub(super) fn start(shared: &Shared, call: &Call, path: &str, code: u16) -> HeaderMap {
    let id = shared.operations.start(path, call.pace);
    let (host, version) = (&call.host, &call.query.api_version);
    let location = format!("http://{host}{}?api-version={version}&asyncId={id}&asyncCode={code}", call.path);
    let status = format!("http://{host}{}/tenant/operationResults/{id}?api-version={version}", identity::service_id());
    let pairs = [(LOCATION, location), (ASYNC_OPERATION, status)];
    pairs.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?))).collect()
}

/// `{"status": "InProgress"}` or `Succeeded`.
pub(super) fn status(shared: &Shared, id: &str) -> Result<Response, ArmError> {
    let operation = shared.operations.get(id).ok_or_else(|| ArmError::entity_not_found("Operation"))?;
    let word = if operation.is_running(shared.switches.generation()) { "InProgress" } else { "Succeeded" };
    Ok(([(CONTENT_TYPE, JSON)], entity::pretty(&json!({ "status": word }))?).into_response())
}

/// What a Location answers: 202 with itself while the operation runs, then its outcome.
pub(super) fn outcome(shared: &Shared, call: &Call, id: &str, code: Option<&str>) -> Result<Response, ArmError> {
    let operation = shared.operations.get(id).ok_or_else(|| ArmError::entity_not_found("Operation"))?;
    if operation.is_running(shared.switches.generation()) {
        let location = HeaderValue::from_str(&format!("http://{}{}", call.host, call.target)).map_err(|_| ArmError::internal())?;
        return Ok((StatusCode::ACCEPTED, [(LOCATION, location)]).into_response());
    }
    let code = code.and_then(|code| code.parse::<u16>().ok()).and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::OK);
    if code == StatusCode::NO_CONTENT {
        return Ok(code.into_response());
    }
    let tree = shared.resources.now();
    let resource = tree.get(&operation.path).ok_or_else(|| ArmError::entity_not_found("Operation"))?;
    let collection = collection::of(&operation.path).ok_or_else(ArmError::internal)?;
    let view = View { format: None, api_version: &call.query.api_version, is_written: false };
    entity::answer(code, shared, &tree, collection, resource, view)
}
