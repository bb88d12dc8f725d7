//! From a call to the function that answers it. Every write is recorded here, whether it was made or refused,
//! in the order in which they were made.

use axum::response::Response;
use http::Method;

use super::call::Call;
use super::collection::{self, Collection, Target};
use super::error::ArmError;
use super::{action, operation, read, service, write};
use crate::rules::api::revision;
use crate::shared::Shared;

pub(super) fn answer(shared: &Shared, call: &Call) -> Result<Response, ArmError> {
    if !call.is_change() {
        return dispatch(shared, call);
    }
    let _in_order = shared.changes.in_order();
    let answer = dispatch(shared, call);
    let status = answer.as_ref().map_or_else(|error| error.status, Response::status);
    shared.note(call, status.as_u16(), status.is_success());
    answer
}

fn dispatch(shared: &Shared, call: &Call) -> Result<Response, ArmError> {
    if call.segments.iter().any(|segment| segment.contains('/')) {
        return Err(ArmError::no_such_type());
    }
    if call.method == Method::GET {
        if let Some(id) = &call.query.async_id {
            return operation::outcome(shared, call, id, call.query.async_code.as_deref());
        }
        let words: Vec<String> = call.segments.iter().map(|segment| segment.to_ascii_lowercase()).collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["tenant", "operationresults", id] | ["locations", _, "operationstatuses", id] => return operation::status(shared, id),
            ["apis", api, "products"] => return read::products_of(shared, call, api),
            ["locations", _, "operationresults", id] => return operation::outcome(shared, call, id, None),
            _ => {}
        }
    }
    let target = collection::find(&call.segments, &call.method, &call.query.api_version).ok_or_else(ArmError::no_such_type)?;
    let canonical = |path: String| revision::canonical(&shared.resources.now(), &path);
    match target {
        Target::Service if call.method == Method::GET => Ok(service::get(shared)),
        Target::List { collection, path } if call.method == Method::GET => read::list(shared, call, collection, &canonical(path)),
        Target::Item { collection, path } => item(shared, call, collection, &canonical(path)),
        Target::Action { collection, path, action } if call.method == Method::POST => {
            action::answer(shared, call, collection, &path, action)
        }
        Target::Service | Target::List { .. } | Target::Action { .. } => Err(ArmError::method_not_allowed(&call.method)),
    }
}

fn item(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    match call.method {
        Method::GET if !collection.is_membership => read::get(shared, call, collection, path),
        Method::HEAD => Ok(read::head(shared, collection, path)),
        Method::PUT => write::put(shared, call, collection, path),
        Method::PATCH => write::patch(shared, call, collection, path),
        Method::DELETE => write::delete(shared, call, collection, path),
        _ => Err(ArmError::method_not_allowed(&call.method)),
    }
}
