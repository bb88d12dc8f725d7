//! A typed view over the raw JSON of a backend.
//!
//! The JSON is the truth: getters read it and take `null` for absent, setters lay a change over it,
//! so that whatever this console doesn't know survives at any depth. A setter that asks for what is
//! there already changes nothing at all, not even a `null`. Must not know of HTTP or of forms.

mod breaker;
mod credentials;
mod pool;
mod proxy;
mod redact;
#[cfg(test)]
mod round_trip;

use crate::overlay::{self, edit, find, set_text, text};
use domain::backend::BackendKind;
use serde_json::{Map, Value, json};

pub use breaker::BreakerRule;
pub use credentials::CredentialNames;
pub use pool::{Pool, PoolMember};
pub use proxy::{ProxyEdit, ProxyName, SecretEdit};

/// Members of `properties` that a getter reads.
const KNOWN: [&str; 11] =
    ["type", "title", "description", "url", "protocol", "azureRegion", "pool", "circuitBreaker", "credentials", "proxy", "tls"];

/// A backend or a pool. Printing it shows no secret.
#[derive(Clone, PartialEq)]
pub struct Backend {
    raw: Value,
}

/// The last segment of an ARM id; the whole text when it has no slash.
pub fn resource_name(id: &str) -> &str {
    let id = id.trim_end_matches('/');
    id.rsplit('/').next().unwrap_or(id)
}

impl Backend {
    /// A backend with nothing but its type.
    pub fn new(kind: BackendKind) -> Self {
        Self { raw: json!({ "properties": { "type": kind.label() } }) }
    }

    /// As Azure gave it.
    pub fn from_value(raw: Value) -> Self {
        Self { raw }
    }

    /// With every secret: not for logs, audit rows or pages. See [`Self::redacted`].
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    pub fn into_raw(self) -> Value {
        self.raw
    }

    /// The last segment of the id, else `name`; empty for one that was never in Azure.
    pub fn name(&self) -> &str {
        let of_id = self.id().map(resource_name).filter(|name| !name.is_empty());
        of_id.or_else(|| text(&self.raw, "name")).unwrap_or_default()
    }

    pub fn id(&self) -> Option<&str> {
        text(&self.raw, "id")
    }

    /// `properties.type`; [`BackendKind::Single`] when it is missing, as in old api-versions.
    pub fn kind(&self) -> BackendKind {
        match self.text("type") {
            Some(kind) if kind.eq_ignore_ascii_case(BackendKind::Pool.label()) => BackendKind::Pool,
            _ => BackendKind::Single,
        }
    }

    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    pub fn description(&self) -> Option<&str> {
        self.text("description")
    }

    /// Where a single backend answers; pools have none.
    pub fn url(&self) -> Option<&str> {
        self.text("url")
    }

    /// `http` or `soap`; pools have none.
    pub fn protocol(&self) -> Option<&str> {
        self.text("protocol")
    }

    pub fn azure_region(&self) -> Option<&str> {
        self.text("azureRegion")
    }

    /// Whether the certificate's chain and its name are checked; both are unless Azure says no.
    pub fn tls(&self) -> (bool, bool) {
        let flag = |name| self.find("tls").and_then(|tls| tls.get(name)).and_then(Value::as_bool).unwrap_or(true);
        (flag("validateCertificateChain"), flag("validateCertificateName"))
    }

    /// Names of the members of `properties` that no getter reads and that aren't `null`.
    pub fn other_members(&self) -> Vec<String> {
        let members = self.raw.get("properties").and_then(Value::as_object).into_iter().flatten();
        members.filter(|(name, value)| !KNOWN.contains(&name.as_str()) && !value.is_null()).map(|(name, _)| name.clone()).collect()
    }

    pub fn set_title(&mut self, title: Option<&str>) {
        self.set_text("title", title);
    }

    pub fn set_description(&mut self, description: Option<&str>) {
        self.set_text("description", description);
    }

    pub fn set_url(&mut self, url: Option<&str>) {
        self.set_text("url", url);
    }

    pub fn set_protocol(&mut self, protocol: Option<&str>) {
        self.set_text("protocol", protocol);
    }

    pub fn set_azure_region(&mut self, region: Option<&str>) {
        self.set_text("azureRegion", region);
    }

    /// A flag that is in force already, if only by default, is not written.
    pub fn set_tls(&mut self, validate_chain: bool, validate_name: bool) {
        let (chain, name) = self.tls();
        for (key, current, wanted) in
            [("validateCertificateChain", chain, validate_chain), ("validateCertificateName", name, validate_name)]
        {
            if current != wanted {
                self.edit(|properties| edit(properties, "tls", |tls| _ = tls.insert(key.to_owned(), Value::Bool(wanted))));
            }
        }
    }

    /// What a PUT sends: `properties`, without what Azure alone decides.
    pub fn body(&self) -> Value {
        json!({ "properties": self.raw.get("properties").filter(|properties| properties.is_object()).cloned().unwrap_or(json!({})) })
    }

    fn find(&self, name: &str) -> Option<&Value> {
        find(self.raw.get("properties")?, name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        text(self.raw.get("properties")?, name)
    }

    fn set_text(&mut self, name: &str, value: Option<&str>) {
        if self.text(name).unwrap_or_default() != value.unwrap_or_default() {
            self.edit(|properties| set_text(properties, name, value));
        }
    }

    /// Changes `properties`.
    fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        let mut raw = overlay::object(std::mem::take(&mut self.raw));
        edit(&mut raw, "properties", change);
        self.raw = Value::Object(raw);
    }
}

impl crate::resource::Resource for Backend {
    const WHAT: &'static str = "a backend";

    fn of(raw: Value) -> Self {
        Self::from_value(raw)
    }

    fn sent(&self) -> Value {
        self.body()
    }
}

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Backend").field(&self.redacted()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_absent() {
        let backend = Backend::from_value(json!({
            "id": "/a/backends/gpt", "name": "gpt",
            "properties": { "type": null, "title": null, "url": "https://x", "tls": null, "resourceId": null, "newThing": {} }
        }));
        assert_eq!((backend.name(), backend.kind(), backend.title()), ("gpt", BackendKind::Single, None));
        assert_eq!(backend.tls(), (true, true));
        assert_eq!(backend.other_members(), ["newThing"]);
        for odd in [json!(null), json!([]), json!({ "properties": 3 }), json!({ "properties": { "tls": 1, "pool": [], "proxy": "x" } })] {
            let odd = Backend::from_value(odd);
            assert_eq!((odd.name(), odd.url(), odd.tls(), odd.pool(), odd.proxy()), ("", None, (true, true), None, None));
        }
    }

    #[test]
    fn texts_are_laid_over() {
        let mut backend = Backend::from_value(json!({ "name": "gpt", "properties": { "title": "old", "description": null, "x": 1 } }));
        backend.set_title(Some("new"));
        backend.set_description(None);
        backend.set_url(Some("https://x"));
        assert_eq!(
            backend.raw(),
            &json!({ "name": "gpt", "properties": { "title": "new", "description": null, "url": "https://x", "x": 1 } })
        );
        backend.set_title(None);
        assert_eq!(backend.body(), json!({ "properties": { "description": null, "url": "https://x", "x": 1 } }));
    }

    #[test]
    fn default_tls_stays_absent() {
        let mut backend = Backend::new(BackendKind::Single);
        backend.set_tls(true, true);
        assert_eq!(backend.body(), json!({ "properties": { "type": "Single" } }));
        backend.set_tls(true, false);
        assert_eq!(backend.raw().pointer("/properties/tls"), Some(&json!({ "validateCertificateName": false })));
    }
}
