//! Subscriptions of the service, and their keys.
//!
//! Lists never carry keys; [`SubscriptionKeys`] come from an operation of their own and are kept so
//! that printing them by accident shows nothing.

use crate::backend::resource_name;
use secrecy::SecretString;
use serde_json::Value;

/// A typed view over the raw JSON of a subscription.
#[derive(Clone, PartialEq)]
pub struct Subscription {
    raw: Value,
}

/// The keys of one subscription.
#[derive(Debug, Clone)]
pub struct SubscriptionKeys {
    pub primary: SecretString,
    /// Empty when Azure gave none.
    pub secondary: SecretString,
}

impl Subscription {
    pub fn from_value(raw: Value) -> Self {
        Self { raw }
    }

    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// The subscription's id within the service: `master` is the built-in one.
    pub fn name(&self) -> &str {
        let named = || self.raw.get("name").and_then(Value::as_str);
        self.id().map(resource_name).filter(|name| !name.is_empty()).or_else(named).unwrap_or_default()
    }

    pub fn id(&self) -> Option<&str> {
        self.raw.get("id").and_then(Value::as_str)
    }

    pub fn display_name(&self) -> Option<&str> {
        self.text("displayName")
    }

    /// A full ARM id: of the service (with a slash at the end), its `apis`, an API or a product.
    pub fn scope(&self) -> Option<&str> {
        self.text("scope")
    }

    /// `active`, `suspended`, `submitted`, `rejected`, `cancelled` or `expired`.
    pub fn state(&self) -> Option<&str> {
        self.text("state")
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.raw.get("properties")?.get(name)?.as_str()
    }
}

/// Writes carry keys in their answers, so only what can't be one is printed.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("name", &self.name()).field("state", &self.state()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_what_is_there_and_takes_null_for_absent() {
        let subscription = Subscription::from_value(json!({
            "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/subscriptions/demo",
            "name": "demo",
            "properties": { "scope": "/apis", "displayName": null, "state": "active", "primaryKey": "hunter2" }
        }));
        assert_eq!((subscription.name(), subscription.display_name(), subscription.state()), ("demo", None, Some("active")));
        assert!(!format!("{subscription:?}").contains("hunter2"));
    }
}
