//! `Retry-After`, in its two shapes (RFC 9110, 10.2.3) and Azure's milliseconds.
//!
//! A date is read against the answer's own `Date`, so that this machine's clock does not matter.

use http::{HeaderMap, header};
use std::time::Duration;
use time::{PrimitiveDateTime, format_description::FormatItem, macros::format_description};

const IMF_FIXDATE: &[FormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// How long the answer asks to wait; `None` when it doesn't say, or not in a way that can be read.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let millis = ["retry-after-ms", "x-ms-retry-after-ms"].into_iter().find_map(|name| text(name)?.parse().ok());
    if let Some(millis) = millis {
        return Some(Duration::from_millis(millis));
    }
    let value = text(header::RETRY_AFTER.as_str())?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = PrimitiveDateTime::parse(value, IMF_FIXDATE).ok()?;
    let sent = PrimitiveDateTime::parse(text(header::DATE.as_str())?, IMF_FIXDATE).ok()?;
    Some(Duration::try_from(until - sent).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
        let headers = pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), header::HeaderValue::from_static(value)));
        retry_after(&headers.collect())
    }

    #[test]
    fn seconds_milliseconds_and_dates() {
        assert_eq!(read(&[("retry-after", "41")]), Some(Duration::from_secs(41)));
        assert_eq!(read(&[("retry-after", "2"), ("retry-after-ms", "1500")]), Some(Duration::from_millis(1500)));
        let sent = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read(&[sent, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")]), Some(Duration::from_secs(30)));
        assert_eq!(read(&[sent, ("retry-after", "Sun, 06 Nov 1994 08:40:00 GMT")]), Some(Duration::ZERO));
        assert_eq!(read(&[("retry-after", "soon")]), None);
        assert_eq!(read(&[]), None);
    }
}
