//! `/emulator/…`: the emulator's own endpoints, which a real service does not have. They need no bearer token:
//! the guard has already refused everything that is not this machine.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::body;
use super::error::ArmError;
use super::headers::JSON;
use crate::shared::Shared;
use crate::switches::Rule;

pub(super) async fn serve(shared: &Shared, parts: &Parts, body: Body) -> Response {
    let answer = match (parts.uri.path(), &parts.method) {
        ("/emulator/switches", &Method::GET) => Ok(switches(shared)),
        ("/emulator/switches", &Method::PUT) => replace(shared, body).await,
        ("/emulator/switches", &Method::DELETE) => {
            shared.switches.clear();
            return StatusCode::NO_CONTENT.into_response();
        }
        ("/emulator/log", &Method::GET) => Ok(json!(shared.changes.list())),
        ("/emulator/counts", &Method::GET) => Ok(json!(shared.counts.report())),
        ("/emulator/counts", &Method::DELETE) => {
            shared.counts.clear();
            return StatusCode::NO_CONTENT.into_response();
        }
        ("/emulator/breakers", &Method::GET) => Ok(json!({ "breakers": shared.breakers.report() })),
        ("/emulator/switches" | "/emulator/log" | "/emulator/counts" | "/emulator/breakers", method) => {
            Err(ArmError::method_not_allowed(method))
        }
        _ => Err(ArmError::new(StatusCode::NOT_FOUND, "NotFound", "The emulator has no such endpoint.")),
    };
    match answer {
        Ok(value) => ([(CONTENT_TYPE, JSON)], value.to_string()).into_response(),
        Err(error) => error.into_response(),
    }
}

fn switches(shared: &Shared) -> Value {
    json!({ "rules": shared.switches.rules(), "held": shared.switches.held() })
}

async fn replace(shared: &Shared, body: Body) -> Result<Value, ArmError> {
    let rules: Vec<Rule> = body::read_as(body).await?;
    let has_bad_status = |rule: &Rule| rule.action.answer().is_some_and(|answer| !(200..=599).contains(&answer.status));
    if rules.iter().any(has_bad_status) {
        return Err(ArmError::new(StatusCode::BAD_REQUEST, "InvalidSwitch", "The status of an answer must be 200 to 599."));
    }
    shared.switches.set(rules);
    Ok(switches(shared))
}
