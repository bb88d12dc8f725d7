//! Reads request bodies of the ARM listener: bounded, JSON or nothing.

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::ArmError;

/// ARM's own limit for request bodies.
const LIMIT: usize = 4 * 1024 * 1024;

pub(super) async fn read_json(body: Body) -> Result<Option<Value>, ArmError> {
    let bytes = read(body).await?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    parse(&bytes).map(Some)
}

/// Reads a body that must be a `T`.
pub(super) async fn read_as<T: DeserializeOwned>(body: Body) -> Result<T, ArmError> {
    parse(&read(body).await?)
}

async fn read(body: Body) -> Result<Bytes, ArmError> {
    axum::body::to_bytes(body, LIMIT).await.map_err(|_| {
        let message = format!("The request content size exceeds the maximum size of {} MB.", LIMIT / 1024 / 1024);
        ArmError::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestContentTooLarge", message)
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ArmError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("The request content was invalid and could not be deserialized: '{error}'.");
        ArmError::new(StatusCode::BAD_REQUEST, "InvalidRequestContent", message)
    })
}
