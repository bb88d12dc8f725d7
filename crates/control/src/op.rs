//! Who acts, in which request, at what time.

use crate::Error;
use domain::{Actor, Operation, Timestamp};
use std::sync::Arc;

/// Where the time comes from: the one place in the process that asks the system, so that tests can
/// set it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    #[allow(clippy::disallowed_methods, reason = "the clock itself")]
    pub fn system() -> Self {
        Self(Arc::new(|| Timestamp::from_datetime(time::OffsetDateTime::now_utc())))
    }

    /// A clock that tests turn by hand.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// The context of one use case: the first argument of each.
#[derive(Debug, Clone)]
pub struct Op {
    pub actor: Actor,
    /// Ours; sent to Azure as `x-ms-client-request-id` and kept in the audit.
    pub request_id: String,
    /// Why, in the person's own words; empty where none was given. Kept in the audit.
    pub reason: String,
    pub clock: Clock,
}

/// The longest reason that is kept, in characters.
const MAX_REASON: usize = 500;

impl Op {
    pub fn new(actor: Actor, request_id: impl Into<String>, clock: Clock) -> Self {
        Self { actor, request_id: request_id.into(), reason: String::new(), clock }
    }

    /// The same with a reason; a longer one is cut.
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = reason.trim().chars().take(MAX_REASON).collect();
        self
    }

    /// The first line of each use case.
    pub(crate) fn authorise(&self, operation: Operation) -> Result<(), Error> {
        if self.actor.role.may(operation.permission()) {
            return Ok(());
        }
        Err(Error::Forbidden { operation })
    }

    pub(crate) fn call(&self) -> apim::CallContext {
        apim::CallContext { request_id: self.request_id.clone() }
    }
}
