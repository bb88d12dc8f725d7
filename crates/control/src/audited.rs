//! The one door for everything that changes, reveals or invokes.
//!
//! The intent is committed before Azure is called (if it can't be, the call is not made), the
//! outcome afterwards, both as new rows. A crash in between leaves an intent without an outcome,
//! which the next start finds.

use crate::{Control, Error, Op, error::upstream_of};
use domain::{
    Effect, Operation, Timestamp, Upstream,
    audit::{Outcome, Target},
};
use serde_json::Value;
use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
};
use store::{Intent, OutcomeRecord};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// What is about to be done.
pub(crate) struct Change {
    pub(crate) operation: Operation,
    pub(crate) target: Target,
    /// The version it is based on: an ETag, or `*` for "whatever is there".
    pub(crate) if_match: Option<String>,
    /// The resource before and as intended, secrets masked.
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
    /// Whether reading the resource again can tell if it was done.
    pub(crate) is_settleable: bool,
    pub(crate) note: String,
}

/// What Azure made of it.
pub(crate) struct Applied<T> {
    pub(crate) value: T,
    pub(crate) note: String,
    pub(crate) etag: Option<String>,
    pub(crate) receipt: apim::Receipt,
}

impl Control {
    /// Records the intent, makes the call, records the outcome; gives back the value and the id of
    /// the audit entry. Kept readings are forgotten after a change, whatever became of it. Runs to
    /// its end even when whoever asked has gone.
    pub(crate) async fn audited<T, Call>(
        &self,
        op: &Op,
        change: Change,
        call: impl FnOnce() -> Call + Send + 'static,
    ) -> Result<(T, String), Error>
    where
        T: Send + 'static,
        Call: Future<Output = Result<Applied<T>, apim::Error>> + Send + 'static,
    {
        let (control, op) = (self.clone(), op.clone());
        let work = async move {
            let changed = is_change(&change).then(|| (change.target.gateway.clone(), change.target.kind.clone()));
            let open = control.open_audit(&op, change).await?;
            let answer = call().await;
            let is_change = changed.is_some();
            if let Some((gateway, kind)) = changed
                && let Ok(connected) = control.inner.gateways.find(&gateway)
            {
                connected.forget(&kind);
            }
            match answer {
                Ok(applied) => {
                    let correlation_id = applied.receipt.correlation_id.clone();
                    open.finish(Finish { note: applied.note, etag: applied.etag, correlation_id, ..Finish::of(Outcome::Applied) }).await;
                    Ok((applied.value, open.id.clone()))
                }
                Err(error) => Err(control.failed(&op, open, is_change, error).await),
            }
        };
        let task = self.inner.tasks.spawn(work);
        task.await.map_err(|error| Error::internal("a change was cut off", error))?
    }

    /// A gateway that is read-only takes no change from here, whatever the role.
    fn writable(&self, change: &Change) -> Result<(), Error> {
        if is_change(change) && !change.target.gateway.is_empty() && self.inner.gateways.find(&change.target.gateway)?.info.is_read_only {
            return Err(Error::ReadOnly { gateway: change.target.gateway.clone() });
        }
        Ok(())
    }

    async fn failed(&self, op: &Op, open: OpenAudit, is_change: bool, error: apim::Error) -> Error {
        let mut finish = Finish::failed(&error);
        if !is_change && finish.outcome == Outcome::Unknown {
            finish.outcome = Outcome::Refused; // nothing was changed, whatever Azure did
        }
        let is_unknown = finish.outcome == Outcome::Unknown;
        let lost = Error::OutcomeUnknown { address: address_of(&error), upstream: finish.upstream.clone() };
        open.finish(finish).await;
        let source = Box::new(if is_unknown { lost } else { error.into() });
        if is_unknown {
            let (control, op, id) = (self.clone(), op.clone(), open.id.clone());
            self.inner.tasks.spawn(async move {
                let _ = control.settle_entry(&op, &id).await;
            });
        }
        Error::Audited { source, audit_id: open.id.clone() }
    }

    /// The same door for a stream: the caller finishes the entry when the stream ends.
    pub(crate) async fn open_audit(&self, op: &Op, change: Change) -> Result<OpenAudit, Error> {
        self.writable(&change)?;
        let id = Uuid::now_v7().to_string();
        let at = op.clock.now();
        let intent = Intent {
            id: id.clone(),
            at,
            boot_id: self.inner.boot_id.clone(),
            operation: change.operation,
            actor: op.actor_on(&change.target.gateway),
            target: change.target,
            request_id: op.request_id.clone(),
            if_match: change.if_match,
            before: change.before.map(|value| value.to_string()),
            after: change.after.map(|value| value.to_string()),
            is_settleable: change.is_settleable,
            note: change.note,
            reason: op.reason.clone(),
        };
        // Whoever asked may go away meanwhile: an intent that is written always has somebody to end it.
        let control = self.clone();
        let task = self.inner.tasks.spawn(async move {
            control.inner.store.ledger.record_intent(&intent).await?;
            Ok(OpenAudit { control, id, at, is_finished: AtomicBool::new(false) })
        });
        task.await.map_err(|error| Error::internal("an intent was cut off", error))?
    }
}

