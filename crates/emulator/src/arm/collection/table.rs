//! Every row, and those of what is configured for the whole service.

use super::gateway_types::{
    API_DIAGNOSTICS, API_POLICIES, APIS, BACKENDS, MCP_TOOLS, OPERATION_POLICIES, OPERATIONS, SERVICE_DIAGNOSTICS, SERVICE_POLICIES,
};
use super::product_types::{API_LINKS, API_PRODUCTS, PRODUCT_APIS, PRODUCT_POLICIES, PRODUCTS, SUBSCRIPTIONS};
use super::{Collection, Long, TYPE, WRITES, Writes};
use crate::rules;

pub(super) static COLLECTIONS: [Collection; 18] = [
    BACKENDS,
    APIS,
    OPERATIONS,
    MCP_TOOLS,
    API_POLICIES,
    OPERATION_POLICIES,
    PRODUCT_POLICIES,
    SERVICE_POLICIES,
    API_DIAGNOSTICS,
    SERVICE_DIAGNOSTICS,
    LOGGERS,
    PRODUCTS,
    PRODUCT_APIS,
    API_PRODUCTS,
    API_LINKS,
    SUBSCRIPTIONS,
    NAMED_VALUES,
    FRAGMENTS,
];

const LOGGERS: Collection = Collection {
    pattern: &["loggers"],
    entity: "Logger",
    text_fields: &["name", "description", "resourceId"],
    enum_fields: &["loggerType"],
    shown_as_null: &["description", "resourceId"],
    writes: Some(Writes {
        normalise: rules::logger::normalise,
        complete: rules::logger::complete,
        before_delete: rules::logger::before_delete,
        ..WRITES
    }),
    ..TYPE
};

const NAMED_VALUES: Collection = Collection {
    pattern: &["namedValues"],
    entity: "NamedValue",
    text_fields: &["tags", "displayName"],
    content: rules::named_value::content,
    actions: &["listValue", "refreshSecret"],
    writes: Some(Writes {
        long: Long::Always,
        normalise: rules::named_value::normalise,
        complete: rules::named_value::complete,
        check: rules::named_value::check,
        before_delete: rules::named_value::before_delete,
        ..WRITES
    }),
    ..TYPE
};

const FRAGMENTS: Collection = Collection {
    pattern: &["policyFragments"],
    entity: "PolicyFragment",
    text_fields: &["name", "description", "value"],
    shown_as_null: &["description"],
    content: rules::fragment::content,
    actions: &["listReferences"],
    writes: Some(Writes {
        max_name: 80,
        is_name: rules::names::is_word,
        can_patch: false,
        long: Long::Always,
        complete: rules::fragment::complete,
        before_delete: rules::fragment::before_delete,
        ..WRITES
    }),
    ..TYPE
};
