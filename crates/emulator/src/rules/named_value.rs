//! Named values: a text, a secret, or a reference to a key vault secret. Policies name them by display name,
//! so that must be unique. Secrets are shown by listValue only.

use serde_json::{Value, json};

use super::fields::{self, Object};
use super::references::{self, Kind};
use super::{DeleteOptions, Problem, Refusal, View, Write};
use crate::clock;
use crate::state::{Resource, Tree};

pub(crate) const COLLECTION: &str = "/namedValues";

pub(crate) fn normalise(properties: &mut Object) {
    fields::drop_nulls(properties);
    properties.remove("provisioningState");
    if fields::set(properties, "keyVault").is_some() {
        fields::default(properties, "secret", true);
    }
    fields::default(properties, "secret", false);
}

/// A client that has read a secret cannot send its value back: a PUT without it keeps what is stored.
pub(crate) fn complete(_tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    let stored = write.previous.map(|previous| &previous.properties);
    if let Some(vault) = properties.get_mut("keyVault").and_then(Value::as_object_mut) {
        let kept =
            stored.and_then(|stored| stored.get("keyVault")).filter(|kept| kept.get("secretIdentifier") == vault.get("secretIdentifier"));
        let status = kept.and_then(|kept| kept.get("lastStatus")).cloned();
        vault.insert("lastStatus".to_owned(), status.unwrap_or_else(fetched_now));
        properties.insert("value".to_owned(), vault_value(fields::last(write.path)).into());
    } else if fields::set(properties, "value").is_none()
        && let Some(value) = stored.filter(|stored| stored.get("secret") == Some(&Value::Bool(true))).and_then(|stored| stored.get("value"))
    {
        properties.insert("value".to_owned(), value.clone());
    }
    Ok(())
}

/// What the emulated vault holds for a named value.
fn vault_value(name: &str) -> String {
    format!("key-vault-secret-of-{name}")
}

fn fetched_now() -> Value {
    json!({ "code": "Success", "timeStampUtc": clock::rfc3339() })
}

/// Fetches the secret again; a problem when there is none to fetch.
pub(crate) fn refresh(resource: &Resource) -> Result<Object, Problem> {
    let mut properties = resource.properties.clone();
    let vault = properties.get_mut("keyVault").and_then(Value::as_object_mut);
    let vault = vault.ok_or_else(|| Problem::new("keyVault", "Only a named value of a key vault can be refreshed."))?;
    vault.insert("lastStatus".to_owned(), fetched_now());
    Ok(properties)
}

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "displayName", 256, &mut problems);
    fields::flag(properties, "secret", "secret", &mut problems);
    fields::array(properties, "tags", "tags", 32, &mut problems);
    let display_name = properties.get("displayName").and_then(Value::as_str).unwrap_or_default();
    if display_name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c)) {
        let message = "DisplayName may contain only letters, digits, periods, dashes and underscores.";
        problems.push(Problem::new("displayName", message));
    }
    let mut others = tree.children(COLLECTION).filter(|other| !other.path.eq_ignore_ascii_case(path));
    if others.any(|other| other.text("displayName") == Some(display_name)) {
        problems.push(Problem::new("displayName", format!("A named value with the display name '{display_name}' already exists.")));
    }
    match fields::object(properties, "keyVault", "keyVault", &mut problems) {
        Some(vault) => check_vault(vault, &mut problems),
        None => check_value(properties, &mut problems),
    }
    problems
}

fn check_vault(vault: &Object, problems: &mut Vec<Problem>) {
    let identifier = vault.get("secretIdentifier").and_then(Value::as_str).and_then(|text| url::Url::parse(text).ok());
    if !identifier.is_some_and(|url| url.scheme() == "https" && url.path().to_ascii_lowercase().starts_with("/secrets/")) {
        let message = "SecretIdentifier must be the address of a key vault secret.";
        problems.push(Problem::new("keyVault.secretIdentifier", message));
    }
}

fn check_value(properties: &Object, problems: &mut Vec<Problem>) {
    match fields::set(properties, "value").and_then(Value::as_str) {
        Some(value) if !value.trim().is_empty() && value.chars().count() <= 4096 => {}
        _ => problems.push(Problem::new("value", "Value must be 1 to 4096 characters long and not only blanks.")),
    }
}

pub(crate) fn content(_tree: &Tree, resource: &Resource, _view: View) -> Object {
    let mut shown = resource.properties.clone();
    if shown.get("secret") == Some(&Value::Bool(true)) {
        shown.remove("value");
    }
    fields::default(&mut shown, "provisioningState", "Succeeded");
    shown
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    let display_name = tree.get(path).and_then(|named| named.text("displayName")).unwrap_or_default();
    let users = references::documents(tree, Kind::NamedValue, display_name);
    let users = users.into_iter().chain(references::settings(tree, display_name));
    references::still_used("namedValueId", &format!("Named value '{display_name}'"), users)
}
