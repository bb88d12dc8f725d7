//! Checks of single JSON members that several rules share. Absent and null mean unset.

use serde_json::{Map, Value};

use super::Problem;

pub(super) type Object = Map<String, Value>;

/// A member that is set.
pub(super) fn set<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// A string of 1 to `max` characters, if set.
pub(super) fn text(object: &Object, name: &str, path: &str, max: usize, problems: &mut Vec<Problem>) {
    let Some(value) = set(object, name) else { return };
    let fits = value.as_str().is_some_and(|text| (1..=max).contains(&text.chars().count()));
    if !fits {
        problems.push(Problem::new(path, format!("{} must be 1 to {max} characters long.", word(name))));
    }
}

/// A whole number within the range, if set.
pub(super) fn number(
    object: &Object,
    name: &str,
    path: &str,
    range: std::ops::RangeInclusive<i64>,
    problems: &mut Vec<Problem>,
) -> Option<i64> {
    let value = set(object, name)?;
    let number = value.as_i64().filter(|number| range.contains(number));
    if number.is_none() {
        let message = format!("{} must be a whole number from {} to {}.", word(name), range.start(), range.end());
        problems.push(Problem::new(path, message));
    }
    number
}

/// An array of at most `max` items, if set; anything else set is a problem.
pub(super) fn array<'a>(object: &'a Object, name: &str, path: &str, max: usize, problems: &mut Vec<Problem>) -> Option<&'a Vec<Value>> {
    let value = set(object, name)?;
    match value.as_array() {
        Some(items) if items.len() <= max => Some(items),
        _ => {
            problems.push(Problem::new(path, format!("{} must be a list of at most {max} items.", word(name))));
            None
        }
    }
}

/// An object, if set; anything else set is a problem.
pub(super) fn object<'a>(parent: &'a Object, name: &str, path: &str, problems: &mut Vec<Problem>) -> Option<&'a Object> {
    let value = set(parent, name)?;
    let object = value.as_object();
    if object.is_none() {
        problems.push(Problem::new(path, format!("{} must be an object.", word(name))));
    }
    object
}

/// The member's name as the first word of a sentence.
pub(super) fn word(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A string of at most `max` characters that may be empty, if set.
pub(super) fn text_or_empty(object: &Object, name: &str, max: usize, problems: &mut Vec<Problem>) {
    if set(object, name).is_some_and(|value| value.as_str().is_none_or(|text| text.chars().count() > max)) {
        problems.push(Problem::new(name, format!("{} must be a text of at most {max} characters.", word(name))));
    }
}

/// A string that must be there, 1 to `max` characters.
pub(super) fn required_text(object: &Object, name: &str, max: usize, problems: &mut Vec<Problem>) {
    if set(object, name).is_none() {
        problems.push(Problem::new(name, format!("{} is required.", word(name))));
    }
    text(object, name, name, max, problems);
}

/// True or false, if set.
pub(super) fn flag(object: &Object, name: &str, path: &str, problems: &mut Vec<Problem>) {
    if set(object, name).is_some_and(|value| !value.is_boolean()) {
        problems.push(Problem::new(path, format!("{} must be true or false.", word(name))));
    }
}

/// One of the words, if set.
pub(super) fn choice(object: &Object, name: &str, path: &str, words: &[&str], problems: &mut Vec<Problem>) {
    if set(object, name).is_some_and(|value| value.as_str().is_none_or(|text| !words.contains(&text))) {
        problems.push(Problem::new(path, format!("{} must be one of: {}.", word(name), words.join(", "))));
    }
}

/// Drops members that are null, so that equal resources are stored equally.
pub(super) fn drop_nulls(object: &mut Object) {
    object.retain(|_, value| !value.is_null());
}

/// Sets a member that is not there.
pub(super) fn default(object: &mut Object, name: &str, value: impl Into<Value>) {
    if set(object, name).is_none() {
        object.insert(name.to_owned(), value.into());
    }
}

/// The last segment of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
