//! Signing in and out, sessions, personal tokens: what a team's identity provider has no page for.
//!
//! How someone proves who they are is the server's business; that it happened, and what follows
//! from it, is recorded here like every other change.

mod azure;
mod leases;
mod me;
mod sign_in;
mod tokens;

pub use azure::NewConnection;
pub use leases::{Lease, Leases};
pub use sign_in::{NewSession, ProviderLogout, Refusal};

use crate::{
    Control, Error, Op,
    audited::{Change, Finish},
};
use domain::{
    Operation,
    audit::{Outcome, Target},
};
use std::future::Future;

impl Control {
    /// Runs to its end even when whoever asked has gone: what has happened is recorded, whoever waits.
    async fn to_its_end<T, Work>(&self, op: &Op, work: impl FnOnce(Control, Op) -> Work) -> Result<T, Error>
    where
        T: Send + 'static,
        Work: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let task = self.inner.tasks.spawn(work(self.clone(), op.clone()));
        task.await.map_err(|error| Error::internal("it was cut off", error))?
    }

    /// Something that has happened to an identity: intent and outcome at once.
    pub(crate) async fn record(
        &self,
        op: &Op,
        operation: Operation,
        target: Target,
        outcome: Outcome,
        note: String,
    ) -> Result<String, Error> {
        let change = Change { operation, target, if_match: None, before: None, after: None, is_settleable: false, note: String::new() };
        let open = self.open_audit(op, change).await?;
        open.finish(Finish { note, ..Finish::of(outcome) }).await;
        Ok(open.id.clone())
    }
}

/// A person, a session or a token: nothing of a gateway's.
fn target(kind: &str, name: &str) -> Target {
    Target { kind: kind.into(), name: name.into(), ..Target::default() }
}
