//! Form fields: what a browser posts and what is wrong with it.
//!
//! A page's form is the same list of name/value pairs with and without WebAssembly, so one parser
//! serves both. Names are paths: `member.0.weight`.

use serde::{Deserialize, Serialize};

/// One field that was refused, by the name of its input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The input's name (`url`, `member.0.weight`), or empty when it concerns the whole form.
    pub field: String,
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The pairs of a submitted form, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The first value with this name, trimmed; empty when absent.
    pub fn text(&self, name: &str) -> String {
        self.find(name).unwrap_or_default().trim().to_owned()
    }

    /// The first value with this name, as sent.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// A checkbox: sent when ticked.
    pub fn is_checked(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// How many rows `prefix.N.…` there are: one more than the largest index, at most `limit`.
    pub fn rows(&self, prefix: &str, limit: usize) -> usize {
        let index = |name: &str| name.strip_prefix(prefix)?.strip_prefix('.')?.split('.').next()?.parse::<usize>().ok();
        self.0.iter().filter_map(|(name, _)| index(name)).max().map_or(0, |last| last.saturating_add(1).min(limit))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(n, v)| (n.into(), v.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_and_bounded() {
        let pairs: Pairs = [("member.0.id", "a"), ("member.2.weight", "1"), ("member.x.id", ""), ("members", "")].into_iter().collect();
        assert_eq!(pairs.rows("member", 50), 3);
        let huge: Pairs = [("member.18446744073709551615.id", "a")].into_iter().collect();
        assert_eq!(huge.rows("member", 50), 50);
    }

    #[test]
    fn text_is_trimmed() {
        let pairs: Pairs = [("url", " https://x ")].into_iter().collect();
        assert_eq!(pairs.text("url"), "https://x");
        assert_eq!(pairs.text("absent"), "");
    }
}
