//! Subscriptions: a scope, an owner, a state and two keys. Whatever the client leaves out is made up here;
//! the gateway reads the result.

use serde_json::Value;

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, Refusal, Write};
use crate::state::{Resource, Tree};
use crate::{clock, identity, seed};

const COLLECTION: &str = "/subscriptions";
const KEYS: [&str; 2] = ["primaryKey", "secondaryKey"];
const STATES: [&str; 6] = ["suspended", "active", "expired", "submitted", "rejected", "cancelled"];

/// The scope of a subscription, relative to the service: `/products/x`, `/apis`, `/`.
pub(super) fn scope(subscription: &Resource) -> &str {
    subscription.text("scope").and_then(identity::relative_id).unwrap_or_default()
}

pub(crate) fn complete(_tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    fields::drop_nulls(properties);
    for name in ["scope", "ownerId"] {
        if let Some(id) = properties.get(name).and_then(Value::as_str).map(identity::full_id) {
            properties.insert(name.to_owned(), id.into());
        }
    }
    let stored = |name: &str| write.previous.and_then(|previous| previous.properties.get(name)).cloned();
    properties.insert("createdDate".to_owned(), stored("createdDate").unwrap_or_else(|| clock::rfc3339().into()));
    for key in KEYS {
        let kept = stored(key).unwrap_or_else(|| seed::random_key().into());
        fields::default(properties, key, kept);
    }
    fields::default(properties, "state", "active");
    fields::default(properties, "allowTracing", false);
    let is_built_in = fields::last(write.path).eq_ignore_ascii_case("master");
    if is_built_in && (properties.get("scope") != stored("scope").as_ref()) {
        return Err(Problem::new("scope", "The scope of the built-in subscription cannot be changed.").into());
    }
    Ok(())
}

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "displayName", 100, &mut problems);
    fields::required_text(properties, "scope", 2000, &mut problems);
    fields::choice(properties, "state", "state", &STATES, &mut problems);
    fields::flag(properties, "allowTracing", "allowTracing", &mut problems);
    let others: Vec<&Resource> =
        tree.children(COLLECTION).map(AsRef::as_ref).filter(|other| !other.path.eq_ignore_ascii_case(path)).collect();
    for key in KEYS {
        fields::text(properties, key, key, 256, &mut problems);
        let value = properties.get(key).and_then(Value::as_str);
        if others.iter().any(|other| KEYS.iter().any(|name| other.text(name) == value)) {
            problems.push(Problem::new(key, format!("{} is already used by another subscription.", fields::word(key))));
        }
    }
    check_scope(tree, properties, &mut problems);
    check_limit(tree, &others, properties, &mut problems);
    problems
}

fn check_scope(tree: &Tree, properties: &Object, problems: &mut Vec<Problem>) {
    let Some(scope) = properties.get("scope").and_then(Value::as_str) else { return };
    let relative = identity::relative_id(scope).map(|relative| relative.trim_end_matches('/').to_ascii_lowercase());
    let message = match relative.as_deref() {
        Some("" | "/apis") => return,
        Some(path) if path.starts_with("/products/") || path.starts_with("/apis/") => {
            if path.matches('/').count() == 2 && tree.get(path).is_some() {
                return;
            }
            format!("Scope '{scope}' could not be found.")
        }
        _ => "Scope must be a product, an API, or all APIs of this service.".to_owned(),
    };
    problems.push(Problem::new("scope", message));
}

/// A product may limit how many subscriptions one owner has.
fn check_limit(tree: &Tree, others: &[&Resource], properties: &Object, problems: &mut Vec<Problem>) {
    let text = |name: &str| properties.get(name).and_then(Value::as_str).unwrap_or_default();
    let (scope, owner) = (text("scope"), text("ownerId"));
    let product = identity::relative_id(scope).and_then(|path| tree.get(path));
    let Some(limit) = product.and_then(|product| product.properties.get("subscriptionsLimit")).and_then(Value::as_u64) else {
        return;
    };
    let is_alike = |other: &&&Resource| {
        let same = |name: &str, value: &str| other.text(name).unwrap_or_default().eq_ignore_ascii_case(value);
        same("scope", scope) && same("ownerId", owner) && !matches!(other.text("state"), Some("cancelled" | "expired" | "rejected"))
    };
    if !owner.is_empty() && others.iter().filter(is_alike).count() as u64 >= limit {
        problems.push(Problem::new("scope", format!("The owner already has {limit} subscriptions to this product, which is its limit.")));
    }
}

pub(crate) fn before_delete(_tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    if fields::last(path).eq_ignore_ascii_case("master") {
        return vec![Problem::new("sid", "The built-in subscription cannot be deleted.")];
    }
    Vec::new()
}

/// The properties with one new key.
pub(crate) fn with_new_key(subscription: &Resource, key: &str) -> Object {
    let mut properties = subscription.properties.clone();
    properties.insert(key.to_owned(), seed::random_key().into());
    properties
}
