//! ARM's error answers: status, code, message and the details of a validation error.
//! The sentences are Azure's where they are known.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::headers::JSON;
use crate::rules::{Problem, Refusal};
use crate::state::{ChangeError, StateError};
use crate::switches::PreparedAnswer;

/// An error answer of the ARM listener.
#[derive(Debug)]
pub(super) struct ArmError {
    pub(super) status: StatusCode,
    code: String,
    message: String,
    problems: Vec<Problem>,
}

impl ArmError {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), problems: Vec::new() }
    }

    /// 400 with one detail per problem.
    pub(super) fn validation(problems: Vec<Problem>) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, "ValidationError", "One or more fields contain incorrect values:");
        Self { problems, ..error }
    }

    pub(super) fn entity_not_found(entity: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", format!("{entity} not found."))
    }

    pub(super) fn service_not_found(service: &str, group: &str) -> Self {
        let message = format!(
            "The Resource 'Microsoft.ApiManagement/service/{service}' under resource group '{group}' was not found. \
             For more details please go to https://aka.ms/ARMResourceNotFoundFix"
        );
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    pub(super) fn resource_group_not_found(group: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceGroupNotFound", format!("Resource group '{group}' could not be found."))
    }

    pub(super) fn subscription_not_found(subscription: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "SubscriptionNotFound", format!("The subscription '{subscription}' could not be found."))
    }

    pub(super) fn no_such_type() -> Self {
        let message = "The resource type could not be found in the namespace 'Microsoft.ApiManagement'.";
        Self::new(StatusCode::NOT_FOUND, "InvalidResourceType", message)
    }

    pub(super) fn method_not_allowed(method: &http::Method) -> Self {
        let message = format!("The requested resource does not support http method '{method}'.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
    }

    pub(super) fn precondition_failed() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", "Resource was modified since last retrieval.")
    }

    pub(super) fn if_match_required() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", "If-Match is required for this operation.")
    }

    pub(super) fn operation_in_progress() -> Self {
        let message = "Operation on the API is in progress. Please try again later.";
        Self::new(StatusCode::CONFLICT, "PessimisticConcurrencyConflict", message)
    }

    pub(super) fn missing_api_version() -> Self {
        let message = "The api-version query parameter (?api-version=) is required for all requests.";
        Self::new(StatusCode::BAD_REQUEST, "MissingApiVersionParameter", message)
    }

    pub(super) fn invalid_api_version(version: &str) -> Self {
        let message = format!("The api-version '{version}' is invalid. It must look like '2024-05-01' or '2024-05-01-preview'.");
        Self::new(StatusCode::BAD_REQUEST, "InvalidApiVersionParameter", message)
    }

    pub(super) fn no_authorization() -> Self {
        let message = "Authentication failed. The 'Authorization' header is missing.";
        Self::new(StatusCode::UNAUTHORIZED, "AuthenticationFailed", message)
    }

    pub(super) fn invalid_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", "The access token is invalid.")
    }

    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", "The emulator could not carry out the request.")
    }

    fn details(&self) -> Value {
        if self.problems.is_empty() {
            return Value::Null;
        }
        let detail = |problem: &Problem| json!({ "code": "ValidationError", "target": problem.target, "message": problem.message });
        self.problems.iter().map(detail).collect()
    }
}

impl IntoResponse for ArmError {
    fn into_response(self) -> Response {
        let body = json!({ "error": { "code": self.code, "message": self.message, "details": self.details() } });
        let mut response = (self.status, [(CONTENT_TYPE, JSON)], body.to_string()).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl From<Refusal> for ArmError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(problems) => Self::validation(problems),
            Refusal::Missing(entity) => Self::entity_not_found(entity),
        }
    }
}

impl From<ChangeError<ArmError>> for ArmError {
    fn from(error: ChangeError<ArmError>) -> Self {
        match error {
            ChangeError::Refused(error) => error,
            ChangeError::State(error) => not_written(&error),
        }
    }
}

fn not_written(error: &StateError) -> ArmError {
    tracing::error!(%error, "the emulator's state could not be written");
    ArmError::internal()
}

/// The answer a switch asks for.
pub(super) fn prepared(answer: &PreparedAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = ArmError::new(status, &answer.code, answer.message.clone()).into_response();
    if let Some(seconds) = answer.retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}
