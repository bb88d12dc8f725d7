//! Subscription keys for calls: fetched when first needed, kept in memory for minutes, "used" and
//! never shown.

use crate::{
    Error, Op,
    gateways::{Connected, addressable},
    resources::of_kind,
};
use apim::DEFAULT_KEY_HEADER;
use domain::{FieldError, resource::Kind};
use moka::future::Cache;
use secrecy::SecretString;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

const KEPT_FOR: Duration = Duration::from_secs(300);
/// The longest that a call waits to learn where its API takes keys.
const PATIENCE: Duration = Duration::from_secs(5);

/// Gateway, subscription, and whom Azure gave the key to: someone else has to be allowed to fetch it.
type Slot = (String, String, String);

/// The kept keys, and the headers that APIs take keys in: by path, in place of the subscription.
pub(crate) struct Keys(Cache<Slot, SecretString>, Cache<Slot, String>);

impl Default for Keys {
    fn default() -> Self {
        let keys = Cache::builder().max_capacity(256).time_to_live(KEPT_FOR).support_invalidation_closures().build();
        Self(keys, Cache::builder().max_capacity(256).time_to_live(KEPT_FOR).build())
    }
}

impl Keys {
    /// The primary key of a subscription; never the built-in one that opens everything.
    pub(crate) async fn of(&self, op: &Op, connected: &Connected, subscription: &str) -> Result<SecretString, Error> {
        let invalid = |message: String| Error::Invalid(vec![FieldError::new("subscription", message)]);
        if subscription.is_empty() {
            return Err(invalid("Choose the subscription whose key is used.".into()));
        }
        if is_master(subscription) {
            return Err(invalid("The built-in all-access subscription is never used from here: choose another.".into()));
        }
        if addressable("subscription", subscription).is_err() {
            return Err(invalid(format!("There is no subscription named {subscription}.")));
        }
        let call = op.call();
        let fetch = async { connected.arm.list_secrets(&call, subscription).await.map(|keys| keys.primary).map_err(Error::from) };
        let key = self.0.try_get_with(slot(connected, subscription), fetch).await;
        key.map_err(|error: Arc<Error>| match &*error {
            Error::Missing(_) => invalid(format!("There is no subscription named {subscription}.")),
            other => other.clone(),
        })
    }

    /// Where the API of this path takes keys. One that is not known, or can't be read in time, is called
    /// as Azure's own clients do.
    pub(crate) async fn header_of(&self, op: &Op, connected: &Connected, api_path: &str) -> String {
        let path = api_path.trim_matches('/');
        let find = async {
            let apis = timeout(PATIENCE, connected.resources(op, Kind::Api, "", false)).await.ok()?.ok()?;
            let api = of_kind(Kind::Api, &apis).find(|api| api.text("path").is_some_and(|found| found == path))?;
            Some(api.text("subscriptionKeyParameterNames.header").unwrap_or(DEFAULT_KEY_HEADER).to_owned())
        };
        self.1.optionally_get_with(slot(connected, path), find).await.unwrap_or_else(|| "api-key".to_owned())
    }

    /// It was refused: the API may take keys elsewhere by now.
    pub(crate) async fn forget_header(&self, connected: &Connected, api_path: &str) {
        self.1.invalidate(&slot(connected, api_path.trim_matches('/'))).await;
    }

    /// The key was replaced: whoever fetched it before.
    pub(crate) async fn forget(&self, connected: &Connected, subscription: &str) {
        self.0.invalidate(&slot(connected, subscription)).await;
        let (gateway, subscription, _) = slot(connected, subscription);
        self.forget_where(move |slot| slot.0 == gateway && slot.1 == subscription);
    }

    /// All of a gateway's.
    pub(crate) fn forget_gateway(&self, connected: &Connected) {
        let (gateway, ..) = slot(connected, "");
        self.forget_where(move |slot| slot.0 == gateway);
    }

    /// All that were fetched as whom this client calls Azure as.
    pub(crate) fn forget_all_of(&self, connected: &Connected) {
        let (gateway, _, principal) = slot(connected, "");
        self.forget_where(move |slot| slot.0 == gateway && slot.2 == principal);
    }

    fn forget_where(&self, is_meant: impl Fn(&Slot) -> bool + Send + Sync + 'static) {
        if let Err(error) = self.0.invalidate_entries_if(move |slot, _| is_meant(slot)) {
            tracing::error!(%error, "kept keys could not be dropped");
            self.0.invalidate_all();
        }
    }
}

fn slot(connected: &Connected, subscription: &str) -> Slot {
    (connected.info.name.clone(), subscription.to_ascii_lowercase(), connected.arm.principal().to_owned())
}

/// Azure's built-in subscription for everything.
pub(super) fn is_master(subscription: &str) -> bool {
    subscription.eq_ignore_ascii_case("master")
}
