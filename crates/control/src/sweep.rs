//! Readings of whole collections, shared: Azure can neither sort nor join, so a list is read whole,
//! by one call at a time, and kept for seconds.

use crate::{
    Error, Op,
    gateways::Connected,
    shelf::{Ages, Shelf},
};
use apim::{AnyResource, Backend, ResourcePath};
use std::{sync::Arc, time::Duration};

pub(crate) use crate::shelf::Sweep;

const AGES: Ages = Ages { fresh: Duration::from_secs(5), shown: Duration::from_secs(30) };

/// The kept readings of one gateway, by ARM principal.
pub(crate) struct Sweeps {
    backends: Shelf<Backend>,
    /// Of every other kind, by place too.
    resources: Shelf<AnyResource>,
}

impl Default for Sweeps {
    fn default() -> Self {
        Self { backends: Shelf::new(AGES), resources: Shelf::new(AGES) }
    }
}

impl Sweeps {
    pub(crate) fn forget(&self) {
        self.backends.forget();
        self.resources.forget();
    }
}

impl Connected {
    /// Called after each of our own changes, whatever became of it. `kind`: of an audit row's target.
    pub(crate) fn forget(&self, kind: &str) {
        match kind {
            "backend" => self.sweeps.backends.forget(),
            _ => self.sweeps.resources.forget(),
        }
        if !matches!(kind, "backend" | "logger" | "named_value" | "subscription") {
            self.references.forget();
        }
    }

    /// All backends; `is_refresh` asks Azure even when a reading is seconds old.
    pub(crate) async fn backends(&self, op: &Op, is_refresh: bool) -> Result<Arc<Sweep<Backend>>, Error> {
        let (arm, call) = (self.arm.clone(), op.call());
        let list = async move { Ok(arm.list_backends(&call).await?) };
        self.sweeps.backends.read(self.arm.principal(), &op.clock, is_refresh, list).await
    }

    /// All resources at this place.
    pub(crate) async fn sweep(&self, op: &Op, place: &ResourcePath, is_refresh: bool) -> Result<Arc<Sweep<AnyResource>>, Error> {
        let (arm, call) = (self.arm.clone(), op.call());
        // Quoted: nobody's id can end like the beginning of a place.
        let key = format!("{:?} {place}", arm.principal());
        let place = place.clone();
        let list = async move { Ok(arm.list_at(&call, &place).await?) };
        self.sweeps.resources.read(&key, &op.clock, is_refresh, list).await
    }
}
