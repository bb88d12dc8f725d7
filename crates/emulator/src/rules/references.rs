//! Who names whom: policies and fragments name backends, loggers, fragments and named values; credentials name
//! named values. What is still named cannot be deleted.

use std::sync::Arc;

use serde_json::Value;

use super::Problem;
use crate::state::{Resource, Tree};

/// What a policy document names.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Backend,
    Logger,
    Fragment,
    NamedValue,
}

/// Every policy document and fragment that names it, by path.
pub(super) fn documents<'a>(tree: &'a Tree, kind: Kind, name: &str) -> Vec<&'a Arc<Resource>> {
    let names = |document: &Resource| {
        let found = policy::references(document.text("value").unwrap_or_default());
        let list = match kind {
            Kind::Backend => found.backends,
            Kind::Logger => found.loggers,
            Kind::Fragment => found.fragments,
            Kind::NamedValue => found.named_values,
        };
        list.iter().any(|found| found.eq_ignore_ascii_case(name))
    };
    tree.all().filter(|resource| is_document(&resource.path) && names(resource)).collect()
}

fn is_document(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.ends_with("/policies/policy") || path.starts_with("/policyfragments/")
}

/// Backends and loggers whose settings contain `{{displayName}}`.
pub(super) fn settings<'a>(tree: &'a Tree, display_name: &str) -> Vec<&'a Arc<Resource>> {
    let mark = format!("{{{{{display_name}}}}}");
    let collections = ["/backends", "/loggers"].into_iter().flat_map(|collection| tree.children(collection));
    collections.filter(|resource| resource.properties.values().any(|value| contains(value, &mark))).collect()
}

fn contains(value: &Value, mark: &str) -> bool {
    match value {
        Value::String(text) => text.contains(mark),
        Value::Array(items) => items.iter().any(|item| contains(item, mark)),
        Value::Object(members) => members.values().any(|member| contains(member, mark)),
        _ => false,
    }
}

/// One problem for each resource that still uses this one.
pub(super) fn still_used<'a>(target: &str, what: &str, users: impl IntoIterator<Item = &'a Arc<Resource>>) -> Vec<Problem> {
    let problem = |user: &Arc<Resource>| Problem::new(target, format!("{what} cannot be deleted because '{}' uses it.", user.path));
    users.into_iter().map(problem).collect()
}
