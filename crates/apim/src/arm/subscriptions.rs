//! Subscriptions of the service: the operations `Subscription_*`.

use super::{ArmClient, CallContext, ResourceKind, request::Request};
use crate::{Error, Subscription, SubscriptionKeys};
use http::Method;
use secrecy::SecretString;
use serde_json::Value;

impl ArmClient {
    /// `Subscription_List`: all pages, in one sweep; never with keys.
    pub async fn list_subscriptions(&self, call: &CallContext) -> Result<Vec<Subscription>, Error> {
        let items = self.sweep(call, ResourceKind::Subscriptions, &["subscriptions"]).await?;
        Ok(items.into_iter().map(Subscription::from_value).collect())
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
}
