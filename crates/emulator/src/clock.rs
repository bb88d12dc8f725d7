//! The emulator's only clock. Everything that shows a time of day asks here;
//! everything that measures a span uses tokio's monotonic clock instead.

use time::OffsetDateTime;

/// The time of day, in UTC.
#[allow(clippy::disallowed_methods, reason = "the emulator's one clock")]
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Milliseconds since the Unix epoch.
pub(crate) fn unix_ms() -> i64 {
    i64::try_from(now().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
