//! Masking secrets in JSON: what an audit row, a page or a log may hold. Which members of which
//! resource are secret is said there; here is how, and what a name gives away.

use serde_json::{Map, Value};
use url::Url;

/// What stands where a secret was.
pub const MASK: &str = "••••••";

/// Parts of names that give a secret away.
const SECRET_NAMES: [&str; 10] =
    ["password", "secret", "token", "apikey", "accesskey", "connectionstring", "sharedkey", "privatekey", "primarykey", "secondarykey"];

/// Names that sound like a secret and hold none.
const HARMLESS_NAMES: [&str; 2] = ["secretIdentifier", "bearerTokenSendingMethods"];

/// Every string and number below. A value that is a reference to a named value, `{{name}}`, is no
/// secret and stays.
pub(crate) fn mask_all(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() || is_reference(text) => {}
        Value::String(_) | Value::Number(_) => *value = Value::from(MASK),
        Value::Array(items) => items.iter_mut().for_each(mask_all),
        Value::Object(members) => members.values_mut().for_each(mask_all),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Every member below whose name gives it away.
pub(crate) fn mask_named(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask_named),
        Value::Object(members) => mask_members(members),
        _ => {}
    }
}

/// [`mask_named`] for the members of an object.
pub(crate) fn mask_members(members: &mut Map<String, Value>) {
    for (name, member) in members.iter_mut() {
        if is_secret_name(name) { mask_all(member) } else { mask_named(member) }
    }
}

pub(crate) fn is_secret_name(name: &str) -> bool {
    if HARMLESS_NAMES.contains(&name) {
        return false;
    }
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

/// `{{name}}`, with nothing around it. Names of named values: letters, digits, `.`, `-`, `_`.
pub(crate) fn is_reference(text: &str) -> bool {
    let name = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
}

/// `https://user:password@host`.
pub(crate) fn mask_user_info(address: &mut String) {
    let Ok(mut url) = Url::parse(address) else { return };
    if url.password().is_some() && url.set_password(Some("MASK")).is_ok() {
        *address = url.as_str().replacen(":MASK@", &format!(":{MASK}@"), 1);
    }
}
