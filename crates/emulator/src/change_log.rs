//! What ARM writes this emulator has seen, newest last, bounded.
//! Tests compare it with what a client believes it has done. Knows no resource.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

const CAPACITY: usize = 10_000;

/// One ARM write as the emulator carried it out or refused it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// The HTTP method.
    pub method: String,
    /// The path as the client spelled it, without the query.
    pub path: String,
    /// `x-ms-client-request-id`, which leads from here to the client's own records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The status of the answer, sent or withheld.
    pub status: u16,
    /// Whether the write was carried out. A refused, throttled or dropped-before write was not.
    pub applied: bool,
}

/// The bounded list of changes.
#[derive(Default)]
pub(crate) struct ChangeLog {
    entries: Mutex<VecDeque<Change>>,
    /// Held from before a change until it is recorded.
    order: Mutex<()>,
}

impl ChangeLog {
    /// Lets changes be recorded in the order in which they are made: hold it around both.
    pub(crate) fn in_order(&self) -> MutexGuard<'_, ()> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn record(&self, change: Change) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() == CAPACITY {
            entries.pop_front();
        }
        entries.push_back(change);
    }

    pub(crate) fn list(&self) -> Vec<Change> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
