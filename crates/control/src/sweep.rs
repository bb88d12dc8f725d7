//! Readings of whole collections, shared: Azure can neither sort nor join, so a list is read whole,
//! by one call at a time, and kept for seconds.

use crate::{Error, Op, gateways::Connected};
use apim::{AnyResource, Backend, ResourcePath, Subscription};
use domain::Timestamp;
use moka::future::Cache;
use std::{future::Future, sync::Arc, time::Duration};

/// How long a reading is shown before Azure is asked again.
const FRESH_FOR: Duration = Duration::from_secs(5);

/// A collection as it was read.
pub(crate) struct Sweep<T> {
    pub(crate) items: Vec<T>,
    pub(crate) read_at: Timestamp,
}

type Shared<T> = Cache<String, Arc<Sweep<T>>>;

/// The kept readings of one gateway, by ARM principal.
pub(crate) struct Sweeps {
    backends: Shared<Backend>,
    subscriptions: Shared<Subscription>,
    /// Of every other kind, by place too.
    resources: Shared<AnyResource>,
}

impl Default for Sweeps {
    fn default() -> Self {
        Self { backends: cache(), subscriptions: cache(), resources: cache() }
    }
}

fn cache<T: Send + Sync + 'static>() -> Shared<T> {
    Cache::builder().max_capacity(64).time_to_live(FRESH_FOR).build()
}

impl Sweeps {
    /// Called after each of our own changes, whatever became of it.
    pub(crate) fn forget_backends(&self) {
        self.backends.invalidate_all();
    }

    /// The same for everything else.
    pub(crate) fn forget(&self) {
        self.resources.invalidate_all();
        self.subscriptions.invalidate_all();
    }
}

impl Connected {
    /// All backends; `is_refresh` asks Azure even when a reading is seconds old.
    pub(crate) async fn backends(&self, op: &Op, is_refresh: bool) -> Result<Arc<Sweep<Backend>>, Error> {
        let call = op.call();
        read(&self.sweeps.backends, self.arm.principal(), op, is_refresh, self.arm.list_backends(&call)).await
    }

    /// All resources at this place.
    pub(crate) async fn sweep(&self, op: &Op, place: &ResourcePath, is_refresh: bool) -> Result<Arc<Sweep<AnyResource>>, Error> {
        let call = op.call();
        let key = format!("{} {place}", self.arm.principal());
        read(&self.sweeps.resources, &key, op, is_refresh, self.arm.list_at(&call, place)).await
    }

    /// All subscriptions, without keys.
    pub(crate) async fn subscriptions(&self, op: &Op) -> Result<Arc<Sweep<Subscription>>, Error> {
        let call = op.call();
        read(&self.sweeps.subscriptions, self.arm.principal(), op, false, self.arm.list_subscriptions(&call)).await
    }
}

/// Readers that come while a reading is under way wait for it and share what it finds.
async fn read<T: Send + Sync + 'static>(
    cache: &Shared<T>,
    key: &str,
    op: &Op,
    is_refresh: bool,
    list: impl Future<Output = Result<Vec<T>, apim::Error>>,
) -> Result<Arc<Sweep<T>>, Error> {
    if is_refresh {
        cache.invalidate(key).await;
    }
    let sweep = async { Ok(Arc::new(Sweep { items: list.await?, read_at: op.clock.now() })) };
    cache.try_get_with(key.to_owned(), sweep).await.map_err(|error: Arc<Error>| (*error).clone())
}
