//! Circuit breakers, one per backend that has a rule: closed until enough failures fall into the interval,
//! then open for the trip duration, or for as long as the backend's Retry-After asks when the rule accepts it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::state::Resource;

mod rule;

use rule::Rule;

/// Outcomes remembered per backend at most; enough for a percentage.
const WINDOW: usize = 1000;

/// What came back from a backend.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Answered {
        status: u16,
        retry_after: Option<Duration>,
    },
    /// No connection, or none in time.
    Unreachable,
}

/// All breakers of the gateway.
#[derive(Default)]
pub(crate) struct Breakers {
    by_backend: Mutex<HashMap<String, Breaker>>,
}

struct Breaker {
    /// The backend's version the counts belong to: a changed backend starts anew.
    version: u64,
    outcomes: VecDeque<(Instant, bool)>,
    open_until: Option<Instant>,
}

impl Breakers {
    /// Whether calls to this backend are refused now.
    pub(super) fn is_open(&self, backend: &Resource) -> bool {
        let mut breakers = self.by_backend.lock().unwrap_or_else(PoisonError::into_inner);
        let breaker = breakers.get_mut(backend.name()).filter(|breaker| breaker.version == backend.version);
        breaker.is_some_and(|breaker| breaker.remaining(Instant::now()).is_some())
    }

    /// Counts an outcome and opens the breaker when its rule says so.
    pub(super) fn record(&self, backend: &Resource, outcome: Outcome) {
        let Some(rule) = Rule::of(backend) else { return };
        let mut breakers = self.by_backend.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Breaker { version: backend.version, outcomes: VecDeque::new(), open_until: None };
        let breaker = breakers.entry(backend.name().to_owned()).or_insert_with(fresh);
        if breaker.version != backend.version {
            *breaker = fresh();
        }
        breaker.record(&rule, outcome, Instant::now());
    }

    /// Closes the breaker of a backend and forgets what it counted.
    pub(crate) fn forget(&self, name: &str) {
        self.by_backend.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Every breaker that has counted anything, by backend name.
    pub(crate) fn report(&self) -> Vec<Value> {
        let now = Instant::now();
        let mut breakers = self.by_backend.lock().unwrap_or_else(PoisonError::into_inner);
        let mut report: Vec<_> = breakers.iter_mut().map(|(name, breaker)| (name.clone(), breaker.report(name, now))).collect();
        report.sort_by(|(left, _), (right, _)| left.cmp(right));
        report.into_iter().map(|(_, entry)| entry).collect()
    }
}

impl Breaker {
    /// How long it stays open; closes it when the time is over.
    fn remaining(&mut self, now: Instant) -> Option<Duration> {
        let until = self.open_until?;
        if until > now {
            return Some(until - now);
        }
        self.open_until = None;
        self.outcomes.clear();
        None
    }

    fn record(&mut self, rule: &Rule, outcome: Outcome, now: Instant) {
        if self.remaining(now).is_some() {
            return;
        }
        while self.outcomes.front().is_some_and(|(at, _)| now - *at > rule.interval) || self.outcomes.len() == WINDOW {
            self.outcomes.pop_front();
        }
        let is_failure = rule.is_failure(outcome);
        self.outcomes.push_back((now, is_failure));
        if is_failure && rule.trips(self.failures(), self.outcomes.len()) {
            self.open_until = now.checked_add(rule.open_for(outcome));
        }
    }

    fn failures(&self) -> usize {
        self.outcomes.iter().filter(|(_, is_failure)| *is_failure).count()
    }

    fn report(&mut self, name: &str, now: Instant) -> Value {
        let remaining = self.remaining(now).map(|remaining| u64::try_from(remaining.as_millis()).unwrap_or(u64::MAX));
        let state = if remaining.is_some() { "open" } else { "closed" };
        json!({ "backend": name, "state": state, "failures": self.failures(), "calls": self.outcomes.len(), "open_for_ms": remaining })
    }
}
