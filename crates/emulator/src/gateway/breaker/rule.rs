//! A breaker rule read from a backend's raw JSON. What it leaves out counts as never met.

use std::time::Duration;

use serde_json::Value;

use super::Outcome;
use crate::rules::duration;
use crate::state::Resource;

/// A circuit breaker rule in the units the gateway works with.
pub(super) struct Rule {
    threshold: Threshold,
    pub(super) interval: Duration,
    ranges: Vec<(u64, u64)>,
    counts_unreachable: bool,
    trip: Duration,
    accepts_retry_after: bool,
}

enum Threshold {
    Count(u64),
    Percentage(u64),
}

impl Rule {
    /// The backend's rule; `None` when it has none.
    pub(super) fn of(backend: &Resource) -> Option<Self> {
        let rule = backend.properties.get("circuitBreaker")?.get("rules")?.get(0)?;
        let condition = rule.get("failureCondition")?;
        let number = |name: &str| condition.get(name).and_then(Value::as_u64);
        let threshold = number("count").map(Threshold::Count).or_else(|| number("percentage").map(Threshold::Percentage))?;
        let length = |parent: &Value, name: &str| parent.get(name).and_then(Value::as_str).and_then(duration::parse);
        let items = |name: &str| condition.get(name).and_then(Value::as_array).into_iter().flatten();
        let range = |range: &Value| Some((range.get("min")?.as_u64()?, range.get("max")?.as_u64()?));
        let ranges: Vec<_> = items("statusCodeRanges").filter_map(range).collect();
        let is_unreachable = |reason: &Value| matches!(reason.as_str(), Some("BackendConnectionFailure" | "Timeout"));
        // A client sees 500 when a backend cannot be reached, so a range with 500 counts that too.
        let counts_unreachable = items("errorReasons").any(is_unreachable) || contains(&ranges, 500);
        Some(Self {
            threshold,
            interval: length(condition, "interval")?,
            ranges,
            counts_unreachable,
            trip: length(rule, "tripDuration")?,
            accepts_retry_after: rule.get("acceptRetryAfter") == Some(&Value::Bool(true)),
        })
    }

    pub(super) fn is_failure(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Answered { status, .. } => contains(&self.ranges, status.into()),
            Outcome::Unreachable => self.counts_unreachable,
        }
    }

    pub(super) fn trips(&self, failures: usize, calls: usize) -> bool {
        let (failures, calls) = (failures as u64, calls as u64);
        match self.threshold {
            Threshold::Count(count) => failures >= count,
            Threshold::Percentage(percentage) => failures * 100 >= percentage * calls,
        }
    }

    pub(super) fn open_for(&self, outcome: Outcome) -> Duration {
        match outcome {
            Outcome::Answered { retry_after: Some(asked), .. } if self.accepts_retry_after => asked,
            _ => self.trip,
        }
    }
}

fn contains(ranges: &[(u64, u64)], status: u64) -> bool {
    ranges.iter().any(|(min, max)| (*min..=*max).contains(&status))
}
