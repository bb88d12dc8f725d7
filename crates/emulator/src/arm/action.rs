//! The POST actions of single resources.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::call::Call;
use super::collection::Collection;
use super::error::ArmError;
use super::{operation, read};
use crate::rules::{self, Problem};
use crate::shared::Shared;

pub(super) fn answer(shared: &Shared, call: &Call, collection: &Collection, path: &str, action: &str) -> Result<Response, ArmError> {
    match action {
        "reconnect" => reconnect(shared, call, collection, path),
        "listSecrets" => read::list_secrets(shared, collection, path),
        "listValue" => read::list_value(shared, collection, path),
        "listReferences" => read::list_references(shared, collection, path),
        "regeneratePrimaryKey" => regenerate(shared, collection, path, "primaryKey"),
        "regenerateSecondaryKey" => regenerate(shared, collection, path, "secondaryKey"),
        "refreshSecret" => refresh(shared, call, collection, path),
        _ => Err(ArmError::no_such_type()),
    }
}

/// Accepts a reconnect; the emulator keeps no connections that would need one, only its breakers are closed.
fn reconnect(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    let backend = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    if let Some(after) = call.body.as_ref().and_then(|body| body.pointer("/properties/after"))
        && after.as_str().and_then(rules::duration::parse).is_none()
    {
        return Err(ArmError::validation(vec![Problem::new("after", "After must be an ISO 8601 duration, for example PT2M.")]));
    }
    shared.breakers.forget(backend.name());
    Ok(StatusCode::ACCEPTED.into_response())
}

fn regenerate(shared: &Shared, collection: &Collection, path: &str, key: &str) -> Result<Response, ArmError> {
    shared.resources.change(|tree| {
        let subscription = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
        let properties = rules::subscription::with_new_key(subscription, key);
        tree.put(path, properties);
        Ok::<_, ArmError>(())
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn refresh(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    shared.resources.change(|tree| {
        let named = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
        let properties = rules::named_value::refresh(named).map_err(|problem| ArmError::validation(vec![problem]))?;
        tree.put(path, properties);
        Ok::<_, ArmError>(())
    })?;
    Ok((StatusCode::ACCEPTED, operation::start(shared, call, path, 200)).into_response())
}
