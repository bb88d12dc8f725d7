//! One id per request: in the log, in the audit, in Azure's log (`x-ms-client-request-id`) and in
//! the answer. Always our own, since one that a client sends could repeat or forge another's.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{Extensions, HeaderName, HeaderValue};
use uuid::Uuid;

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A UUID version 7, as a request extension.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

impl RequestId {
    /// Empty when the layer did not run.
    pub fn of(extensions: &Extensions) -> String {
        extensions.get::<Self>().map(|id| id.0.clone()).unwrap_or_default()
    }
}

pub async fn assign_request_id(mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().to_string();
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    if let Ok(value) = header {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
