//! Products: what subscriptions are made to. Approval and limits only mean something when one is required.

use serde_json::{Value, json};

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, View, subscription};
use crate::identity;
use crate::state::{Resource, Tree};

pub(crate) fn normalise(properties: &mut Object) {
    fields::drop_nulls(properties);
    properties.remove("groups");
    fields::default(properties, "subscriptionRequired", true);
    fields::default(properties, "state", "notPublished");
    if properties.get("subscriptionRequired") == Some(&Value::Bool(true)) {
        fields::default(properties, "approvalRequired", false);
    }
}

pub(crate) fn check(_tree: &Tree, _path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "displayName", 300, &mut problems);
    fields::text_or_empty(properties, "description", 1000, &mut problems);
    fields::choice(properties, "state", "state", &["notPublished", "published"], &mut problems);
    for name in ["subscriptionRequired", "approvalRequired"] {
        fields::flag(properties, name, name, &mut problems);
    }
    fields::number(properties, "subscriptionsLimit", "subscriptionsLimit", 1..=i64::from(i32::MAX), &mut problems);
    if properties.get("subscriptionRequired") == Some(&Value::Bool(false)) {
        for name in ["approvalRequired", "subscriptionsLimit"] {
            if fields::set(properties, name).is_some_and(|value| *value != Value::Bool(false)) {
                let message = format!("{} can be set only when a subscription is required.", fields::word(name));
                problems.push(Problem::new(name, message));
            }
        }
    }
    problems
}

/// The answer to a write also tells who sees the product.
pub(crate) fn content(_tree: &Tree, resource: &Resource, view: View) -> Object {
    let mut shown = resource.properties.clone();
    if view.is_written {
        let administrators = json!({
            "id": identity::service_id() + "/groups/administrators",
            "name": "Administrators",
            "description": "Administrators is a built-in group containing the admin email account provided at the time of service creation.",
            "builtIn": true,
            "type": "system",
        });
        shown.insert("groups".to_owned(), json!([administrators]));
    }
    shown
}

/// Subscriptions to the product go only when the caller says so.
pub(crate) fn before_delete(tree: &mut Tree, path: &str, options: DeleteOptions) -> Vec<Problem> {
    let name = fields::last(path);
    let scope = format!("/products/{name}");
    let of_product = tree.children("/subscriptions").filter(|one| subscription::scope(one).eq_ignore_ascii_case(&scope));
    let paths: Vec<String> = of_product.map(|one| one.path.clone()).collect();
    if !options.subscriptions && !paths.is_empty() {
        let message = format!("Product '{name}' has {} subscriptions. Set deleteSubscriptions to delete them too.", paths.len());
        return vec![Problem::new("productId", message)];
    }
    for path in paths {
        tree.remove(&path);
    }
    Vec::new()
}
