//! The first page of a gateway.

use crate::{Control, Error, Op};
use domain::{Operation, backend::BackendKind, overview::Overview};

/// Changes shown.
const LATEST: u32 = 6;

impl Control {
    /// `Permission:` read.
    pub async fn overview(&self, op: &Op, gateway: &str) -> Result<Overview, Error> {
        let permit = op.authorise(Operation::BackendList)?;
        let connected = self.gateway(&permit, gateway)?;
        let ledger = &self.inner.store.ledger;
        let (sweep, latest, unknown_outcomes) =
            futures::join!(connected.backends(op, false), ledger.latest(gateway, LATEST), ledger.count_unknown(Some(gateway), &[]));
        let sweep = sweep?;
        let pools = sweep.items.iter().filter(|backend| backend.kind() == BackendKind::Pool).count();
        Ok(Overview {
            gateway: connected.info.clone(),
            backends: u32::try_from(sweep.items.len()).unwrap_or(u32::MAX),
            pools: u32::try_from(pools).unwrap_or(u32::MAX),
            unknown_outcomes: unknown_outcomes?,
            latest: latest?,
        })
    }
}
