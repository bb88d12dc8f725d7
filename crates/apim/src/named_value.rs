//! A typed view over the raw JSON of a named value: a text that policies and credentials refer to as
//! `{{name}}`. A secret one is written and never read.
//!
//! Source: the contract's `NamedValueContractProperties` and `NamedValueCreateContractProperties`.

use crate::{
    redact::{mask_all, mask_members},
    resource::{self, resource},
};
use serde_json::{Map, Value};

resource! {
    /// A named value. Printing it shows no secret.
    NamedValue, NamedValueEdit, "a named value", mask, NamedValue::without_secret;
    shown {
        /// `InProgress`, `Succeeded`, …
        text provisioning_state "provisioningState";
        /// Of the last time that the secret was fetched from Key Vault: `Success`, …
        text key_vault_status "keyVault.lastStatus.code";
        /// What went wrong then; empty for nothing.
        text key_vault_message "keyVault.lastStatus.message";
        /// When, `yyyy-MM-ddTHH:mm:ssZ` with any number of digits after the seconds.
        text key_vault_at "keyVault.lastStatus.timeStampUtc";
    }
    edited {
        /// What it is referred to by: 1 to 256 letters, digits, `.`, `-`, `_`. Required.
        text display_name set_display_name "displayName";
        /// Up to 4096 characters. Azure answers it only where it is no secret, so a PUT of a secret
        /// needs it anew; a PATCH does not. See also [`NamedValue::shown_value`].
        text value set_value "value";
        /// Whether the value is kept encrypted and never answered.
        flag is_secret set_is_secret "secret";
        /// Up to 32.
        texts tags set_tags "tags";
        /// The URL of a secret in Key Vault; one with a version is never refreshed.
        text key_vault_secret set_key_vault_secret "keyVault.secretIdentifier";
        /// The client id of the managed identity that may read it; absent for the service's own.
        text key_vault_client_id set_key_vault_client_id "keyVault.identityClientId";
    }
    also {}
}

impl NamedValue {
    /// The value, where it is no secret.
    pub fn shown_value(&self) -> Option<&str> {
        self.value().filter(|_| !self.holds_secret())
    }

    /// Whether the secret lies in Key Vault.
    pub fn is_in_key_vault(&self) -> bool {
        self.key_vault_secret().is_some()
    }

    fn holds_secret(&self) -> bool {
        self.is_secret().unwrap_or(false) || self.is_in_key_vault()
    }

    /// Without the value, where that is a secret: what an answer of Azure is kept as.
    fn without_secret(mut self) -> Self {
        if self.holds_secret() {
            resource::remove(&mut self.raw, "value");
        }
        self
    }
}

fn mask(properties: &mut Map<String, Value>) {
    let is_secret = properties.get("secret").is_some_and(|secret| secret.as_bool() != Some(false));
    let is_kept_elsewhere = properties.get("keyVault").is_some_and(|vault| !vault.is_null());
    mask_members(properties);
    if let Some(value) = properties.get_mut("value").filter(|_| is_secret || is_kept_elsewhere) {
        mask_all(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_written_and_not_shown() {
        let mut named = NamedValue::from_value(json!({ "properties": { "displayName": "key", "secret": true, "tags": ["a", null] } }));
        named.set_value(Some("hunter2"));
        assert_eq!((named.shown_value(), named.body().pointer("/properties/value")), (None, Some(&json!("hunter2"))));
        assert!(!format!("{named:?}").contains("hunter2"));
        assert_eq!(named.without_secret().raw(), &json!({ "properties": { "displayName": "key", "secret": true, "tags": ["a", null] } }));
        let open = NamedValue::from_value(json!({ "properties": { "displayName": "key", "secret": false, "value": "shown" } }));
        assert_eq!(open.shown_value(), Some("shown"));
        assert_eq!(&open.redacted(), open.raw());
    }
}
