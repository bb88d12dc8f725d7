//! How often each address of ARM was asked, so that tests can tell how much a client asks. Every attempt counts,
//! refused ones too. Knows no resource.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Addresses told apart; further ones are counted together.
const CAPACITY: usize = 10_000;
const OTHERS: &str = "others";

/// Calls by method and path below the service: `GET /subscriptions`.
#[derive(Default)]
pub(crate) struct CallCounts {
    counts: Mutex<BTreeMap<String, u64>>,
}

impl CallCounts {
    pub(crate) fn count(&self, method: &str, segments: &[String]) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let address = format!("{method} /{}", segments.join("/"));
        let is_known = counts.len() < CAPACITY || counts.contains_key(&address);
        *counts.entry(if is_known { address } else { OTHERS.to_owned() }).or_default() += 1;
    }

    pub(crate) fn report(&self) -> BTreeMap<String, u64> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn clear(&self) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, CallCounts, OTHERS};

    #[test]
    fn counts_are_bounded() {
        let counts = CallCounts::default();
        for number in 0..CAPACITY + 5 {
            counts.count("GET", &["apis".to_owned(), number.to_string()]);
        }
        counts.count("GET", &["apis".to_owned(), "0".to_owned()]);
        let report = counts.report();
        assert_eq!((report.len(), report[OTHERS], report["GET /apis/0"]), (CAPACITY + 1, 5, 2));
        counts.clear();
        assert!(counts.report().is_empty());
    }
}
