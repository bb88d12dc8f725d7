//! From a call to the function that answers it. Every write is recorded here, whether it was made or refused.

use axum::response::Response;
use http::Method;

use super::call::Call;
use super::collection::{self, Collection, Target};
use super::error::ArmError;
use super::{read, service, write};
use crate::shared::Shared;

pub(super) fn answer(shared: &Shared, call: &Call) -> Result<Response, ArmError> {
    let answer = dispatch(shared, call);
    let status = answer.as_ref().map_or_else(|error| error.status, Response::status);
    shared.note(call, status.as_u16(), status.is_success());
    answer
}

fn dispatch(shared: &Shared, call: &Call) -> Result<Response, ArmError> {
    if call.segments.iter().any(|segment| segment.contains('/')) {
        return Err(ArmError::no_such_type());
    }
    match collection::find(&call.segments, &call.method).ok_or_else(ArmError::no_such_type)? {
        Target::Service if call.method == Method::GET => Ok(service::get(shared)),
        Target::List { collection, path } if call.method == Method::GET => read::list(shared, call, collection, &path),
        Target::Item { collection, path } => item(shared, call, collection, &path),
        Target::Action { collection, path, action: "reconnect" } => write::reconnect(shared, call, collection, &path),
        Target::Action { collection, path, action: "listSecrets" } => read::list_secrets(shared, collection, &path),
        Target::Service | Target::List { .. } | Target::Action { .. } => Err(ArmError::method_not_allowed(&call.method)),
    }
}

fn item(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    match call.method {
        Method::GET => read::get(shared, collection, path),
        Method::HEAD => Ok(read::head(shared, path)),
        Method::PUT => write::put(shared, call, collection, path),
        Method::PATCH => write::patch(shared, call, collection, path),
        Method::DELETE => write::delete(shared, call, collection, path),
        _ => Err(ArmError::method_not_allowed(&call.method)),
    }
}
