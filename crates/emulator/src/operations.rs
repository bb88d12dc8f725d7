//! Long-running operations: what they work on, how long they still run, what they end with. A change is made when
//! it is accepted; only its end is late, because that is what clients wait for.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::identity;

/// Older operations are forgotten first.
const CAPACITY: usize = 1_000;

/// When an operation ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Pace {
    /// Before anybody can ask.
    AtOnce,
    After(Duration),
    /// When the switches are no longer those of this generation.
    WithSwitches(u64),
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The resource, `/apis/x`.
    pub(crate) path: String,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    At(Instant),
    WithSwitches(u64),
}

#[derive(Default)]
pub(crate) struct Operations {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    operations: HashMap<String, Operation>,
    order: std::collections::VecDeque<String>,
}

impl Operations {
    /// Begins one and answers its id.
    pub(crate) fn start(&self, path: &str, pace: Pace) -> String {
        let id = identity::random_id();
        let end = match pace {
            Pace::AtOnce => End::At(Instant::now()),
            Pace::After(time) => End::At(Instant::now() + time),
            Pace::WithSwitches(generation) => End::WithSwitches(generation),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.order.len() == CAPACITY
            && let Some(oldest) = known.order.pop_front()
        {
            known.operations.remove(&oldest);
        }
        known.order.push_back(id.clone());
        known.operations.insert(id.clone(), Operation { path: path.to_owned(), end });
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<Operation> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).operations.get(id).cloned()
    }

    /// Whether one still runs on a resource, or on one that it is below.
    pub(crate) fn is_busy(&self, path: &str, generation: u64) -> bool {
        let path = format!("{}/", path.to_ascii_lowercase());
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = known.operations.values().filter(|operation| operation.is_running(generation));
        running.any(|operation| path.starts_with(&format!("{}/", operation.path.to_ascii_lowercase())))
    }
}

impl Operation {
    /// `generation` is that of the switches now.
    pub(crate) fn is_running(&self, generation: u64) -> bool {
        match self.end {
            End::At(moment) => Instant::now() < moment,
            End::WithSwitches(found_in) => found_in == generation,
        }
    }
}
