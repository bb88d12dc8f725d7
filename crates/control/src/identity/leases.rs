//! What ends at once when a session or token is revoked: answers that are still streaming hold a
//! lease, and end when it does.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio_util::sync::CancellationToken;

/// By session or token. Cheap to clone.
#[derive(Clone, Default)]
pub struct Leases(Arc<Mutex<HashMap<String, CancellationToken>>>);

impl Leases {
    /// A lease for something that may outlive its request; ends with [`Leases::end`].
    pub fn of(&self, id: &str) -> CancellationToken {
        let mut leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if leases.len() > 1024 {
            // Whoever still streams keeps a clone of the token, but a revocation must find it: only
            // those that nobody can wait for any more may go.
            leases.retain(|_, token| !token.is_cancelled());
        }
        leases.entry(id.to_owned()).or_default().clone()
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
        if let Some(token) = found {
            token.cancel();
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
}
