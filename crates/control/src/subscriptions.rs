//! Keys of subscriptions: seen one at a time, made new one at a time.

use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    gateways::addressable,
};
use apim::SubscriptionKey;
use domain::{
    Operation,
    key::{KeyHistory, RevealedKey, WhichKey},
    resource::{Key, Kind, Saved},
};
use secrecy::ExposeSecret;

const RECENT_MS: i64 = 7 * 24 * 3600 * 1000;

impl Control {
    /// One key in clear; the audit says who saw which. `Permission:` reveal.
    pub async fn reveal_key(&self, op: &Op, gateway: &str, subscription: &str, which: WhichKey) -> Result<RevealedKey, Error> {
        let permit = op.authorise(Operation::SubscriptionListSecrets)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("subscription", subscription)?;
        let key = Key::new(gateway, Kind::Subscription, subscription);
        let change = Change {
            operation: Operation::SubscriptionListSecrets,
            target: connected.resource_target(&key),
            if_match: None,
            before: None,
            after: None,
            is_settleable: false,
            note: format!("The {} key", which.as_str()),
        };
        let (call, arm, name) = (op.call(), connected.arm.clone(), subscription.to_owned());
        let (value, audit_id) = self
            .audited(op, change, move || async move {
                let keys = arm.list_secrets(&call, &name).await?;
                let key = match which {
                    WhichKey::Primary => keys.primary,
                    WhichKey::Secondary => keys.secondary,
                };
                Ok(Applied {
                    value: key,
                    note: format!("The {} key was shown", which.as_str()),
                    etag: None,
                    receipt: apim::Receipt::default(),
                })
            })
            .await?;
        Ok(RevealedKey { which, value: value.expose_secret().to_owned(), audit_id })
    }

    /// The old key stops working at once. `Permission:` manage.
    pub async fn regenerate_key(&self, op: &Op, gateway: &str, subscription: &str, which: WhichKey) -> Result<Saved, Error> {
        let (operation, key) = match which {
            WhichKey::Primary => (Operation::SubscriptionRegeneratePrimary, SubscriptionKey::Primary),
            WhichKey::Secondary => (Operation::SubscriptionRegenerateSecondary, SubscriptionKey::Secondary),
        };
        let permit = op.authorise(operation)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("subscription", subscription)?;
        let change = Change {
            operation,
            target: connected.resource_target(&Key::new(gateway, Kind::Subscription, subscription)),
            if_match: None,
            before: None,
            after: None,
            is_settleable: false,
            note: String::new(),
        };
        let (call, arm, name) = (op.call(), connected.arm.clone(), subscription.to_owned());
        let made = self
            .audited(op, change, move || async move {
                let receipt = arm.regenerate_key(&call, &name, key).await?;
                Ok(Applied { value: (), note: format!("A new {} key", which.as_str()), etag: None, receipt })
            })
            .await;
        self.inner.keys.forget(&connected, subscription).await;
        let ((), audit_id) = made?;
        Ok(Saved { name: subscription.to_owned(), etag: String::new(), verb: "regenerated".into(), audit_id })
    }

    /// When this console last made its keys new. `Permission:` read.
    pub async fn key_history(&self, op: &Op, gateway: &str, subscription: &str) -> Result<KeyHistory, Error> {
        let permit = op.authorise(Operation::SubscriptionGet)?;
        self.gateway(&permit, gateway)?;
        let entries = self.inner.store.ledger.latest_for(gateway, "subscription", subscription, 50).await?;
        let since = domain::Timestamp(op.clock.now().0 - RECENT_MS);
        let latest = |operation: Operation| entries.iter().find(|entry| entry.operation == operation).cloned();
        Ok(KeyHistory {
            primary: latest(Operation::SubscriptionRegeneratePrimary),
            secondary: latest(Operation::SubscriptionRegenerateSecondary),
            recent_calls: self.inner.store.usage.count_calls_of(gateway, subscription, since).await?,
        })
    }
}
