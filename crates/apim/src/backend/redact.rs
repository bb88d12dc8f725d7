//! The resource without its secrets: what an audit row, a page or a log may hold.
//!
//! Masks by place where the place is known, and by the look of a member's name where it isn't: what
//! Azure adds tomorrow may be a secret too.

use super::{Backend, KNOWN};
use serde_json::{Map, Value};
use url::Url;

/// What stands where a secret was.
pub const MASK: &str = "••••••";

/// Members of `credentials` that name a secret instead of holding one.
const NAMING: [&str; 3] = ["certificateIds", "certificate", "managedIdentity"];

/// Parts of names that give a secret away.
const SECRET_NAMES: [&str; 11] = [
    "password",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "connectionstring",
    "sharedkey",
    "privatekey",
    "primarykey",
    "secondarykey",
    "instrumentationkey",
];

/// Names that only sound like one: where a secret is kept, how a token travels.
const NO_SECRETS: [&str; 2] = ["secretidentifier", "bearertokensendingmethods"];

impl Backend {
    /// The whole resource, every credential's value masked. A value that is a reference to a named
    /// value, `{{name}}`, is no secret and stays.
    pub fn redacted(&self) -> Value {
        let mut masked = self.raw.clone();
        let Some(properties) = masked.get_mut("properties").and_then(Value::as_object_mut) else {
            return masked;
        };
        for (name, member) in properties.iter_mut() {
            match (name.as_str(), member) {
                ("credentials", member) => mask_credentials(member),
                ("url", Value::String(url)) => mask_user_info(url),
                ("proxy", Value::Object(proxy)) => mask_proxy(proxy),
                ("proxy", member) => mask_all(member),
                (name, member) if !KNOWN.contains(&name) && is_secret_name(name) => mask_all(member),
                (_, member) => mask_named(member),
            }
        }
        masked
    }
}

fn mask_credentials(credentials: &mut Value) {
    let Value::Object(credentials) = credentials else {
        return mask_all(credentials);
    };
    for (name, member) in credentials.iter_mut() {
        match (name.as_str(), member) {
            ("authorization", Value::Object(authorization)) => {
                authorization.iter_mut().filter(|(name, _)| *name != "scheme").for_each(|(_, member)| mask_all(member));
            }
            (name, member) if NAMING.contains(&name) => mask_named(member),
            (_, member) => mask_all(member),
        }
    }
}

fn mask_proxy(proxy: &mut Map<String, Value>) {
    for (name, member) in proxy.iter_mut() {
        match (name.as_str(), member) {
            ("url", Value::String(url)) => mask_user_info(url),
            ("username", _) => {}
            (_, member) => mask_all(member),
        }
    }
}

/// Every string and number below.
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
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if is_secret_name(name) { mask_all(member) } else { mask_named(member) }
            }
        }
        _ => {}
    }
}

pub(crate) fn is_secret_name(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    !NO_SECRETS.contains(&name.as_str()) && SECRET_NAMES.iter().any(|part| name.contains(part))
}

/// `{{name}}`, with nothing around it. Names of named values: letters, digits, `.`, `-`, `_`.
fn is_reference(text: &str) -> bool {
    let name = text.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
}

/// `https://user:password@host`.
fn mask_user_info(address: &mut String) {
    let Ok(mut url) = Url::parse(address) else { return };
    if url.password().is_some() && url.set_password(Some("MASK")).is_ok() {
        *address = url.as_str().replacen(":MASK@", &format!(":{MASK}@"), 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_secret_survives() {
        let backend = Backend::from_value(json!({ "id": "/x/backends/a", "name": "a", "properties": {
            "url": "https://me:hunter2@x.test/path?a=b",
            "credentials": {
                "header": { "api-key": ["hunter2", "{{ openai-key }}", "Bearer {{hunter2}}x"] },
                "query": { "code": ["hunter2"], "n": [22] },
                "authorization": { "scheme": "Bearer", "parameter": "hunter2", "more": "hunter2" },
                "certificateIds": ["/c/1"], "managedIdentity": { "resource": "https://x", "clientSecret": "hunter2" },
                "new": { "deep": ["hunter2", null, true] } },
            "proxy": { "url": "http://p.test", "username": "me", "password": "hunter2", "new": "hunter2" },
            "newSecret": "hunter2", "later": { "apiKey": "hunter2", "plain": "shown" },
            "properties": { "serviceFabricCluster": { "managementEndpoints": ["https://sf"] } } } }));
        let masked = backend.redacted();
        assert!(!masked.to_string().contains("hunter2"), "{masked}");
        assert!(!format!("{backend:?}").contains("hunter2"));
        assert_eq!(
            masked["properties"]["credentials"],
            json!({ "header": { "api-key": [MASK, "{{ openai-key }}", MASK] }, "query": { "code": [MASK], "n": [MASK] },
                "authorization": { "scheme": "Bearer", "parameter": MASK, "more": MASK },
                "certificateIds": ["/c/1"], "managedIdentity": { "resource": "https://x", "clientSecret": MASK },
                "new": { "deep": [MASK, null, true] } })
        );
        assert_eq!(masked["properties"]["proxy"], json!({ "url": "http://p.test", "username": "me", "password": MASK, "new": MASK }));
        assert_eq!(masked["properties"]["url"], json!(format!("https://me:{MASK}@x.test/path?a=b")));
        assert_eq!(masked["properties"]["later"]["plain"], json!("shown"));
        assert_eq!(masked["properties"]["properties"], backend.raw()["properties"]["properties"]);
    }

    #[test]
    fn without_secrets_nothing_changes() {
        let raw = json!({ "id": "/x/backends/a", "properties": { "type": "Pool", "title": null, "url": null, "proxy": null,
            "pool": { "services": [{ "id": "/x/backends/b", "weight": 1 }], "sessionAffinity": { "sessionId": { "source": "cookie", "name": "sid" } } },
            "circuitBreaker": { "rules": [{ "name": "r", "failureCondition": { "count": 3 } }] } } });
        assert_eq!(Backend::from_value(raw.clone()).redacted(), raw);
    }
}
