//! The resource without its secrets: what an audit row, a page or a log may hold.
//!
//! Masks by place where the place is known, and by the look of a member's name where it isn't: what
//! Azure adds tomorrow may be a secret too.

use super::{Backend, KNOWN};
use crate::redact::{is_secret_name, mask_all, mask_named, mask_user_info};
use serde_json::{Map, Value};

/// Members of `credentials` that name a secret instead of holding one.
const NAMING: [&str; 3] = ["certificateIds", "certificate", "managedIdentity"];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::MASK;
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
