//! Points in time as the wire and the database carry them.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From a calendar time; anything below a millisecond is cut off.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_datetime(at: time::OffsetDateTime) -> Self {
        Self((at.unix_timestamp_nanos() / 1_000_000) as i64)
    }

    /// `2026-11-22 22:25:03 UTC`, the same text in the browser and on the server.
    pub fn readable(self) -> String {
        let iso = self.rfc3339();
        match (iso.get(..10), iso.get(11..19)) {
            (Some(date), Some(time)) => format!("{date} {time} UTC"),
            _ => iso,
        }
    }

    /// `2026-11-22T22:25:03.123Z`, for `<time datetime>` and exports.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn rfc3339(self) -> String {
        use time::{OffsetDateTime, macros::format_description};
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        at.format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z")).unwrap_or_default()
    }

    /// The browser has a calendar of its own; bringing another would make every page load larger.
    #[cfg(target_arch = "wasm32")]
    pub fn rfc3339(self) -> String {
        String::from(js_sys::Date::new(&(self.0 as f64).into()).to_iso_string())
    }

    /// From what Azure writes: ISO 8601 with any number of fractional digits.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn parse(text: &str) -> Option<Self> {
        use time::{OffsetDateTime, format_description::well_known::Rfc3339};
        OffsetDateTime::parse(text.trim(), &Rfc3339).ok().map(Self::from_datetime)
    }

    /// Milliseconds from `earlier` to this; never negative.
    pub fn millis_since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

/// `41 s`, `3 min`, `2 h`, `5 d`: how long ago, for a person.
pub fn readable_age(millis: u64) -> String {
    match millis / 1000 {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} min", s / 60),
        s @ 3600..86_400 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_utc() {
        let at = Timestamp(1_795_386_303_123);
        assert_eq!(at.readable(), "2026-11-22 22:25:03 UTC");
        assert_eq!(at.rfc3339(), "2026-11-22T22:25:03.123Z");
    }

    #[test]
    fn ages_are_never_negative() {
        assert_eq!(Timestamp(5).millis_since(Timestamp(9)), 0);
        assert_eq!(readable_age(59_999), "59 s");
        assert_eq!(readable_age(3_600_000), "1 h");
    }
}
