//! From an answer of failure to an [`ApiError`].
//!
//! Azure's front doors, proxies and old api-versions each have their own idea of an error document;
//! none of them may keep the status and the request id from being shown.

use super::{ApiError, ErrorDetail, challenge};
use crate::retry_after::retry_after;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// The longest text taken from Azure, in characters.
const MAX_TEXT: usize = 2_000;
const MAX_DETAILS: usize = 50;

/// Reads `{"error":{"code","message","details"}}`, the same without the envelope, APIM's
/// `{"statusCode","message"}`, or nothing at all.
pub(crate) fn api_error(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ApiError {
    let document: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = document.get("error").filter(|error| error.is_object()).unwrap_or(&document);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    ApiError {
        status: status.as_u16(),
        code: text(error, "code").unwrap_or_else(|| code_of(status)),
        message: text(error, "message").unwrap_or_else(|| message_of(status)),
        details: details(error),
        request_id: header("x-ms-request-id"),
        correlation_id: header("x-ms-correlation-request-id"),
        retry_after: retry_after(headers),
        claims: if status == StatusCode::UNAUTHORIZED { challenge::claims(headers) } else { None },
    }
}

fn details(error: &Value) -> Vec<ErrorDetail> {
    let listed = find(error, "details").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let detail = |value: &Value| ErrorDetail {
        code: text(value, "code").unwrap_or_default(),
        target: text(value, "target"),
        message: text(value, "message").unwrap_or_default(),
    };
    listed.iter().filter(|value| value.is_object()).take(MAX_DETAILS).map(detail).collect()
}

/// A member under its name in either case (`code`, `Code`).
fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members.get(name).or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn text(value: &Value, name: &str) -> Option<String> {
    let text = match find(value, name)? {
        Value::String(text) => text.trim().chars().take(MAX_TEXT).collect(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text: &String| !text.is_empty())
}

/// `Bad Gateway` becomes `BadGateway`.
fn code_of(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("Unknown").split_whitespace().collect()
}

fn message_of(status: StatusCode) -> String {
    if status.is_redirection() {
        return "The answer is a redirect, and redirects are not followed: check `arm_url`.".into();
    }
    "The answer has no error document.".into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use std::time::Duration;

    fn parse(status: u16, body: &str) -> ApiError {
        api_error(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn azure_error_documents() {
        let body = r#"{"error":{"code":"ValidationError","message":"One or more fields contain incorrect values:",
            "details":[{"code":"ValidationError","target":"url","message":"Url is not supported for backend pool."},null],"innererror":{}}}"#;
        let error = parse(400, body);
        assert_eq!((error.status, error.code.as_str()), (400, "ValidationError"));
        assert_eq!(
            error.details,
            [ErrorDetail {
                code: "ValidationError".into(),
                target: Some("url".into()),
                message: "Url is not supported for backend pool.".into()
            }]
        );
        let error = parse(404, r#"{"error":{"code":"ResourceNotFound","message":"Backend not found.","details":null}}"#);
        assert!(error.is_item_missing() && error.details.is_empty());
    }

    #[test]
    fn a_missing_service_is_not_a_missing_item() {
        let message = "The Resource 'Microsoft.ApiManagement/service/x' under resource group 'y' was not found.";
        let body = serde_json::json!({ "error": { "code": "ResourceNotFound", "message": message } }).to_string();
        assert!(!parse(404, &body).is_item_missing());
        assert!(!parse(404, r#"{"error":{"code":"ResourceGroupNotFound","message":"…"}}"#).is_item_missing());
        assert!(!parse(404, "<html>nothing here</html>").is_item_missing());
    }

    #[test]
    fn other_documents_and_none() {
        let without_envelope = parse(500, r#"{"Code":"InternalServerError","Message":"Try again."}"#);
        assert_eq!((without_envelope.code.as_str(), without_envelope.message.as_str()), ("InternalServerError", "Try again."));
        let gateway = parse(401, r#"{ "statusCode": 401, "message": "Access denied" }"#);
        assert_eq!((gateway.code.as_str(), gateway.message.as_str()), ("Unauthorized", "Access denied"));
        for body in ["", "<html>502</html>", "[]", "null", r#"{"error":null}"#, r#"{"error":"text"}"#] {
            let error = parse(502, body);
            assert_eq!((error.code.as_str(), error.message.as_str()), ("BadGateway", "The answer has no error document."), "{body}");
        }
    }

    #[test]
    fn headers_identify_the_answer() {
        let mut headers = HeaderMap::new();
        headers.insert("x-ms-request-id", HeaderValue::from_static("r1"));
        headers.insert("x-ms-correlation-request-id", HeaderValue::from_static("c1"));
        headers.insert("retry-after", HeaderValue::from_static("7"));
        let error = api_error(StatusCode::TOO_MANY_REQUESTS, &headers, b"");
        assert_eq!((error.request_id.as_deref(), error.correlation_id.as_deref()), (Some("r1"), Some("c1")));
        assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
    }
}
