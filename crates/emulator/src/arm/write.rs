//! Writing: PUT, PATCH, DELETE and reconnect. Condition, rules and change happen in one step,
//! so that no other writer comes between them.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value};

use super::call::Call;
use super::collection::{Collection, Writes};
use super::entity;
use super::error::ArmError;
use super::precondition;
use crate::rules::{self, Problem};
use crate::shared::Shared;
use crate::state::Put;

pub(super) fn put(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection)?;
    check_name(writes, path)?;
    let mut properties = properties(call)?;
    (writes.normalise)(&mut properties);
    let put = shared.resources.change(|tree| {
        precondition::check(call.if_match.as_deref(), tree.get(path).map(AsRef::as_ref))?;
        refuse((writes.check)(tree, path, &properties))?;
        Ok::<_, ArmError>(tree.put(path, properties))
    })?;
    answer_put(collection, &put)
}

fn answer_put(collection: &Collection, put: &Put) -> Result<Response, ArmError> {
    let status = if put.is_new { StatusCode::CREATED } else { StatusCode::OK };
    entity::answer(status, collection, &put.resource)
}

/// Objects are merged, everything else is replaced, null removes.
pub(super) fn patch(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection)?;
    let patch = properties(call)?;
    let put = shared.resources.change(|tree| {
        let current = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
        precondition::check(call.if_match.as_deref(), Some(current))?;
        let mut merged = current.properties.clone();
        merge(&mut merged, patch);
        (writes.normalise)(&mut merged);
        refuse((writes.check)(tree, path, &merged))?;
        Ok::<_, ArmError>(tree.put(path, merged))
    })?;
    answer_put(collection, &put)
}

pub(super) fn delete(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection)?;
    let was_there = shared.resources.change(|tree| {
        let Some(current) = tree.get(path) else { return Ok(false) };
        precondition::check(call.if_match.as_deref(), Some(current))?;
        refuse((writes.check_delete)(tree, path))?;
        Ok::<_, ArmError>(tree.remove(path))
    })?;
    Ok(if was_there { StatusCode::OK } else { StatusCode::NO_CONTENT }.into_response())
}

/// Accepts a reconnect; the emulator keeps no connections that would need one, only its breakers are closed.
pub(super) fn reconnect(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
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

fn writes<'a>(call: &Call, collection: &'a Collection) -> Result<&'a Writes, ArmError> {
    collection.writes.as_ref().ok_or_else(|| ArmError::method_not_allowed(&call.method))
}

fn check_name(writes: &Writes, path: &str) -> Result<(), ArmError> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_short = name.chars().count() <= writes.max_name;
    let message = format!("The identifier must be 1 to {} characters long.", writes.max_name);
    refuse(if is_short { Vec::new() } else { vec![Problem::new("name", message)] })
}

fn properties(call: &Call) -> Result<Map<String, Value>, ArmError> {
    match call.body.as_ref().and_then(|body| body.get("properties")) {
        Some(Value::Object(properties)) => Ok(properties.clone()),
        _ => Err(ArmError::validation(vec![Problem::new("properties", "Properties must be an object.")])),
    }
}

fn refuse(problems: Vec<Problem>) -> Result<(), ArmError> {
    if problems.is_empty() { Ok(()) } else { Err(ArmError::validation(problems)) }
}

fn merge(target: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (target.get_mut(&name), value) {
            (_, Value::Null) => {
                target.remove(&name);
            }
            (Some(Value::Object(existing)), Value::Object(changes)) => merge(existing, changes),
            (_, Value::Object(changes)) => {
                let mut fresh = Map::new();
                merge(&mut fresh, changes);
                target.insert(name, Value::Object(fresh));
            }
            (_, value) => {
                target.insert(name, value);
            }
        }
    }
}
