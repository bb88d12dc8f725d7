//! One ARM request, read completely: what it asks for, under which conditions, with which body.
//! Checks only what holds for every resource: api-version, size, JSON.

use axum::body::Body;
use http::header::IF_MATCH;
use http::request::Parts;
use http::{HeaderValue, Method};
use serde_json::Value;
use url::form_urlencoded;

use super::address;
use super::body;
use super::error::ArmError;
use crate::operations::Pace;

/// POSTs that change nothing.
const SECRET_READS: [&str; 3] = ["listSecrets", "listValue", "listReferences"];

/// A request that has passed the checks common to all resources.
pub(super) struct Call {
    pub(super) method: Method,
    /// As the client spelled it, without the query.
    pub(super) path: String,
    /// Decoded path segments below the service.
    pub(super) segments: Vec<String>,
    /// `127.0.0.1:4280`, for links.
    pub(super) host: String,
    pub(super) query: Query,
    pub(super) if_match: Option<String>,
    /// The client's own name for this request.
    pub(super) request_id: Option<String>,
    /// The JSON body; `None` when there is none.
    pub(super) body: Option<Value>,
    /// Path and query, as the client spelled them.
    pub(super) target: String,
    /// How long an operation that this call begins runs.
    pub(super) pace: Pace,
    /// Whether another child of the same API was being written when this one arrived.
    pub(super) met_another: bool,
}

/// The query parameters that lists and single resources know.
#[derive(Default)]
pub(super) struct Query {
    pub(super) api_version: String,
    pub(super) top: Option<String>,
    pub(super) skip: Option<String>,
    pub(super) filter: Option<String>,
    /// How a policy is to be shown.
    pub(super) format: Option<String>,
    /// The long-running operation a Location leads to, and what it ends with.
    pub(super) async_id: Option<String>,
    pub(super) async_code: Option<String>,
    pub(super) delete_revisions: bool,
    pub(super) delete_subscriptions: bool,
}

impl Call {
    pub(super) async fn read(host: String, parts: &Parts, body: Body) -> Result<Self, ArmError> {
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        check_api_version(&query.api_version)?;
        let segments = address::below_service(parts.uri.path())?;
        let body = body::read_json(body).await?;
        Ok(Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            segments,
            host,
            query,
            if_match: text(parts.headers.get(IF_MATCH)),
            request_id: text(parts.headers.get("x-ms-client-request-id")),
            body,
            target: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            pace: Pace::AtOnce,
            met_another: false,
        })
    }

    /// The API that a write of one of its children changes, in lower case.
    pub(super) fn parent_api(&self) -> Option<String> {
        match self.segments.as_slice() {
            [kind, api, _, _, ..] if self.is_change() && kind.eq_ignore_ascii_case("apis") => Some(api.to_ascii_lowercase()),
            _ => None,
        }
    }

    pub(super) fn is_read(&self) -> bool {
        !self.is_change()
    }

    /// Whether this asks for a change: any write but the POSTs that only read secrets.
    pub(super) fn is_change(&self) -> bool {
        let is_read = |last: &String| SECRET_READS.iter().any(|name| last.eq_ignore_ascii_case(name));
        let is_secret_read = self.segments.last().is_some_and(is_read);
        matches!(self.method, Method::PUT | Method::PATCH | Method::DELETE) || (self.method == Method::POST && !is_secret_read)
    }
}

impl Query {
    fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "api-version" => parsed.api_version = value.into_owned(),
                "$top" => parsed.top = Some(value.into_owned()),
                "$skip" => parsed.skip = Some(value.into_owned()),
                "$filter" => parsed.filter = Some(value.into_owned()),
                "format" => parsed.format = Some(value.into_owned()),
                "asyncid" => parsed.async_id = Some(value.into_owned()),
                "asynccode" => parsed.async_code = Some(value.into_owned()),
                "deleterevisions" => parsed.delete_revisions = value.eq_ignore_ascii_case("true"),
                "deletesubscriptions" => parsed.delete_subscriptions = value.eq_ignore_ascii_case("true"),
                _ => {}
            }
        }
        parsed
    }
}

fn text(header: Option<&HeaderValue>) -> Option<String> {
    header.and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Any version spelled like one is accepted: the real clients send many different ones.
fn check_api_version(version: &str) -> Result<(), ArmError> {
    if version.is_empty() {
        return Err(ArmError::missing_api_version());
    }
    let date = version.strip_suffix("-preview").unwrap_or(version);
    let is_date = date.len() == 10
        && date.bytes().enumerate().all(|(index, byte)| if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if is_date { Ok(()) } else { Err(ArmError::invalid_api_version(version)) }
}

#[cfg(test)]
mod tests {
    use super::check_api_version;

    #[test]
    fn versions_are_dates_with_an_optional_preview() {
        for version in ["2024-05-01", "2025-09-01-preview"] {
            assert!(check_api_version(version).is_ok(), "{version}");
        }
        for version in ["", "latest", "2024-5-1", "2024-05-01-beta", "2024-05-01-preview-preview"] {
            assert!(check_api_version(version).is_err(), "{version}");
        }
    }
}
