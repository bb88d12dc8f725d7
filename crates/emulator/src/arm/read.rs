//! Reading: lists, single resources, their ETags, and what only a POST tells.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::{Value, json};

use super::call::Call;
use super::collection::{self, Collection};
use super::entity::{self, Entity};
use super::error::ArmError;
use super::filter::Filter;
use super::headers::JSON;
use super::paging::Page;
use crate::rules::{self, View};
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
    let filter = call.query.filter.as_deref().map(|text| Filter::parse(text, collection, &call.query.api_version)).transpose();
    let filter = filter.map_err(|problem| ArmError::validation(vec![problem]))?;
    let tree = shared.resources.now();
    if let Some(missing) = collection::missing_parent(&tree, path) {
        return Err(ArmError::entity_not_found(missing));
    }
    let view = view(call);
    let members: Vec<_> = match rules::product_api::api_of_list(path) {
        Some(api) => rules::product_api::products_of(&tree, api),
        None => tree.children(path).collect(),
    };
    let of = |resource: &Resource| collection::of(&resource.path).unwrap_or(collection);
    let all = members.into_iter().map(|resource| Entity::new(shared, &tree, of(resource), resource, view));
    let wanted: Vec<Entity> =
        all.filter(|entity| filter.as_ref().is_none_or(|filter| filter.matches(&|field| entity.text(field)))).collect();
    let (count, next_link) = (wanted.len(), page.next_link(call, wanted.len()));
    let list = List { value: wanted.into_iter().skip(page.skip).take(page.size()).collect(), count, next_link };
    Ok((StatusCode::OK, [(CONTENT_TYPE, JSON)], entity::pretty(&list)?).into_response())
}

fn view(call: &Call) -> View<'_> {
    View { format: call.query.format.as_deref(), api_version: &call.query.api_version, is_written: false }
}

pub(super) fn get(shared: &Shared, call: &Call, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    if let Some(missing) = collection::missing_parent(&tree, path) {
        return Err(ArmError::entity_not_found(missing));
    }
    let resource = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    entity::answer(StatusCode::OK, shared, &tree, collection, resource, view(call))
}

/// The ETag alone; for a membership, that it is one.
pub(super) fn head(shared: &Shared, collection: &Collection, path: &str) -> Response {
    match shared.resources.now().get(path) {
        Some(_) if collection.is_membership => StatusCode::NO_CONTENT.into_response(),
        Some(resource) => (StatusCode::OK, entity::etag_header(resource)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The keys of a subscription, compact as the service prints them.
pub(super) fn list_secrets(shared: &Shared, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    tell(
        shared,
        collection,
        path,
        |subscription| json!({ "primaryKey": subscription.text("primaryKey"), "secondaryKey": subscription.text("secondaryKey") }),
    )
}

/// The value of a named value, secret or not.
pub(super) fn list_value(shared: &Shared, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    tell(shared, collection, path, |named| json!({ "value": named.text("value") }))
}

fn tell(shared: &Shared, collection: &Collection, path: &str, secret: impl Fn(&Resource) -> Value) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    let resource = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    Ok((StatusCode::OK, entity::etag_header(resource), [(CONTENT_TYPE, JSON)], secret(resource).to_string()).into_response())
}

/// The policies that include a fragment.
pub(super) fn list_references(shared: &Shared, collection: &Collection, path: &str) -> Result<Response, ArmError> {
    let tree = shared.resources.now();
    let fragment = tree.get(path).ok_or_else(|| ArmError::entity_not_found(collection.entity))?;
    let users: Vec<Value> = rules::fragment::users(&tree, fragment.name()).into_iter().map(|id| json!({ "id": id })).collect();
    let list = json!({ "value": users, "count": users.len(), "nextLink": "" });
    Ok((StatusCode::OK, [(CONTENT_TYPE, JSON)], entity::pretty(&list)?).into_response())
}
