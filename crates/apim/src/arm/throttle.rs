//! What is known about throttling: after a 429 that says for how long, other calls wait as well
//! instead of making it worse.
//!
//! Azure counts reads, writes and deletes apart, so they are remembered apart; and it counts the calls
//! of one principal on one subscription together, whatever service they are about.

use super::retry::spread;
use crate::ApiError;
use http::Method;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::time::Instant;

/// The longest that one answer can hold up other calls.
const MAX_MEMORY: Duration = Duration::from_secs(300);

/// What the clients of one process know about throttling. Cheap to clone; forgets what no client
/// holds any more.
#[derive(Debug, Clone, Default)]
pub struct Throttles(Arc<Mutex<HashMap<Counted, Weak<Throttle>>>>);

/// Whose calls Azure counts together: Resource Manager, subscription, principal.
type Counted = (String, String, String);

impl Throttles {
    pub(super) fn of(&self, origin: &str, subscription_id: &str, principal: &str) -> Arc<Throttle> {
        let counted = (origin.to_owned(), subscription_id.to_ascii_lowercase(), principal.to_owned());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, throttle| throttle.strong_count() > 0);
        let found = known.get(&counted).and_then(Weak::upgrade);
        found.unwrap_or_else(|| {
            let throttle = Arc::default();
            known.insert(counted, Arc::downgrade(&throttle));
            throttle
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Throttle {
    reads: Mutex<Option<Closed>>,
    writes: Mutex<Option<Closed>>,
    deletes: Mutex<Option<Closed>>,
}

#[derive(Debug, Clone)]
struct Closed {
    until: Instant,
    error: ApiError,
}

impl Throttle {
    /// Remembers an answer of 429 that says how long to wait.
    pub(super) fn note(&self, method: &Method, error: &ApiError) {
        let Some(wait) = error.retry_after.filter(|_| error.status == 429) else {
            return;
        };
        let closed = Closed { until: Instant::now() + wait.min(MAX_MEMORY), error: error.clone() };
        let mut slot = self.slot(method).lock().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().is_none_or(|known| known.until < closed.until) {
            *slot = Some(closed);
        }
    }

    /// Waits until calls of this kind are admitted again; the answer that closed them, when that is
    /// not before `deadline`.
    pub(super) async fn admitted(&self, method: &Method, deadline: Instant) -> Result<(), ApiError> {
        while let Some(closed) = self.closed(method) {
            if closed.until >= deadline {
                let left = closed.until.saturating_duration_since(Instant::now());
                return Err(ApiError { retry_after: Some(left), ..closed.error });
            }
            let wait = spread(closed.until.saturating_duration_since(Instant::now()));
            tokio::time::sleep_until((Instant::now() + wait).min(deadline)).await;
        }
        Ok(())
    }

    fn closed(&self, method: &Method) -> Option<Closed> {
        let slot = self.slot(method).lock().unwrap_or_else(PoisonError::into_inner);
        slot.clone().filter(|closed| closed.until > Instant::now())
    }

    fn slot(&self, method: &Method) -> &Mutex<Option<Closed>> {
        match *method {
            Method::GET | Method::HEAD => &self.reads,
            Method::DELETE => &self.deletes,
            _ => &self.writes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttled(retry_after_s: u64) -> ApiError {
        ApiError {
            status: 429,
            code: "TooManyRequests".into(),
            message: String::new(),
            details: vec![],
            request_id: Some("r1".into()),
            correlation_id: None,
            retry_after: Some(Duration::from_secs(retry_after_s)),
            claims: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn others_of_the_same_kind_wait() {
        let throttle = Throttle::default();
        let start = Instant::now();
        throttle.note(&Method::GET, &throttled(5));
        throttle.admitted(&Method::PUT, start + Duration::from_secs(60)).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
        throttle.admitted(&Method::HEAD, start + Duration::from_secs(60)).await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(5), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_beyond_the_deadline_fails_at_once() {
        let throttle = Throttle::default();
        let start = Instant::now();
        throttle.note(&Method::GET, &throttled(120));
        let error = throttle.admitted(&Method::GET, start + Duration::from_secs(60)).await.unwrap_err();
        assert_eq!((error.retry_after, error.request_id.as_deref()), (Some(Duration::from_secs(120)), Some("r1")));
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[test]
    fn calls_that_azure_counts_together_share_what_is_known() {
        let throttles = Throttles::default();
        let first = throttles.of("https://arm", "ABC", "console");
        assert!(Arc::ptr_eq(&first, &throttles.of("https://arm", "abc", "console")));
        for other in [("https://other", "abc", "console"), ("https://arm", "def", "console"), ("https://arm", "abc", "ann")] {
            assert!(!Arc::ptr_eq(&first, &throttles.of(other.0, other.1, other.2)), "{other:?}");
        }
        drop(first);
        throttles.of("https://arm", "xyz", "console");
        assert_eq!(throttles.0.lock().unwrap().len(), 1, "what nobody holds is forgotten");
    }
}
