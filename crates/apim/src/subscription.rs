//! Subscriptions of the service, and their keys.
//!
//! A [`Subscription`] that came from Azure carries no keys, whatever the answer held;
//! [`SubscriptionKeys`] come from an operation of their own and are kept so that printing them by
//! accident shows nothing. Source: the contract's `SubscriptionContractProperties`.

use crate::{
    redact::{mask_all, mask_members},
    resource::{self, resource},
};
use secrecy::SecretString;
use serde_json::{Map, Value};

resource! {
    /// A subscription. Printing it shows no key.
    Subscription, SubscriptionEdit, "a subscription", mask, Subscription::without_keys;
    shown {
        /// Dates are `yyyy-MM-ddTHH:mm:ssZ` with any number of digits after the seconds.
        text created_date "createdDate";
        text start_date "startDate";
        text end_date "endDate";
        text notification_date "notificationDate";
    }
    edited {
        /// 1 to 100 characters; required by Azure when a subscription is created.
        text display_name set_display_name "displayName";
        /// A full ARM id: of the service (with a slash at the end), its `apis`, an API or a product.
        /// `/apis`, `/apis/{id}` and `/products/{id}` may be written and come back in full. Required.
        text scope set_scope "scope";
        /// `active`, `suspended`, `submitted`, `rejected`, `cancelled` or `expired`.
        text state set_state "state";
        /// Why it was rejected.
        text state_comment set_state_comment "stateComment";
        /// The user's full ARM id; `/users/{id}` may be written.
        text owner_id set_owner_id "ownerId";
        /// Informs only: nothing expires by itself.
        text expiration_date set_expiration_date "expirationDate";
        flag allow_tracing set_allow_tracing "allowTracing";
        /// 1 to 256 characters. Written only; Azure makes one when there is none.
        text primary_key set_primary_key "primaryKey";
        /// 1 to 256 characters. Written only; Azure makes one when there is none.
        text secondary_key set_secondary_key "secondaryKey";
    }
    also {}
}

/// The keys of one subscription.
#[derive(Debug, Clone)]
pub struct SubscriptionKeys {
    pub primary: SecretString,
    /// Empty when Azure gave none.
    pub secondary: SecretString,
}

/// Which of a subscription's two keys is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionKey {
    Primary,
    Secondary,
}

impl Subscription {
    /// The built-in one of the whole service.
    pub fn is_master(&self) -> bool {
        self.name() == "master"
    }

    /// Without keys: what an answer of Azure is kept as.
    fn without_keys(mut self) -> Self {
        for key in ["primaryKey", "secondaryKey"] {
            resource::remove(&mut self.raw, key);
        }
        self
    }
}

fn mask(properties: &mut Map<String, Value>) {
    mask_members(properties);
    for key in ["primaryKey", "secondaryKey"] {
        properties.get_mut(key).into_iter().for_each(mask_all);
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
        assert!(!subscription.without_keys().into_raw().to_string().contains("hunter2"));
    }
}
