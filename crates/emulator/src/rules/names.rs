//! How identifiers may be spelled, per pattern of the schema. Lengths are elsewhere.

/// `^[^*#&+:<>?]+$`
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['*', '#', '&', '+', ':', '<', '>', '?'])
}

/// Anything; the schema has no pattern.
pub(crate) fn is_any(name: &str) -> bool {
    !name.is_empty()
}

/// `(^[\w]+$)|(^[\w][\w\-]+[\w]$)`
pub(crate) fn is_word(name: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let ends = name.chars().next().zip(name.chars().last());
    ends.is_some_and(|(first, last)| is_letter(first) && is_letter(last)) && name.chars().all(|c| is_letter(c) || c == '-')
}

/// A policy's identifier is always `policy`.
pub(crate) fn is_policy(name: &str) -> bool {
    name.eq_ignore_ascii_case("policy")
}
