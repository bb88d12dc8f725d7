//! How a resource looks in an answer: id, type, name, properties in that order, indented by two blanks
//! with CRLF, unset strings as null, secrets left out. Its ETag is a header only.

use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

use super::collection::Collection;
use super::error::ArmError;
use super::headers::JSON;
use crate::identity;
use crate::rules::View;
use crate::shared::Shared;
use crate::state::{Resource, Tree};

/// A resource as an answer shows it.
#[derive(Serialize)]
pub(super) struct Entity {
    id: String,
    #[serde(rename = "type")]
    arm_type: String,
    name: String,
    pub(super) properties: Map<String, Value>,
}

impl Entity {
    pub(super) fn new(shared: &Shared, tree: &Tree, collection: &Collection, resource: &Resource, view: View) -> Self {
        let mut properties = (collection.content)(tree, resource, view);
        if !(view.is_written && collection.tells_secrets_when_written) {
            for secret in collection.secret {
                properties.remove(*secret);
            }
        }
        for name in collection.shown_as_null {
            properties.entry(*name).or_insert(Value::Null);
        }
        if properties.contains_key("provisioningState") && shared.operations.is_busy(&resource.path, shared.switches.generation()) {
            properties.insert("provisioningState".to_owned(), "InProgress".into());
        }
        Self { id: identity::service_id() + &resource.path, arm_type: collection.arm_type(), name: resource.name().to_owned(), properties }
    }

    /// What a filter sees of a field; the items of a list are joined.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        let reference = |member: &str, collection: &str| {
            let id = self.properties.get(member)?.as_str()?;
            identity::names(id, &[collection]).map(|names| names[0].to_owned())
        };
        match (field, self.properties.get(field)) {
            ("name", _) => Some(self.name.clone()),
            ("userId", _) => reference("ownerId", "users"),
            ("productId", _) => reference("scope", "products"),
            (_, Some(Value::String(text))) => Some(text.clone()),
            (_, Some(Value::Bool(flag))) => Some(flag.to_string()),
            (_, Some(Value::Array(items))) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
            _ => None,
        }
    }
}

/// Eight bytes in base64, quoted: opaque to clients. The offset only makes it look like a real one.
pub(super) fn etag(resource: &Resource) -> String {
    const OFFSET: u64 = 0x00E6_9000;
    format!("\"{}\"", BASE64_STANDARD.encode((OFFSET + resource.version).to_be_bytes()))
}

/// A single resource with its ETag.
pub(super) fn answer(
    status: StatusCode,
    shared: &Shared,
    tree: &Tree,
    collection: &Collection,
    resource: &Resource,
    view: View,
) -> Result<Response, ArmError> {
    let body = pretty(&Entity::new(shared, tree, collection, resource, view))?;
    Ok((status, etag_header(resource), [(CONTENT_TYPE, JSON)], body).into_response())
}

/// The ETag of a resource as the only header.
pub(super) fn etag_header(resource: &Resource) -> HeaderMap {
    HeaderValue::from_str(&etag(resource)).map(|value| HeaderMap::from_iter([(ETAG, value)])).unwrap_or_default()
}

/// JSON the way the service prints it. Line ends inside strings are escaped, so only the layout changes.
pub(super) fn pretty(value: &impl Serialize) -> Result<String, ArmError> {
    let text = serde_json::to_string_pretty(value).map_err(|_| ArmError::internal())?;
    Ok(text.replace('\n', "\r\n"))
}
