//! Faults on request: rules that hold, delay, drop or answer ARM requests, so that a client can be tested
//! against a service that misbehaves. The first rule that matches a request applies. Knows no resource.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

mod rule;

pub use rule::{Action, PreparedAnswer, Rule, When};

/// The rules of one emulator; clones share them.
#[derive(Clone, Default)]
pub struct Switches {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    rules: Mutex<Vec<Counted>>,
    /// Counts replacements: a held request goes on when it changes.
    generation: watch::Sender<u64>,
    held: watch::Sender<usize>,
}

/// A rule with how many requests have matched it: chance is drawn by that number, so that a run can be repeated.
struct Counted {
    rule: Rule,
    seen: u64,
}

/// What a matching rule asks for, with the generation it was found in.
pub(crate) struct Matched {
    pub(crate) action: Action,
    pub(crate) generation: u64,
}

impl Switches {
    /// Replaces all rules. Requests held by the former ones go on.
    pub fn set(&self, rules: Vec<Rule>) {
        *self.inner.rules.lock().unwrap_or_else(PoisonError::into_inner) =
            rules.into_iter().map(|rule| Counted { rule, seen: 0 }).collect();
        self.inner.generation.send_modify(|generation| *generation += 1);
    }

    /// Removes all rules. Held requests go on.
    pub fn clear(&self) {
        self.set(Vec::new());
    }

    /// The rules as they are; `times` counts down and stays at 0 once used up.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        let rules = self.inner.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter().map(|counted| counted.rule.clone()).collect()
    }

    /// How many requests are being held now.
    #[must_use]
    pub fn held(&self) -> usize {
        *self.inner.held.borrow()
    }

    /// Returns once at least `count` requests are being held.
    pub async fn until_held(&self, count: usize) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.inner.held.subscribe().wait_for(|held| *held >= count).await;
    }

    /// Finds the rule for a request and uses it up by one.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Matched> {
        let mut rules = self.inner.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = self.generation();
        for Counted { rule, seen } in rules.iter_mut() {
            if !rule.matches(method, path) {
                continue;
            }
            *seen += 1;
            let Some(action) = rule.action.drawn(*seen) else { continue };
            let action = action.clone();
            if let Some(times) = &mut rule.times {
                *times -= 1;
            }
            return Some(Matched { action, generation });
        }
        None
    }

    /// Changes whenever the rules are replaced or removed.
    pub(crate) fn generation(&self) -> u64 {
        *self.inner.generation.borrow()
    }

    /// Waits until the rule that `matched` came from is removed or replaced.
    pub(crate) async fn hold(&self, matched: &Matched) {
        let _counted = Held::new(&self.inner.held);
        let found_in = matched.generation;
        let _ = self.inner.generation.subscribe().wait_for(|generation| *generation != found_in).await;
    }
}

/// Counts a held request for as long as it lives; a client that goes away drops it.
struct Held<'a>(&'a watch::Sender<usize>);

impl<'a> Held<'a> {
    fn new(held: &'a watch::Sender<usize>) -> Self {
        held.send_modify(|held| *held += 1);
        Self(held)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|held| *held -= 1);
    }
}
