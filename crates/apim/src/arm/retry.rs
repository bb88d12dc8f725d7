//! When to send a request again, and how long to wait before.
//!
//! A read is worth repeating whenever the next answer may differ. A change is repeated only when the
//! last attempt surely did nothing: it was throttled, lost against another change, or no connection
//! came about.

use super::request::Safety;
use crate::{ApiError, Error};
use rand::Rng;
use std::time::Duration;

const FIRST_BACKOFF: Duration = Duration::from_millis(250);
const MAX_BACKOFF: Duration = Duration::from_secs(8);
/// What is added to a wait that Azure asked for, so that waiters don't all return at once.
const SPREAD: Duration = Duration::from_millis(250);

/// What to do about a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Retry {
    No,
    /// After a pause of our own choosing; counts against the attempts.
    BackOff,
    /// After the pause that Azure asked for.
    After {
        wait: Duration,
        /// Throttling says nothing about the request, so only the deadline ends it.
        counts: bool,
    },
}

pub(super) fn decide(error: &Error, safety: Safety) -> Retry {
    match error {
        Error::Api(api) => decide_answer(api, safety),
        Error::Unavailable { was_sent: false, .. } => Retry::BackOff,
        Error::Unavailable { .. } | Error::TimedOut { .. } if safety == Safety::Read => Retry::BackOff,
        Error::Unavailable { .. } | Error::TimedOut { .. } | Error::Accepted { .. } | Error::Token(_) | Error::Protocol(_) => Retry::No,
    }
}

fn decide_answer(api: &ApiError, safety: Safety) -> Retry {
    let is_untouched = api.status == 429 || api.is_pessimistic_conflict();
    let is_passing = api.status >= 500 || api.status == 408;
    match (is_untouched || (is_passing && safety == Safety::Read), api.retry_after) {
        (false, _) => Retry::No,
        (true, Some(wait)) => Retry::After { wait, counts: api.status != 429 },
        (true, None) => Retry::BackOff,
    }
}

/// Full jitter: anything from nothing to a ceiling that doubles with each attempt.
pub(super) fn back_off(attempt: u32) -> Duration {
    let ceiling = FIRST_BACKOFF.saturating_mul(2u32.saturating_pow(attempt.min(10))).min(MAX_BACKOFF);
    ceiling.mul_f64(rand::rng().random::<f64>())
}

/// A little more than Azure asked for.
pub(super) fn spread(wait: Duration) -> Duration {
    wait.saturating_add(SPREAD.mul_f64(rand::rng().random::<f64>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Safety::{Read, Write};

    fn answer(status: u16, code: &str, retry_after_s: Option<u64>) -> Error {
        Error::Api(ApiError {
            status,
            code: code.into(),
            message: String::new(),
            details: vec![],
            request_id: None,
            correlation_id: None,
            retry_after: retry_after_s.map(Duration::from_secs),
            claims: None,
        })
    }

    fn unavailable(was_sent: bool) -> Error {
        Error::Unavailable { address: "https://arm.test".into(), was_sent, source: "gone".into() }
    }

    #[test]
    fn what_was_surely_not_applied_is_sent_again() {
        for safety in [Read, Write] {
            let wait = Duration::from_secs(3);
            assert_eq!(decide(&answer(429, "TooManyRequests", Some(3)), safety), Retry::After { wait, counts: false });
            assert_eq!(decide(&answer(429, "TooManyRequests", None), safety), Retry::BackOff);
            assert_eq!(decide(&answer(409, "PessimisticConcurrencyConflict", None), safety), Retry::BackOff);
            assert_eq!(decide(&unavailable(false), safety), Retry::BackOff);
        }
    }

    #[test]
    fn what_may_have_been_applied_is_repeated_for_reads_only() {
        let wait = Duration::from_secs(3);
        assert_eq!(decide(&answer(503, "ServiceUnavailable", Some(3)), Read), Retry::After { wait, counts: true });
        for error in [answer(500, "x", None), answer(408, "x", None), unavailable(true), Error::TimedOut { address: String::new() }] {
            assert_eq!(decide(&error, Read), Retry::BackOff, "{error}");
            assert_eq!(decide(&error, Write), Retry::No, "{error}");
            assert!(error.is_outcome_unknown(), "{error}");
        }
    }

    #[test]
    fn a_refusal_is_final() {
        for error in [answer(400, "x", None), answer(404, "x", None), answer(409, "Conflict", None), answer(412, "x", Some(1))] {
            assert_eq!(decide(&error, Read), Retry::No, "{error}");
            assert_eq!(decide(&error, Write), Retry::No, "{error}");
            assert!(!error.is_outcome_unknown(), "{error}");
        }
    }

    #[test]
    fn back_off_grows_and_stays_bounded() {
        assert!((0..100).all(|_| back_off(0) <= FIRST_BACKOFF));
        assert!((0..100).all(|_| back_off(u32::MAX) <= MAX_BACKOFF));
        assert!((0..100).any(|_| back_off(6) > FIRST_BACKOFF));
        let wait = Duration::from_secs(2);
        assert!((0..100).all(|_| (wait..=wait + SPREAD).contains(&spread(wait))));
    }
}
