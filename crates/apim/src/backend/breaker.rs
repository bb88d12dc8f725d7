//! The circuit breaker. Azure's schema has a list of rules, its service takes one: the first is
//! shown and edited, others are kept.

use super::Backend;
use crate::overlay::{edit, edit_existing, find, integer, items, object, set_number, set_text, text, texts};
use serde_json::{Map, Value, json};

/// `properties.circuitBreaker.rules[0]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BreakerRule {
    pub name: String,
    /// Failures within the interval; either this or the percentage.
    pub count: Option<i64>,
    pub percentage: Option<i64>,
    /// ISO 8601: `PT1M`.
    pub interval: String,
    /// ISO 8601.
    pub trip_duration: String,
    /// Stay open for as long as the backend's own `Retry-After` says.
    pub accept_retry_after: bool,
    /// From and to, both included.
    pub status_ranges: Vec<(u16, u16)>,
    /// `Timeout`, `BackendConnectionFailure`, …
    pub error_reasons: Vec<String>,
}

impl Backend {
    pub fn breaker(&self) -> Option<BreakerRule> {
        items(self.find("circuitBreaker")?, "rules").iter().find(|rule| rule.is_object()).map(read)
    }

    /// Lays a rule over the first one, or takes all of them away.
    pub fn set_breaker(&mut self, wanted: Option<&BreakerRule>) {
        let current = self.breaker();
        if current.as_ref() == wanted {
            return;
        }
        self.edit(|properties| match wanted {
            Some(wanted) => edit(properties, "circuitBreaker", |breaker| lay(breaker, &current.unwrap_or_default(), wanted)),
            None => edit_existing(properties, "circuitBreaker", |breaker| _ = breaker.remove("rules")),
        });
    }
}

fn read(rule: &Value) -> BreakerRule {
    let nothing = Value::Null;
    let condition = find(rule, "failureCondition").unwrap_or(&nothing);
    let owned = |value: &Value, name: &str| text(value, name).unwrap_or_default().to_owned();
    BreakerRule {
        name: owned(rule, "name"),
        count: condition.get("count").and_then(integer),
        percentage: condition.get("percentage").and_then(integer),
        interval: owned(condition, "interval"),
        trip_duration: owned(rule, "tripDuration"),
        accept_retry_after: rule.get("acceptRetryAfter").and_then(Value::as_bool).unwrap_or(false),
        status_ranges: items(condition, "statusCodeRanges").iter().filter_map(range).collect(),
        error_reasons: texts(condition, "errorReasons"),
    }
}

fn range(value: &Value) -> Option<(u16, u16)> {
    let end = |name: &str| value.get(name).and_then(integer).and_then(|status| u16::try_from(status).ok());
    Some((end("min")?, end("max")?))
}

fn lay(breaker: &mut Map<String, Value>, current: &BreakerRule, wanted: &BreakerRule) {
    let mut rules = match breaker.get_mut("rules").map(Value::take) {
        Some(Value::Array(rules)) => rules,
        _ => vec![],
    };
    let first = rules.iter().position(Value::is_object).unwrap_or_else(|| {
        rules.push(json!({}));
        rules.len() - 1
    });
    if let Some(slot) = rules.get_mut(first) {
        let mut rule = object(slot.take());
        lay_rule(&mut rule, current, wanted);
        *slot = Value::Object(rule);
    }
    breaker.insert("rules".into(), Value::Array(rules));
}

fn lay_rule(rule: &mut Map<String, Value>, current: &BreakerRule, wanted: &BreakerRule) {
    set_text(rule, "name", Some(&wanted.name));
    set_text(rule, "tripDuration", Some(&wanted.trip_duration));
    if current.accept_retry_after != wanted.accept_retry_after {
        rule.insert("acceptRetryAfter".into(), wanted.accept_retry_after.into());
    }
    edit(rule, "failureCondition", |condition| {
        set_number(condition, "count", wanted.count);
        set_number(condition, "percentage", wanted.percentage);
        set_text(condition, "interval", Some(&wanted.interval));
        if current.status_ranges != wanted.status_ranges {
            let stored = condition.get_mut("statusCodeRanges").map(Value::take);
            condition.insert("statusCodeRanges".into(), lay_ranges(stored, &wanted.status_ranges));
        }
        if current.error_reasons != wanted.error_reasons {
            condition.insert("errorReasons".into(), json!(wanted.error_reasons));
        }
    });
}

/// A range that stays keeps what else it holds.
fn lay_ranges(stored: Option<Value>, wanted: &[(u16, u16)]) -> Value {
    let mut stored = match stored {
        Some(Value::Array(ranges)) => ranges,
        _ => vec![],
    };
    let lay = |&(min, max): &(u16, u16)| match stored.iter().position(|value| range(value) == Some((min, max))) {
        Some(index) => stored.remove(index),
        None => json!({ "min": min, "max": max }),
    };
    Value::Array(wanted.iter().map(lay).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored() -> Backend {
        Backend::from_value(json!({ "properties": { "circuitBreaker": { "later": 1, "rules": [
            { "name": "r", "tripDuration": "PT1M", "acceptRetryAfter": null, "failureResponse": { "statusCode": 503 },
              "failureCondition": { "count": 3, "percentage": null, "interval": "PT1M", "new": [1],
                "statusCodeRanges": [{ "min": 429, "max": 429, "why": "throttled" }, { "min": 500, "max": 599 }] } },
            { "name": "second" } ] } } }))
    }

    #[test]
    fn a_rule_is_laid_over_the_first() {
        let mut backend = stored();
        let rule = backend.breaker().unwrap();
        assert_eq!((rule.count, rule.percentage, rule.accept_retry_after), (Some(3), None, false));
        let wanted = BreakerRule {
            count: None,
            percentage: Some(20),
            status_ranges: vec![(500, 503), (429, 429)],
            error_reasons: vec!["Timeout".into()],
            ..rule
        };
        backend.set_breaker(Some(&wanted));
        assert_eq!(backend.breaker(), Some(wanted));
        assert_eq!(
            backend.raw().pointer("/properties/circuitBreaker"),
            Some(&json!({ "later": 1, "rules": [
                { "name": "r", "tripDuration": "PT1M", "acceptRetryAfter": null, "failureResponse": { "statusCode": 503 },
                  "failureCondition": { "percentage": 20, "interval": "PT1M", "new": [1], "errorReasons": ["Timeout"],
                    "statusCodeRanges": [{ "min": 500, "max": 503 }, { "min": 429, "max": 429, "why": "throttled" }] } },
                { "name": "second" } ] }))
        );
    }

    #[test]
    fn taken_away_and_put_back() {
        let mut backend = stored();
        let rule = backend.breaker();
        backend.set_breaker(None);
        assert_eq!(backend.body(), json!({ "properties": { "circuitBreaker": { "later": 1 } } }));
        backend.set_breaker(rule.as_ref());
        assert_eq!(backend.breaker(), rule);
    }
}
