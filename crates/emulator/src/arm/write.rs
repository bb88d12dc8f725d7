//! Writing: PUT, PATCH and DELETE. Condition, rules and change happen in one step,
//! so that no other writer comes between them.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value};

use super::call::Call;
use super::collection::{self, Collection, Long, Writes};
use super::entity::{self, Entity};
use super::error::ArmError;
use super::{operation, precondition};
use crate::rules::{DeleteOptions, Problem, View, Write};
use crate::shared::Shared;
use crate::state::{Resource, Tree};

/// A write that was made.
struct Made {
    resource: Arc<Resource>,
    is_new: bool,
}

pub(super) fn put(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection)?;
    check_name(writes, path)?;
    let sent = if writes.has_body { properties(call)? } else { Map::new() };
    let made = shared.resources.change(|tree| {
        may_write(shared, call, tree, path)?;
        precondition::check(call.if_match.as_deref(), tree.get(path).map(AsRef::as_ref))?;
        store(tree, call, writes, path, &sent, sent.clone())
    })?;
    let is_long = match writes.long {
        Long::Never => false,
        Long::Always => true,
        Long::Api => sent.contains_key("format") || sent.get("type").and_then(Value::as_str) == Some("mcp"),
    };
    answer(shared, call, collection, &made, is_long)
}

/// Objects are merged, everything else is replaced, null removes.
pub(super) fn patch(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection).ok().filter(|writes| writes.can_patch);
    let writes = writes.ok_or_else(|| ArmError::method_not_allowed(&call.method))?;
    let sent = properties(call)?;
    let made = shared.resources.change(|tree| {
        may_write(shared, call, tree, path)?;
        let current = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
        precondition::check(call.if_match.as_deref(), Some(current))?;
        let mut merged = current.properties.clone();
        merge(&mut merged, sent.clone());
        store(tree, call, writes, path, &sent, merged)
    })?;
    if writes.long == Long::Always {
        return Ok((StatusCode::ACCEPTED, operation::start(shared, call, &made.resource.path, 200)).into_response());
    }
    answer(shared, call, collection, &made, false)
}

/// Runs the rules over what a resource would become, and stores it.
fn store(
    tree: &mut Tree,
    call: &Call,
    writes: &Writes,
    path: &str,
    sent: &Map<String, Value>,
    mut properties: Map<String, Value>,
) -> Result<Made, ArmError> {
    let previous = tree.get(path).cloned();
    (writes.normalise)(&mut properties);
    let write = Write { path, previous: previous.as_deref(), sent, api_version: &call.query.api_version };
    (writes.complete)(tree, &write, &mut properties)?;
    refuse((writes.check)(tree, path, &properties))?;
    let put = tree.put(path, properties);
    let now_at = (writes.after)(tree, path);
    let resource = tree.get(&now_at).cloned().unwrap_or(put.resource);
    Ok(Made { resource, is_new: put.is_new })
}

fn answer(shared: &Shared, call: &Call, collection: &Collection, made: &Made, is_long: bool) -> Result<Response, ArmError> {
    let status = if made.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let view = View { format: None, api_version: &call.query.api_version, is_written: true };
    let tree = shared.resources.now();
    if !is_long {
        return entity::answer(status, shared, &tree, collection, &made.resource, view);
    }
    let headers = operation::start(shared, call, &made.resource.path, status.as_u16());
    let mut entity = Entity::new(shared, &tree, collection, &made.resource, view);
    entity.properties.insert("provisioningState".to_owned(), "InProgress".into());
    let content_type = [(http::header::CONTENT_TYPE, super::headers::JSON)];
    Ok((status, entity::etag_header(&made.resource), headers, content_type, entity::pretty(&entity)?).into_response())
}

pub(super) fn delete(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let writes = writes(call, collection)?;
    let options = DeleteOptions { revisions: call.query.delete_revisions, subscriptions: call.query.delete_subscriptions };
    if writes.needs_if_match && call.if_match.is_none() {
        return Err(ArmError::if_match_required());
    }
    let was_there = shared.resources.change(|tree| {
        may_write(shared, call, tree, path)?;
        let Some(current) = tree.get(path) else { return Ok(false) };
        precondition::check(call.if_match.as_deref(), Some(current))?;
        refuse((writes.before_delete)(tree, path, options))?;
        Ok::<_, ArmError>(tree.remove(path))
    })?;
    if was_there && writes.long == Long::Api {
        return Ok((StatusCode::ACCEPTED, operation::start(shared, call, path, 204)).into_response());
    }
    Ok(if was_there { StatusCode::OK } else { StatusCode::NO_CONTENT }.into_response())
}

/// The parents must exist, no operation may run on it, and no other child of the same API may be written meanwhile.
fn may_write(shared: &Shared, call: &Call, tree: &Tree, path: &str) -> Result<(), ArmError> {
    if let Some(missing) = collection::missing_parent(tree, path) {
        return Err(ArmError::entity_not_found(missing));
    }
    if shared.operations.is_busy(path, shared.switches.generation()) {
        return Err(ArmError::operation_in_progress());
    }
    if call.met_another { Err(ArmError::precondition_failed()) } else { Ok(()) }
}

fn writes<'a>(call: &Call, collection: &'a Collection) -> Result<&'a Writes, ArmError> {
    collection.writes.as_ref().ok_or_else(|| ArmError::method_not_allowed(&call.method))
}

fn check_name(writes: &Writes, path: &str) -> Result<(), ArmError> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut problems = Vec::new();
    if name.chars().count() > writes.max_name {
        problems.push(Problem::new("name", format!("The identifier must be 1 to {} characters long.", writes.max_name)));
    }
    if !(writes.is_name)(name) {
        problems.push(Problem::new("name", format!("'{name}' is not a valid identifier.")));
    }
    refuse(problems)
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
