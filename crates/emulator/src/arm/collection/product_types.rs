//! The rows of who may call what: products, what they contain, subscriptions.

use super::gateway_types::PRODUCT_POLICY;
use super::{Collection, TYPE, WRITES, Writes};
use crate::rules;

pub(super) const PRODUCTS: Collection = Collection {
    pattern: &["products"],
    entity: "Product",
    text_fields: &["name", "displayName", "description", "terms"],
    enum_fields: &["state"],
    shown_as_null: &["description", "terms"],
    content: rules::product::content,
    writes: Some(Writes {
        is_name: rules::names::is_any,
        normalise: rules::product::normalise,
        check: rules::product::check,
        before_delete: rules::product::before_delete,
        ..WRITES
    }),
    ..TYPE
};

/// Read from the API's side; what it lists are the products themselves.
pub(super) const API_PRODUCTS: Collection = Collection { pattern: &["apis", "*", "products"], writes: None, ..PRODUCTS };

pub(super) const PRODUCT_POLICIES: Collection = PRODUCT_POLICY;

pub(super) const PRODUCT_APIS: Collection = Collection {
    pattern: &["products", "*", "apis"],
    entity: "Api",
    text_fields: &["name", "displayName", "description", "serviceUrl", "path"],
    content: rules::product_api::content,
    is_membership: true,
    writes: Some(Writes {
        can_patch: false,
        has_body: false,
        complete: rules::product_api::complete,
        after: rules::product_api::after,
        before_delete: rules::product_api::before_delete,
        ..WRITES
    }),
    ..TYPE
};

pub(super) const API_LINKS: Collection = Collection {
    pattern: &["products", "*", "apiLinks"],
    entity: "ApiLink",
    text_fields: &["apiId"],
    writes: Some(Writes {
        max_name: 80,
        can_patch: false,
        complete: rules::api_link::complete,
        after: rules::api_link::after,
        before_delete: rules::api_link::before_delete,
        ..WRITES
    }),
    ..TYPE
};

pub(super) const SUBSCRIPTIONS: Collection = Collection {
    pattern: &["subscriptions"],
    entity: "Subscription",
    text_fields: &["name", "displayName", "stateComment", "ownerId", "scope", "userId", "productId"],
    enum_fields: &["state"],
    shown_as_null: &["ownerId", "startDate", "expirationDate", "endDate", "notificationDate", "stateComment"],
    secret: &["primaryKey", "secondaryKey"],
    tells_secrets_when_written: true,
    actions: &["listSecrets", "regeneratePrimaryKey", "regenerateSecondaryKey"],
    writes: Some(Writes {
        complete: rules::subscription::complete,
        check: rules::subscription::check,
        before_delete: rules::subscription::before_delete,
        ..WRITES
    }),
    ..TYPE
};
