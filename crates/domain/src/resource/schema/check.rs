//! What is wrong with a value by itself. Each message names what would be right.

use super::{Input, Shape};
use crate::resource::Kind;

impl Input {
    /// What is wrong with this text; `None`: nothing.
    pub fn error(&self, value: &str, is_new: bool) -> Option<String> {
        let label = self.label;
        if value.trim().is_empty() {
            // A secret that Azure holds is kept by leaving it empty.
            let is_missing = self.is_required && (is_new || self.shape != Shape::Secret);
            return is_missing.then(|| format!("Give the {}.", lower(label)));
        }
        match self.shape {
            Shape::Text { max } | Shape::Paragraph { max } => long(value, max),
            Shape::Url => url(value),
            Shape::Number { min, max, is_whole } => number(value, min, max, is_whole),
            Shape::Choice(options) => unknown(value, options),
            Shape::Choices(options) => value.lines().find_map(|line| unknown(line, options)),
            Shape::Date => date(value),
            Shape::Reference(kind) => bad_reference(value, kind),
            Shape::Scope => scope(value),
            Shape::User => user(value),
            Shape::Secret => long(value, 4096),
            Shape::Flag { .. } => (!matches!(value, "true" | "false")).then(|| "It is either true or false.".into()),
            Shape::Words | Shape::Document => None,
        }
    }
}

impl Kind {
    /// What is wrong with a new resource's name. Azure takes 1 to 80 characters of these everywhere.
    pub fn name_error(self, name: &str) -> Option<String> {
        if name.is_empty() {
            return Some("Give it a name.".into());
        }
        if name.chars().count() > 80 {
            return Some("A name has at most 80 characters.".into());
        }
        let is_known = matches!(name, "applicationinsights" | "azuremonitor" | "local");
        if self == Kind::Diagnostic && !is_known {
            return Some("A diagnostic is named applicationinsights, azuremonitor or local.".into());
        }
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let ends_well = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.ends_with(|c: char| c.is_ascii_alphanumeric());
        (!is_plain || !ends_well).then(|| "A name has letters, digits, - _ and ., and begins and ends with a letter or digit.".into())
    }
}

fn lower(label: &str) -> String {
    let mut chars = label.chars();
    let is_acronym = label.chars().nth(1).is_some_and(char::is_uppercase);
    match chars.next() {
        Some(first) if !is_acronym => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

fn long(value: &str, max: usize) -> Option<String> {
    let count = value.chars().count();
    (count > max).then(|| format!("At most {max} characters; these are {count}."))
}

fn url(value: &str) -> Option<String> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    match host {
        None => Some("An address starts with https:// or http://.".into()),
        Some("") => Some("The address has no host.".into()),
        Some(host) if host.contains('@') => Some("An address holds no user name or password: they would be readable.".into()),
        Some(_) if value.chars().any(|c| c.is_whitespace() || c.is_control()) => Some("An address has no blanks.".into()),
        Some(_) => long(value, 2000),
    }
}

fn number(value: &str, min: f64, max: f64, is_whole: bool) -> Option<String> {
    let kind = if is_whole { "A whole number" } else { "A number" };
    let found = value.parse::<f64>().ok().filter(|number| number.is_finite() && (!is_whole || number.fract() == 0.0));
    let is_good = found.is_some_and(|number| (min..=max).contains(&number));
    (!is_good).then(|| format!("{kind} from {min} to {max}."))
}

fn unknown(value: &str, options: &[(&str, &str)]) -> Option<String> {
    let is_known = options.iter().any(|(known, _)| known.eq_ignore_ascii_case(value));
    let known: Vec<_> = options.iter().map(|(known, _)| *known).filter(|known| !known.is_empty()).collect();
    (!is_known).then(|| format!("One of {}.", known.join(", ")))
}

/// `2027-01-31` or `2027-01-31T12:00:00Z`; what a date field of a browser sends has no seconds.
fn date(value: &str) -> Option<String> {
    let (day, time) = value.split_once('T').unwrap_or((value, "00:00:00Z"));
    let parts: Vec<_> = day.split('-').map(str::parse::<u32>).collect();
    let is_day = matches!(parts.as_slice(), [Ok(year), Ok(1..=12), Ok(1..=31)] if (1900..=9999).contains(year));
    let is_time = time
        .trim_end_matches('Z')
        .split(':')
        .all(|part| part.split('.').next().is_some_and(|part| part.parse::<u32>().is_ok_and(|n| n < 60)));
    (!is_day || !is_time).then(|| "A date such as 2027-01-31, or with a time: 2027-01-31T12:00:00Z.".into())
}

fn bad_reference(value: &str, kind: Kind) -> Option<String> {
    let name = value.rsplit('/').next().unwrap_or_default();
    name.trim().is_empty().then(|| format!("Give the name of {} {}.", kind.article(), kind.noun()))
}

fn scope(value: &str) -> Option<String> {
    let tail = value.to_ascii_lowercase();
    let is_known = tail == "/apis"
        || tail.ends_with("/apis")
        || ["/apis/", "/products/"].iter().any(|place| tail.rfind(place).is_some_and(|at| !tail[at + place.len()..].is_empty()));
    (!is_known).then(|| "One of /apis (all of them), /apis/{API} or /products/{product}.".into())
}

fn user(value: &str) -> Option<String> {
    let name = value.rsplit_once("/users/").map(|(_, name)| name).unwrap_or_default();
    let is_whole = !name.is_empty() && !name.contains('/') && value.starts_with('/');
    (!is_whole).then(|| "/users/{id}, as API Management names its users.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(shape: Shape, value: &str) -> bool {
        Input::new("x", "Thing", shape).error(value, true).is_some()
    }

    #[test]
    fn bad_values_are_named() {
        let number = Shape::Number { min: 0.0, max: 100.0, is_whole: false };
        for (shape, good, bad) in [
            (number, "12.5", "101"),
            (number, "0", "NaN"),
            (Shape::Number { min: 0.0, max: 9.0, is_whole: true }, "3", "3.5"),
            (Shape::Url, "https://x.test/a", "ftp://x.test"),
            (Shape::Url, "http://x", "https://me:pw@x.test"),
            (Shape::Url, "https://x", "https:///path"),
            (Shape::Choice(&[("a", "A")]), "a", "b"),
            (Shape::Date, "2027-01-31", "31.1.2027"),
            (Shape::Date, "2027-01-31T10:30", "2027-13-01"),
            (Shape::Scope, "/apis", "/everything"),
            (Shape::User, "/users/1", "ann@example.com"),
            (Shape::User, "/subscriptions/s/resourceGroups/g/providers/p/service/x/users/1", "/users/"),
            (Shape::Scope, "/products/ai", "/products/"),
            (Shape::Text { max: 3 }, "äöü", "abcd"),
        ] {
            assert!(!error(shape, good), "{shape:?} {good}");
            assert!(error(shape, bad), "{shape:?} {bad}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(Kind::Product.name_error("ai-standard"), None);
        for bad in ["", "a b", "-a", "a/b", "ä", &"a".repeat(81)] {
            assert!(Kind::Product.name_error(bad).is_some(), "{bad}");
        }
        assert!(Kind::Diagnostic.name_error("other").is_some());
    }

    #[test]
    fn a_message_reads_as_a_sentence() {
        let error = Input::text("x", "Display name", 3).required().error("", true);
        assert_eq!(error.as_deref(), Some("Give the display name."));
        assert_eq!(lower("URL of it"), "URL of it");
    }
}
