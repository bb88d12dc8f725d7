//! Circuit breakers: one rule, ISO 8601 durations, at least one condition.

use super::Errors;
use domain::backend::{BackendDraft, BreakerDraft};
use jiff::{Span, SpanRelativeTo, Unit};

const MAX_CONDITIONS: usize = 10;
const MAX_REASON: usize = 200;

pub(super) fn check(draft: &BackendDraft, errors: &mut Errors) {
    let Some(breaker) = &draft.breaker else { return };
    if breaker.name.is_empty() {
        errors.add("breaker.name", "Give the rule a name.");
    }
    errors.add_if("breaker.threshold", threshold_error(breaker));
    errors.add_if("breaker.interval", duration_error(&breaker.interval));
    errors.add_if("breaker.trip_duration", duration_error(&breaker.trip_duration));
    conditions(breaker, errors);
}

fn threshold_error(breaker: &BreakerDraft) -> Option<String> {
    let threshold: Option<i64> = breaker.threshold.parse().ok();
    match (breaker.measure.as_str(), threshold) {
        ("percentage", Some(1..=100)) | ("count", Some(1..)) => None,
        ("percentage", _) => Some("Give a percentage from 1 to 100.".into()),
        ("count", _) => Some("Give a whole number of failures, 1 or more.".into()),
        _ => Some("Count failures by number or by percentage.".into()),
    }
}

/// What is wrong with an ISO 8601 duration that must be longer than nothing.
pub(in crate::backends) fn duration_error(text: &str) -> Option<String> {
    let advice = "Give an ISO 8601 duration, such as PT30S (30 seconds), PT1M (a minute) or PT1H (an hour).";
    let is_iso = text.starts_with('P');
    let seconds = text
        .parse::<Span>()
        .ok()
        .filter(|span| is_iso && span.get_years() == 0 && span.get_months() == 0)
        .and_then(|span| span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())).ok());
    match seconds {
        None => Some(advice.to_owned()),
        Some(seconds) if seconds <= 0.0 => Some("The duration must be longer than zero.".to_owned()),
        Some(_) => None,
    }
}

fn conditions(breaker: &BreakerDraft, errors: &mut Errors) {
    let reasons = error_reasons(&breaker.error_reasons);
    match status_ranges(&breaker.status_ranges) {
        Err(message) => errors.add("breaker.status_ranges", message),
        Ok(ranges) if ranges.is_empty() && reasons.is_empty() => {
            errors.add("breaker.status_ranges", "Say what counts as a failure: statuses such as 429, 500-599, or error reasons.");
        }
        Ok(ranges) if ranges.len() > MAX_CONDITIONS => {
            errors.add("breaker.status_ranges", format!("At most {MAX_CONDITIONS} ranges; these are {}.", ranges.len()));
        }
        Ok(_) => {}
    }
    if reasons.len() > MAX_CONDITIONS || reasons.iter().any(|reason| reason.chars().count() > MAX_REASON) {
        errors.add("breaker.error_reasons", format!("At most {MAX_CONDITIONS} reasons of at most {MAX_REASON} characters each."));
    }
}

/// Reads `429, 500-599`.
pub(in crate::backends) fn status_ranges(text: &str) -> Result<Vec<(u16, u16)>, String> {
    let range = |part: &str| -> Option<(u16, u16)> {
        let (min, max) = part.split_once('-').unwrap_or((part, part));
        let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
        (200 <= min && min <= max && max <= 599).then_some((min, max))
    };
    text.split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| range(part).ok_or_else(|| format!("{part} is not a status or range from 200 to 599, such as 429 or 500-599.")))
        .collect()
}

/// Reads a comma-separated list.
pub(in crate::backends) fn error_reasons(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for good in ["PT1S", "PT1M30S", "PT1H", "P1D", "P1DT2H", "PT0.5S"] {
            assert_eq!(duration_error(good), None, "{good}");
        }
        for bad in ["", "1m", "PT", "PT0S", "-PT1S", "P1M", "P1Y", "1 minute", "60"] {
            assert!(duration_error(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn ranges() {
        assert_eq!(status_ranges("429, 500-599,"), Ok(vec![(429, 429), (500, 599)]));
        assert!(status_ranges("100").is_err());
        assert!(status_ranges("599-500").is_err());
    }
}
