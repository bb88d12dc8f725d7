//! Subscriptions of the service: the operations `Subscription_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place, request::Request};
use crate::{Error, Subscription, SubscriptionKey, SubscriptionKeys};
use http::Method;
use secrecy::SecretString;
use serde_json::{Value, json};

impl ArmClient {
    /// `Subscription_List`: all pages, in one sweep; never with keys.
    pub async fn list_subscriptions(&self, call: &CallContext) -> Result<Vec<Subscription>, Error> {
        self.list_subscriptions_where(call, &ListQuery::default()).await
    }

    /// `Subscription_List`, in part; never with keys. Fields of the filter: `name`, `displayName`,
    /// `stateComment`, `ownerId`, `scope`, `userId`, `productId`, `state`.
    pub async fn list_subscriptions_where(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<Subscription>, Error> {
        self.list(call, Place::new(ResourceKind::Subscriptions, ["subscriptions"]), query).await
    }

    /// `Subscription_Get`; never with keys. One that doesn't exist is an [`Error::Api`] with status
    /// 404.
    pub async fn get_subscription(&self, call: &CallContext, name: &str) -> Result<Tagged<Subscription>, Error> {
        self.get_one(call, &subscription(name)).await
    }

    /// `Subscription_Get`; `None` when there is no such subscription.
    pub async fn find_subscription(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Subscription>>, Error> {
        self.find_one(call, &subscription(name)).await
    }

    /// `Subscription_CreateOrUpdate`: replaces the whole subscription. Nobody is notified unless
    /// `notify`. Azure answers the keys; they are not kept.
    pub async fn put_subscription(
        &self,
        call: &CallContext,
        name: &str,
        value: &Subscription,
        notify: bool,
        if_match: IfMatch,
    ) -> Result<Written<Subscription>, Error> {
        self.put_one(call, &notifying(name, notify), value, &if_match).await
    }

    /// `Subscription_Update`: a merge patch, `{"properties": {…}}`; see
    /// [`crate::SubscriptionEdit::patch`].
    pub async fn patch_subscription(
        &self,
        call: &CallContext,
        name: &str,
        patch: &Value,
        notify: bool,
        if_match: IfMatch,
    ) -> Result<Written<Subscription>, Error> {
        self.patch_one(call, &notifying(name, notify), patch, &if_match).await
    }

    /// `Subscription_Update` of nothing but the state: `active`, `suspended`, `submitted`,
    /// `rejected`, `cancelled` or `expired`. A comment goes with `rejected`.
    pub async fn set_subscription_state(
        &self,
        call: &CallContext,
        name: &str,
        state: &str,
        comment: Option<&str>,
        if_match: IfMatch,
    ) -> Result<Written<Subscription>, Error> {
        let mut patch = json!({ "properties": { "state": state } });
        if let (Some(comment), Some(properties)) = (comment, patch["properties"].as_object_mut()) {
            properties.insert("stateComment".into(), Value::from(comment));
        }
        self.patch_subscription(call, name, &patch, false, if_match).await
    }

    /// `Subscription_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_subscription(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &subscription(name), &if_match).await
    }

    /// `Subscription_ListSecrets`: both keys of the subscription with this name.
    pub async fn list_secrets(&self, call: &CallContext, subscription: &str) -> Result<SubscriptionKeys, Error> {
        let url = self.url(ResourceKind::Subscriptions, &["subscriptions", subscription, "listSecrets"])?;
        let mut body = self.send(Request::new(Method::POST, url, call).reading()).await?.object("keys")?;
        let mut key = |name: &str| match body.get_mut(name).map(Value::take) {
            Some(Value::String(key)) => Some(SecretString::from(key)),
            _ => None,
        };
        let primary = key("primaryKey").ok_or_else(|| Error::Protocol("Azure gave no primary key.".into()))?;
        Ok(SubscriptionKeys { primary, secondary: key("secondaryKey").unwrap_or_default() })
    }

    /// `Subscription_RegeneratePrimaryKey` and `Subscription_RegenerateSecondaryKey`: status 204.
    /// The old key stops working; the new one is read with [`Self::list_secrets`].
    pub async fn regenerate_key(&self, call: &CallContext, name: &str, key: SubscriptionKey) -> Result<Receipt, Error> {
        let action = match key {
            SubscriptionKey::Primary => "regeneratePrimaryKey",
            SubscriptionKey::Secondary => "regenerateSecondaryKey",
        };
        let url = self.url(ResourceKind::Subscriptions, &["subscriptions", name, action])?;
        Ok(self.send(Request::new(Method::POST, url, call).ignoring_body()).await?.receipt())
    }
}

fn subscription(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Subscriptions, ["subscriptions", name])
}

fn notifying(name: &str, notify: bool) -> Place<'_> {
    subscription(name).with("notify", notify.then(|| "true".to_owned()))
}
