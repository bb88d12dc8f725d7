//! The JSON of a call: built from the playground's form, or checked when a script sends it.

use crate::Error;
use bytes::Bytes;
use domain::{
    FieldError,
    chat::{ChatRequest, ChatRoute},
};
use serde_json::{Value, json};

/// A call's body, ready to send.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    pub(super) is_stream: bool,
}

/// From the form, for an answer that comes whole.
pub(super) fn of(request: &ChatRequest) -> Result<Body, Error> {
    let body = request.body(false).map_err(Error::Invalid)?;
    Ok(Body { bytes: Bytes::from(body.to_string()), is_stream: false })
}

/// From a script: must be a JSON object. A stream is asked to report its tokens, so that they are
/// known and not guessed.
pub(super) fn checked(bytes: &Bytes) -> Result<Body, Error> {
    let invalid = |message: String| Error::Invalid(vec![FieldError::new("body", message)]);
    let mut body = match serde_json::from_slice(bytes) {
        Ok(Value::Object(body)) => body,
        Ok(_) => return Err(invalid("The body must be a JSON object.".into())),
        Err(error) => return Err(invalid(format!("The body is not JSON: {error}."))),
    };
    if !body.get("messages").is_some_and(Value::is_array) {
        return Err(Error::Invalid(vec![FieldError::new("messages", "messages must be an array.")]));
    }
    let is_stream = body.get("stream").and_then(Value::as_bool).unwrap_or(false);
    if is_stream {
        let options = body.entry("stream_options").or_insert_with(|| json!({}));
        if let Some(options) = options.as_object_mut() {
            options.entry("include_usage").or_insert(Value::Bool(true));
        }
    }
    Ok(Body { bytes: Bytes::from(Value::Object(body).to_string()), is_stream })
}

/// The parts that go into the URL.
pub(super) fn check_route(route: &ChatRoute) -> Result<(), Error> {
    let mut errors = Vec::new();
    let is_segment = |text: &str| !matches!(text, "." | "..") && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if route.deployment.is_empty() {
        errors.push(FieldError::new("deployment", "Give the deployment's name, such as gpt-4o."));
    } else if !is_segment(&route.deployment) {
        errors.push(FieldError::new("deployment", "A deployment's name has letters, digits, dots, dashes and underscores."));
    }
    if !route.api_path.split('/').all(is_segment) {
        errors.push(FieldError::new("api_path", "An API's path has letters, digits, dashes and slashes, such as openai."));
    }
    if !is_segment(&route.api_version) {
        errors.push(FieldError::new("api_version", "Give an api-version such as 2024-10-21, or leave it empty."));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(result: Result<Body, Error>) -> Vec<String> {
        match result {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn a_stream_reports_its_usage_unless_told_otherwise() {
        let body = checked(&Bytes::from_static(br#"{"messages":[],"stream":true}"#)).ok().map(|body| body.bytes);
        assert!(body.is_some_and(|body| body.windows(20).any(|w| w == br#""include_usage":true"#.as_slice())));
        assert_eq!(fields(checked(&Bytes::from_static(b"[1]"))), ["body"]);
        assert_eq!(fields(checked(&Bytes::from_static(b"{}"))), ["messages"]);
    }

    #[test]
    fn routes_can_not_leave_the_gateway() {
        for bad in ["..", "a/b", "a?b", "a b", ""] {
            assert!(check_route(&ChatRoute { deployment: bad.into(), ..ChatRoute::default() }).is_err(), "{bad}");
        }
        assert!(check_route(&ChatRoute { deployment: "gpt-4o".into(), api_path: "openai/v1".into(), ..ChatRoute::default() }).is_ok());
        assert!(check_route(&ChatRoute { deployment: "gpt-4o".into(), api_path: "../admin".into(), ..ChatRoute::default() }).is_err());
    }
}
