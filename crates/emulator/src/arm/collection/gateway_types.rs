//! The rows of what a call passes through: backends, APIs and what is below them, policies, diagnostics.

use super::{Collection, Long, TYPE, WRITES, Writes};
use crate::rules;

pub(super) const BACKENDS: Collection = Collection {
    pattern: &["backends"],
    entity: "Backend",
    text_fields: &["name", "title", "url"],
    shown_as_null: &["title", "description", "url", "protocol", "resourceId"],
    actions: &["reconnect"],
    writes: Some(Writes {
        max_name: 80,
        is_name: rules::names::is_any,
        normalise: rules::backend::normalise,
        check: rules::backend::check,
        before_delete: rules::backend::before_delete,
        ..WRITES
    }),
    ..TYPE
};

pub(super) const APIS: Collection = Collection {
    pattern: &["apis"],
    entity: "Api",
    text_fields: &["name", "displayName", "description", "serviceUrl", "path"],
    flag_fields: &["isCurrent"],
    late_fields: &[("type", "2025-09-01")],
    shown_as_null: &["description", "serviceUrl", "apiVersion", "apiVersionSetId", "apiRevisionDescription"],
    content: rules::api::content,
    writes: Some(Writes {
        long: Long::Api,
        normalise: rules::api::normalise,
        complete: rules::api::complete,
        check: rules::api::check,
        after: rules::api::revision::after,
        before_delete: rules::api::before_delete,
        ..WRITES
    }),
    ..TYPE
};

pub(super) const OPERATIONS: Collection = Collection {
    pattern: &["apis", "*", "operations"],
    entity: "Operation",
    text_fields: &["name", "displayName", "method", "description", "urlTemplate"],
    shown_as_null: &["description"],
    writes: Some(Writes {
        max_name: 80,
        normalise: rules::operation::normalise,
        check: rules::operation::check,
        before_delete: rules::operation::before_delete,
        ..WRITES
    }),
    ..TYPE
};

pub(super) const MCP_TOOLS: Collection = Collection {
    pattern: &["apis", "*", "tools"],
    entity: "Tool",
    since: "2025-03-01",
    text_fields: &["name", "displayName"],
    writes: Some(Writes { max_name: 100, can_patch: false, needs_if_match: true, check: rules::mcp_tool::check, ..WRITES }),
    ..TYPE
};

const POLICY: Collection = Collection {
    entity: "Policy",
    content: rules::policy::content,
    writes: Some(Writes { is_name: rules::names::is_policy, can_patch: false, complete: rules::policy::complete, ..WRITES }),
    ..TYPE
};

pub(super) const API_POLICIES: Collection = Collection { pattern: &["apis", "*", "policies"], ..POLICY };

pub(super) const OPERATION_POLICIES: Collection = Collection { pattern: &["apis", "*", "operations", "*", "policies"], ..POLICY };

pub(super) const PRODUCT_POLICY: Collection = Collection { pattern: &["products", "*", "policies"], ..POLICY };

pub(super) const SERVICE_POLICIES: Collection = Collection { pattern: &["policies"], ..POLICY };

const DIAGNOSTIC: Collection = Collection {
    entity: "Diagnostic",
    text_fields: &["name"],
    content: rules::diagnostic::content,
    writes: Some(Writes { max_name: 80, complete: rules::diagnostic::complete, check: rules::diagnostic::check, ..WRITES }),
    ..TYPE
};

pub(super) const API_DIAGNOSTICS: Collection = Collection { pattern: &["apis", "*", "diagnostics"], ..DIAGNOSTIC };

pub(super) const SERVICE_DIAGNOSTICS: Collection = Collection { pattern: &["diagnostics"], ..DIAGNOSTIC };
