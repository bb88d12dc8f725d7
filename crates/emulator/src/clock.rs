//! The emulator's only clock. Everything that shows a time of day asks here;
//! everything that measures a span uses tokio's monotonic clock instead.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The time of day, in UTC.
#[allow(clippy::disallowed_methods, reason = "the emulator's one clock")]
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Milliseconds since the Unix epoch.
pub(crate) fn unix_ms() -> i64 {
    i64::try_from(now().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// The time of day to the second, `2026-01-01T00:00:00Z`.
pub(crate) fn rfc3339() -> String {
    let moment = now().replace_nanosecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Rfc3339).unwrap_or_default()
}
