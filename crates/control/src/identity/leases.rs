//! What ends at once when a session or token is revoked: answers that are still streaming hold a
//! lease, and end when it does.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio_util::sync::CancellationToken;

/// Leases that nobody holds any more are swept out past this many.
const SWEEP_AT: usize = 1024;

/// Held by an open answer; cancelled when what it came by is revoked.
pub type Lease = Arc<CancellationToken>;

/// By session or token. Cheap to clone.
#[derive(Clone, Default)]
pub struct Leases(Arc<Mutex<HashMap<String, Weak<CancellationToken>>>>);

impl Leases {
    /// A lease for something that may outlive its request; ends with [`Leases::end`].
    pub fn of(&self, id: &str) -> Lease {
        let mut leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lease) = leases.get(id).and_then(Weak::upgrade) {
            return lease;
        }
        if leases.len() >= SWEEP_AT {
            leases.retain(|_, lease| lease.strong_count() > 0);
        }
        let lease = Lease::default();
        leases.insert(id.to_owned(), Arc::downgrade(&lease));
        lease
    }

    /// What holds the lease of `before` is from now on ended with `after`: a session has a new id.
    pub fn follow(&self, before: &str, after: &str) {
        let mut leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = leases.remove(before) {
            leases.insert(after.to_owned(), token);
        }
    }

    /// Ends all that holds it.
    pub fn end(&self, id: &str) {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        if let Some(lease) = found.and_then(|lease| lease.upgrade()) {
            lease.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_ends_for_all_who_hold_it() {
        let leases = Leases::default();
        let (first, second, other) = (leases.of("a"), leases.of("a"), leases.of("b"));
        leases.end("a");
        assert!(first.is_cancelled() && second.is_cancelled() && !other.is_cancelled());
        assert!(!leases.of("a").is_cancelled(), "a new one begins afresh");
        leases.follow("b", "c");
        leases.end("b");
        assert!(!other.is_cancelled(), "it has moved");
        leases.end("c");
        assert!(other.is_cancelled());
    }

    #[test]
    fn what_nobody_holds_does_not_pile_up() {
        let leases = Leases::default();
        let held = leases.of("held");
        for number in 0..3 * SWEEP_AT {
            leases.of(&number.to_string());
        }
        assert!(leases.0.lock().unwrap().len() <= SWEEP_AT);
        leases.end("held");
        assert!(held.is_cancelled());
    }
}
