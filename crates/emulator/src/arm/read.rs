//! Reading: lists, single resources, their ETags, and the keys of a subscription.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::{Value, json};

use super::call::Call;
use super::collection::Collection;
use super::entity::{self, Entity};
use super::error::ArmError;
use super::filter::Filter;
use super::headers::JSON;
use super::paging::Page;
use crate::shared::Shared;
use crate::state::Resource;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    value: Vec<Entity>,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_link: Option<String>,
}

pub(super) fn list(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let page = Page::read(call)?;
    let filter = call.query.filter.as_deref().map(|text| Filter::parse(text, collection)).transpose();
    let filter = filter.map_err(|problem| ArmError::validation(vec![problem]))?;
    let tree = shared.resources.now();
    let is_wanted = |resource: &Resource| filter.as_ref().is_none_or(|filter| filter.matches(&|field| field_text(resource, field)));
    let wanted: Vec<_> = tree.children(path).filter(|resource| is_wanted(resource)).collect();
    let shown = wanted.iter().skip(page.skip).take(page.size());
    let list = List {
        value: shown.map(|resource| Entity::new(collection, resource)).collect(),
        count: wanted.len(),
        next_link: page.next_link(call, wanted.len()),
    };
    Ok((StatusCode::OK, [(CONTENT_TYPE, JSON)], entity::pretty(&list)?).into_response())
}

fn field_text<'a>(resource: &'a Resource, field: &str) -> Option<&'a str> {
    match field {
        "name" => Some(resource.name()),
        _ => match resource.properties.get(field)? {
            Value::String(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        },
    }
}

pub(super) fn get(shared: &Shared, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    let resource = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    entity::answer(StatusCode::OK, collection, resource)
}

/// The ETag alone.
pub(super) fn head(shared: &Shared, path: &str) -> Response {
    match shared.resources.now().get(path) {
        Some(resource) => (StatusCode::OK, entity::etag_header(resource)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The keys of a subscription, compact as the service prints them.
pub(super) fn list_secrets(shared: &Shared, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    let subscription = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    let keys = json!({ "primaryKey": subscription.text("primaryKey"), "secondaryKey": subscription.text("secondaryKey") });
    Ok((StatusCode::OK, entity::etag_header(subscription), [(CONTENT_TYPE, JSON)], keys.to_string()).into_response())
}
