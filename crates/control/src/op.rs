//! Who acts, in which request, at what time.

use crate::Error;
use domain::{Actor, Operation, Role, Timestamp};
use std::{collections::BTreeMap, sync::Arc};

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
    /// The gateways with lists of their own, and the role that these leave; `None`: not even to see.
    narrowed: Arc<BTreeMap<String, Option<Role>>>,
    /// By a personal token, not by a session.
    pub(crate) is_by_token: bool,
}

/// That a person's role allows an operation, gateways with lists of their own aside: only with one
/// of these is a gateway handed out, which then asks its own lists.
pub(crate) struct Permit<'a> {
    pub(crate) op: &'a Op,
    pub(crate) operation: Operation,
}

/// The longest reason that is kept, in characters.
const MAX_REASON: usize = 500;

impl Op {
    pub fn new(actor: Actor, request_id: impl Into<String>, clock: Clock) -> Self {
        Self { actor, request_id: request_id.into(), reason: String::new(), clock, narrowed: Arc::default(), is_by_token: false }
    }

    /// The same with a reason; a longer one is cut.
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = reason.trim().chars().take(MAX_REASON).collect();
        self
    }

    /// The same for who came with a personal token.
    pub fn by_token(mut self) -> Self {
        self.is_by_token = true;
        self
    }

    /// The same with what the lists of single gateways leave of the role.
    pub fn narrowed_by(mut self, roles: BTreeMap<String, Option<Role>>) -> Self {
        self.narrowed = Arc::new(roles);
        self
    }

    /// The role on one gateway: never more than the role in general.
    pub fn role_on(&self, gateway: &str) -> Option<Role> {
        let role = match self.narrowed.get(gateway) {
            None => Some(self.actor.role),
            Some(narrowed) => narrowed.map(|role| role.min(self.actor.role)),
        };
        role.filter(|role| *role > Role::Nobody)
    }

    /// The first line of each use case.
    pub(crate) fn authorise(&self, operation: Operation) -> Result<Permit<'_>, Error> {
        if self.actor.role.may(operation.permission()) {
            return Ok(Permit { op: self, operation });
        }
        Err(Error::Forbidden { operation })
    }

    /// Who acts, in the role that counts on this gateway.
    pub(crate) fn actor_on(&self, gateway: &str) -> Actor {
        Actor { role: self.role_on(gateway).unwrap_or(self.actor.role), ..self.actor.clone() }
    }

    pub(crate) fn call(&self) -> apim::CallContext {
        apim::CallContext { request_id: self.request_id.clone() }
    }
}
