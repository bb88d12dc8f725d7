//! Circuit breakers: at most one rule; it counts or takes a percentage, over an interval, of certain statuses.

use serde_json::Value;

use super::fields::{self, Object};
use super::{Problem, duration};

const RULE: &str = "circuitBreaker.rules[0]";
const CONDITION: &str = "circuitBreaker.rules[0].failureCondition";

pub(super) fn check(properties: &Object, problems: &mut Vec<Problem>) {
    let Some(breaker) = fields::object(properties, "circuitBreaker", "circuitBreaker", problems) else {
        return;
    };
    let Some(rules) = fields::array(breaker, "rules", "circuitBreaker.rules", 15, problems) else {
        return;
    };
    if rules.len() > 1 {
        problems.push(Problem::new("circuitBreaker.rules", "Only one rule can be configured for a backend circuit breaker."));
        return;
    }
    match rules.first().map(Value::as_object) {
        Some(Some(rule)) => check_rule(rule, problems),
        Some(None) => problems.push(Problem::new(RULE, "A circuit breaker rule must be an object.")),
        None => {}
    }
}

fn check_rule(rule: &Object, problems: &mut Vec<Problem>) {
    check_duration(rule, "tripDuration", &format!("{RULE}.tripDuration"), problems);
    if fields::set(rule, "acceptRetryAfter").is_some_and(|value| !value.is_boolean()) {
        problems.push(Problem::new(format!("{RULE}.acceptRetryAfter"), "AcceptRetryAfter must be true or false."));
    }
    match fields::object(rule, "failureCondition", CONDITION, problems) {
        Some(condition) => check_condition(condition, problems),
        None if fields::set(rule, "failureCondition").is_none() => problems.push(Problem::new(CONDITION, "FailureCondition is required.")),
        None => {}
    }
}

fn check_condition(condition: &Object, problems: &mut Vec<Problem>) {
    check_duration(condition, "interval", &format!("{CONDITION}.interval"), problems);
    fields::number(condition, "count", &format!("{CONDITION}.count"), 1..=i64::MAX, problems);
    fields::number(condition, "percentage", &format!("{CONDITION}.percentage"), 1..=100, problems);
    if fields::set(condition, "count").is_some() == fields::set(condition, "percentage").is_some() {
        problems.push(Problem::new(CONDITION, "Exactly one of count and percentage must be set."));
    }
    let reasons = format!("{CONDITION}.errorReasons");
    for (index, reason) in fields::array(condition, "errorReasons", &reasons, 10, problems).into_iter().flatten().enumerate() {
        if reason.as_str().is_none_or(|reason| reason.chars().count() > 200) {
            problems.push(Problem::new(format!("{reasons}[{index}]"), "An error reason must be a text of at most 200 characters."));
        }
    }
    let ranges = format!("{CONDITION}.statusCodeRanges");
    for (index, range) in fields::array(condition, "statusCodeRanges", &ranges, 10, problems).into_iter().flatten().enumerate() {
        check_range(range, &format!("{ranges}[{index}]"), problems);
    }
}

fn check_range(range: &Value, target: &str, problems: &mut Vec<Problem>) {
    let Some(range) = range.as_object() else {
        problems.push(Problem::new(target, "A status code range must be an object."));
        return;
    };
    let min = fields::number(range, "min", &format!("{target}.min"), 200..=599, problems);
    let max = fields::number(range, "max", &format!("{target}.max"), 200..=599, problems);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        problems.push(Problem::new(format!("{target}.min"), "Min must not be greater than max."));
    }
}

fn check_duration(object: &Object, name: &str, target: &str, problems: &mut Vec<Problem>) {
    let duration = fields::set(object, name).map(|value| value.as_str().and_then(duration::parse));
    match duration {
        Some(Some(duration)) if !duration.is_zero() => {}
        Some(_) => problems.push(Problem::new(target, format!("{} must be an ISO 8601 duration, for example PT1M.", fields::word(name)))),
        None => problems.push(Problem::new(target, format!("{} is required.", fields::word(name)))),
    }
}
