//! The built-in demo model under `/demo-models/{region}` of the gateway listener: it stands for an Azure OpenAI
//! resource. Answers follow from the prompt alone; token counts are real. Knows nothing of gateways or keys.

use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use crate::shared::Shared;

mod answer;
mod compose;
mod request;
mod stream;
mod tokens;

use request::ChatRequest;

/// The deployments of every region, with the model behind them.
const DEPLOYMENTS: [(&str, &str); 2] = [("gpt-4o", "gpt-4o-2024-11-20"), ("gpt-4o-mini", "gpt-4o-mini-2024-07-18")];
/// The largest request body.
const LIMIT: usize = 20 * 1024 * 1024;

/// What a path below `/demo-models` addresses.
pub(crate) struct Address {
    region: String,
    operation: Operation,
}

/// What is asked of a region. Words in paths compare without case, as Azure OpenAI compares them.
enum Operation {
    /// Is it there.
    Status,
    /// Without a deployment, the body names the model.
    Chat {
        deployment: Option<String>,
    },
    Unknown,
}

impl Address {
    /// `None` for paths that are not the demo model's.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix("/demo-models/")?.split('/').filter(|segment| !segment.is_empty()).collect();
        let (region, rest) = segments.split_first()?;
        let is = |segment: &str, word: &str| segment.eq_ignore_ascii_case(word);
        let operation = match rest {
            [] => Operation::Status,
            [.., deployments, deployment, chat, completions]
                if is(deployments, "deployments") && is(chat, "chat") && is(completions, "completions") =>
            {
                Operation::Chat { deployment: Some((*deployment).to_owned()) }
            }
            [.., chat, completions] if is(chat, "chat") && is(completions, "completions") => Operation::Chat { deployment: None },
            _ => Operation::Unknown,
        };
        Some(Self { region: (*region).to_owned(), operation })
    }
}

/// Answers as the demo model; the header `x-demo-region` tells which one.
pub(crate) async fn serve(shared: &Arc<Shared>, address: &Address, method: &Method, body: Body) -> Response {
    let mut response = match (&address.operation, method) {
        (Operation::Status, &Method::GET) => json_answer(StatusCode::OK, &json!({ "status": "ok", "region": address.region })),
        (Operation::Chat { deployment }, &Method::POST) => {
            chat(shared, deployment.as_deref(), body).await.unwrap_or_else(ModelError::into_response)
        }
        _ => ModelError::not_found().into_response(),
    };
    if let Ok(region) = HeaderValue::from_str(&address.region) {
        response.headers_mut().insert(HeaderName::from_static("x-demo-region"), region);
    }
    response
}

async fn chat(shared: &Shared, deployment: Option<&str>, body: Body) -> Result<Response, ModelError> {
    let find = |wanted: &str| DEPLOYMENTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).ok_or_else(ModelError::no_deployment);
    let addressed = deployment.map(find).transpose()?;
    let body = axum::body::to_bytes(body, LIMIT).await.map_err(|_| ModelError::too_large())?;
    let request = ChatRequest::parse(&body)?;
    let (_, model) = match addressed {
        Some(known) => known,
        None => find(&request.model)?,
    };
    let streams = request.streams;
    let includes_usage = request.includes_usage;
    // The tokenizer takes a moment to load and works on the whole prompt: not on an async thread.
    let answer = tokio::task::spawn_blocking(move || answer::Answer::to(&request, model)).await.map_err(|_| ModelError::internal())?;
    if streams {
        return Ok(stream::events(answer, includes_usage, shared.pace, shared.stop.clone()));
    }
    Ok(json_answer(StatusCode::OK, &answer.completion()))
}

fn json_answer(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// An error in the shape of Azure OpenAI: `{"error":{"message","type","param","code"}}`.
#[derive(Debug)]
struct ModelError {
    status: StatusCode,
    body: Value,
}

impl ModelError {
    fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, body: json!({ "error": { "code": code, "message": message } }) }
    }

    fn invalid(param: &str, message: impl Into<String>) -> Self {
        let error = json!({ "message": message.into(), "type": "invalid_request_error", "param": param, "code": null });
        Self { status: StatusCode::BAD_REQUEST, body: json!({ "error": error }) }
    }

    fn no_deployment() -> Self {
        let message = "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, \
                       please wait a moment and try again.";
        Self::new(StatusCode::NOT_FOUND, "DeploymentNotFound", message)
    }

    fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "404", "Resource not found")
    }

    fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", "The request body is larger than 20 MB.")
    }

    fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", "The demo model could not answer.")
    }

    fn into_response(self) -> Response {
        json_answer(self.status, &self.body)
    }
}
