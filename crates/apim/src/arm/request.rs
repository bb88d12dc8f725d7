//! One request before it has a token: where to, what, and whether repeating it can do harm.

use super::{ArmClient, CallContext, IfMatch, ResourceKind};
use crate::Error;
use bytes::Bytes;
use http::{HeaderValue, Method};
use serde_json::Value;
use url::Url;

/// Whether a request may be sent again when its fate is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Safety {
    /// Changes nothing.
    Read,
    /// Sent again only when it surely was not applied.
    Write,
}

pub(super) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) safety: Safety,
    pub(super) body: Option<Bytes>,
    pub(super) if_match: Option<HeaderValue>,
    pub(super) request_id: Option<HeaderValue>,
    /// Whether an answer of success has a body that matters.
    pub(super) wants_body: bool,
}

impl Request {
    pub(super) fn new(method: Method, url: Url, call: &CallContext) -> Self {
        let safety = if matches!(method, Method::GET | Method::HEAD) { Safety::Read } else { Safety::Write };
        let request_id = HeaderValue::from_str(&call.request_id).ok();
        Self { method, url, safety, body: None, if_match: None, request_id, wants_body: true }
    }

    /// A POST that only asks.
    pub(super) fn reading(self) -> Self {
        Self { safety: Safety::Read, ..self }
    }

    pub(super) fn with_body(self, body: &Value) -> Self {
        Self { body: Some(Bytes::from(body.to_string())), ..self }
    }

    pub(super) fn with_condition(self, if_match: &IfMatch) -> Result<Self, Error> {
        Ok(Self { if_match: if_match.header()?, ..self })
    }

    pub(super) fn ignoring_body(self) -> Self {
        Self { wants_body: false, ..self }
    }
}

impl ArmClient {
    /// `…/service/{service}/{segments}?api-version=…`. Each segment is one segment of the path,
    /// whatever is in it.
    pub(super) fn url(&self, kind: ResourceKind, segments: &[&str]) -> Result<Url, Error> {
        for segment in segments {
            if segment.is_empty() || matches!(*segment, "." | "..") || segment.contains('/') {
                return Err(Error::Protocol(format!("{segment:?} is not a resource name; nothing was sent.")));
            }
        }
        let mut url = self.inner.address.url(segments);
        url.query_pairs_mut().append_pair("api-version", self.inner.versions.of(kind));
        Ok(url)
    }
}
