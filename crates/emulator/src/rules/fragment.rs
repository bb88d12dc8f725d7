//! Policy fragments: a document with the root `fragment` that policies and other fragments include.

use serde_json::Value;

use super::fields::{self, Object};
use super::references::{self, Kind};
use super::{DeleteOptions, Problem, Refusal, View, Write, policy};
use crate::state::{Resource, Tree};

pub(crate) fn complete(tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    properties.remove("provisioningState");
    let mut problems = Vec::new();
    fields::choice(properties, "format", "format", &["xml", "rawxml"], &mut problems);
    fields::text_or_empty(properties, "description", 1000, &mut problems);
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    let value = policy::stored(tree, properties, policy::Root::Fragment)?;
    let name = fields::last(write.path);
    if ::policy::references(&value).fragments.iter().any(|included| included.eq_ignore_ascii_case(name)) {
        return Err(Problem::new("include-fragment", format!("Fragment '{name}' cannot include itself.")).into());
    }
    properties.insert("value".to_owned(), value.into());
    properties.insert("format".to_owned(), "rawxml".into());
    Ok(())
}

pub(crate) fn content(tree: &Tree, resource: &Resource, view: View) -> Object {
    let mut shown = policy::content(tree, resource, view);
    fields::default(&mut shown, "provisioningState", "Succeeded");
    shown
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    let name = fields::last(path);
    references::still_used("id", &format!("Policy fragment '{name}'"), references::documents(tree, Kind::Fragment, name))
}

/// The ARM ids of the policies and fragments that include this one.
pub(crate) fn users(tree: &Tree, name: &str) -> Vec<Value> {
    let users = references::documents(tree, Kind::Fragment, name);
    users.into_iter().map(|user| Value::from(crate::identity::service_id() + &user.path)).collect()
}