/// An entry whose outcome is still to come. Dropped without one, it says "aborted".
pub(crate) struct OpenAudit {
    control: Control,
    pub(crate) id: String,
    at: Timestamp,
    is_finished: AtomicBool,
}

/// The outcome row.
pub(crate) struct Finish {
    pub(crate) outcome: Outcome,
    pub(crate) note: String,
    pub(crate) etag: Option<String>,
    pub(crate) upstream: Option<Upstream>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) facts: Option<Value>,
}

impl Finish {
    pub(crate) fn of(outcome: Outcome) -> Self {
        Self { outcome, note: String::new(), etag: None, upstream: None, correlation_id: None, facts: None }
    }

    pub(crate) fn aborted() -> Self {
        Self { note: "The caller went away before the end".into(), ..Self::of(Outcome::Aborted) }
    }

    /// What a failed call means: refused when it surely was not done, unknown otherwise.
    pub(crate) fn failed(error: &apim::Error) -> Self {
        let outcome = if error.is_outcome_unknown() { Outcome::Unknown } else { Outcome::Refused };
        let (upstream, correlation_id) = match error {
            apim::Error::Api(api) => (Some(upstream_of(api)), api.correlation_id.clone()),
            apim::Error::Accepted { correlation_id, source } => (source.api().map(upstream_of), correlation_id.clone()),
            _ => (None, None),
        };
        let note = match (error, outcome) {
            (apim::Error::Api(api), Outcome::Refused) => format!("Refused: {} {}", api.status, api.code),
            (apim::Error::Api(api), _) => format!("Azure answered {} {}: it may have been done", api.status, api.code),
            (apim::Error::Accepted { .. } | apim::Error::Protocol(_), _) => error.to_string(),
            (_, Outcome::Unknown) => "Sent, but no answer came back".to_owned(),
            (apim::Error::Unavailable { address, .. }, _) => format!("Not sent: {address} does not answer"),
            (apim::Error::Token(_), _) => "Not sent: there was no token for Azure".to_owned(),
            _ => "Not sent".to_owned(),
        };
        Self { note, upstream, correlation_id, ..Self::of(outcome) }
    }
}

impl OpenAudit {
    /// Writes the outcome. A failure to write is logged: the call has been made, and the entry is
    /// found without an outcome at the next start.
    pub(crate) async fn finish(&self, finish: Finish) {
        let _ = self.write(finish).await;
    }

    /// The same, written whether or not anybody waits for it.
    pub(crate) fn write(&self, finish: Finish) -> JoinHandle<()> {
        self.is_finished.store(true, Ordering::Release);
        let (record, ledger) = (self.record(finish), self.control.inner.store.ledger.clone());
        self.control.inner.tasks.spawn(async move {
            if let Err(error) = ledger.record_outcome(&record).await {
                tracing::error!(audit_id = record.intent_id, %error, "the outcome could not be recorded");
            }
        })
    }

    /// Milliseconds since the intent.
    pub(crate) fn elapsed_ms(&self) -> u64 {
        self.control.inner.clock.now().millis_since(self.at)
    }

    fn record(&self, finish: Finish) -> OutcomeRecord {
        OutcomeRecord {
            intent_id: self.id.clone(),
            at: self.control.inner.clock.now(),
            outcome: finish.outcome,
            note: finish.note,
            duration_ms: Some(self.elapsed_ms()),
            upstream: finish.upstream,
            correlation_id: finish.correlation_id,
            etag: finish.etag,
            facts: finish.facts.map(|facts| facts.to_string()),
        }
    }
}

impl Drop for OpenAudit {
    fn drop(&mut self) {
        // Without a runtime the process is ending: the next start finds the intent.
        if !self.is_finished.load(Ordering::Acquire) && tokio::runtime::Handle::try_current().is_ok() {
            self.write(Finish::aborted());
        }
    }
}

fn is_change(change: &Change) -> bool {
    matches!(change.operation.effect(), Effect::Write | Effect::Delete)
}

fn address_of(error: &apim::Error) -> Option<String> {
    match error {
        apim::Error::Unavailable { address, .. } | apim::Error::TimedOut { address } => Some(address.clone()),
        apim::Error::Accepted { source, .. } => address_of(source),
        _ => None,
    }
}
