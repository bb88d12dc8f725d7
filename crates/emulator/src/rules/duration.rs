//! ISO 8601 durations as XML Schema writes them: `PT30S`, `P1DT2H`, `PT0.5S`.
//! Years and months have no fixed length and are refused.

use std::time::Duration;

/// The length of a duration; `None` when the text is not one.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let body = text.strip_prefix('P')?;
    let (days, time) = body.split_once('T').map_or((body, None), |(days, time)| (days, Some(time)));
    if body.is_empty() || time.is_some_and(str::is_empty) {
        return None;
    }
    let seconds = sum(days, &[('D', 86_400.0)])? + sum(time.unwrap_or_default(), &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Adds `{number}{unit}` parts; units keep their order and only seconds may have a fraction.
fn sum(text: &str, units: &[(char, f64)]) -> Option<f64> {
    let (mut rest, mut units, mut total) = (text, units, 0.0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let unit = rest[end..].chars().next()?;
        let position = units.iter().position(|(name, _)| *name == unit)?;
        if rest[..end].contains('.') && unit != 'S' {
            return None;
        }
        total += rest[..end].parse::<f64>().ok()? * units[position].1;
        units = &units[position + 1..];
        rest = &rest[end + 1..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations_have_fixed_units_in_order() {
        let seconds = |text| parse(text).map(|duration| duration.as_secs_f64());
        assert_eq!(seconds("PT1M"), Some(60.0));
        assert_eq!(seconds("P1DT2H3M4.5S"), Some(93_784.5));
        assert_eq!(seconds("PT0S"), Some(0.0));
        for text in ["", "P", "PT", "1M", "PT1S1M", "P1M", "PT1.5M", "PT-1S", "PT1", "PTS"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
