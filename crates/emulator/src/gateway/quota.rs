//! What has been used: tokens of the last minute and of the running quota period, by counter key.
//! Nothing is kept between runs.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use time::{OffsetDateTime, Time};
use tokio::time::Instant;

use crate::clock;

const MINUTE: Duration = Duration::from_secs(60);

/// How long a quota lasts; each begins at a boundary of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Period {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
    /// One that never ends.
    Indefinite,
}

impl Period {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let all = [
            ("Hourly", Self::Hourly),
            ("Daily", Self::Daily),
            ("Weekly", Self::Weekly),
            ("Monthly", Self::Monthly),
            ("Yearly", Self::Yearly),
            ("Indefinite", Self::Indefinite),
        ];
        all.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, period)| period)
    }

    /// When the period that a moment is in began.
    fn start(self, moment: OffsetDateTime) -> OffsetDateTime {
        let date = moment.date();
        let first_of = |month| date.replace_day(1).and_then(|date| date.replace_month(month)).unwrap_or(date);
        let day = match self {
            Self::Hourly => return date.with_hms(moment.hour(), 0, 0).map_or(moment, |start| start.assume_utc()),
            Self::Daily => date,
            Self::Weekly => date - time::Duration::days(i64::from(date.weekday().number_days_from_monday())),
            Self::Monthly => first_of(date.month()),
            Self::Yearly => first_of(time::Month::January),
            Self::Indefinite => return OffsetDateTime::UNIX_EPOCH,
        };
        day.with_time(Time::MIDNIGHT).assume_utc()
    }

    /// Seconds until the next period begins.
    pub(super) fn seconds_left(self) -> u64 {
        let now = clock::now();
        let longest = match self {
            Self::Hourly => time::Duration::hours(1),
            Self::Daily => time::Duration::days(1),
            Self::Weekly => time::Duration::days(7),
            Self::Monthly => time::Duration::days(31),
            Self::Yearly => time::Duration::days(366),
            Self::Indefinite => return u64::from(u32::MAX),
        };
        // The longest period ends at or after the next boundary, whose start is that of the period it is in.
        let next = self.start(self.start(now) + longest);
        u64::try_from((next - now).whole_seconds()).unwrap_or_default().max(1)
    }
}

/// The counters of one gateway.
#[derive(Default)]
pub(crate) struct TokenCounters {
    minutes: Mutex<HashMap<String, VecDeque<(Instant, u64)>>>,
    quotas: Mutex<HashMap<(String, Period), (OffsetDateTime, u64)>>,
}

impl TokenCounters {
    /// Adds to the last minute.
    pub(super) fn book_minute(&self, key: &str, now: Instant, tokens: u64) {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        minutes.entry(key.to_owned()).or_default().push_back((now, tokens));
    }

    /// Adds to a quota.
    pub(super) fn book_quota(&self, key: &str, period: Period, tokens: u64) {
        let start = period.start(clock::now());
        let mut quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, used) = quotas.entry((key.to_owned(), period)).or_insert((start, 0));
        if *since != start {
            (*since, *used) = (start, 0);
        }
        *used += tokens;
    }

    /// What the last minute has used.
    pub(super) fn minute(&self, key: &str, now: Instant) -> u64 {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        minutes.get_mut(key).map_or(0, |entries| recent(entries, now).iter().map(|(_, tokens)| tokens).sum())
    }

    /// Seconds until `expected` more tokens fit under the limit; `None` when they do. Without an expectation a
    /// call passes as long as anything is left.
    pub(super) fn wait(&self, key: &str, now: Instant, limit: u64, expected: u64) -> Option<u64> {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = recent(minutes.entry(key.to_owned()).or_default(), now);
        let mut used: u64 = entries.iter().map(|(_, tokens)| tokens).sum();
        let fits = |used: u64| used + expected.max(1) <= limit;
        if fits(used) {
            return None;
        }
        for (moment, tokens) in entries.iter() {
            used -= tokens;
            if fits(used) {
                return Some(MINUTE.saturating_sub(now - *moment).as_secs().max(1));
            }
        }
        Some(MINUTE.as_secs())
    }

    /// What the running period has used.
    pub(super) fn quota(&self, key: &str, period: Period) -> u64 {
        let quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        let found = quotas.get(&(key.to_owned(), period)).filter(|(since, _)| *since == period.start(clock::now()));
        found.map_or(0, |(_, used)| *used)
    }
}

fn recent(entries: &mut VecDeque<(Instant, u64)>, now: Instant) -> &VecDeque<(Instant, u64)> {
    while entries.front().is_some_and(|(moment, _)| now - *moment >= MINUTE) {
        entries.pop_front();
    }
    entries
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use time::macros::datetime;
    use tokio::time::Instant;

    use super::{Period, TokenCounters};

    #[test]
    fn periods_begin_at_boundaries() {
        let moment = datetime!(2026-08-20 13:45:06 UTC);
        let starts = [
            (Period::Hourly, datetime!(2026-08-20 13:00 UTC)),
            (Period::Daily, datetime!(2026-08-20 0:00 UTC)),
            (Period::Weekly, datetime!(2026-08-17 0:00 UTC)),
            (Period::Monthly, datetime!(2026-08-01 0:00 UTC)),
            (Period::Yearly, datetime!(2026-01-01 0:00 UTC)),
        ];
        for (period, start) in starts {
            assert_eq!(period.start(moment), start, "{period:?}");
        }
        assert!((1..=3600).contains(&Period::Hourly.seconds_left()));
    }

    #[test]
    fn the_last_admitted_call_may_overshoot_and_then_waits() {
        let counters = TokenCounters::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        counters.book_minute("a", at(0), 59);
        assert_eq!(counters.wait("a", at(0), 100, 0), None);
        counters.book_minute("a", at(20), 55);
        assert_eq!(counters.minute("a", at(20)), 114);
        assert_eq!(counters.wait("a", at(20), 100, 0), Some(40), "until the first 59 are a minute old");
        assert_eq!(counters.wait("b", at(20), 100, 101), Some(60), "what never fits waits a whole minute");
        assert_eq!(counters.wait("a", at(60), 100, 0), None);
    }
}
