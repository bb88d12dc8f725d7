//! Putting one element into a document, everything else byte for byte as it was.

use crate::scan::{Scanner, Tag, Token};
use std::ops::Range;

/// The document with `element` in its section: in place of the first one of these `names` there,
/// else after the section's `<base />`, else first. `None` when there is no such section.
pub fn put_first(document: &str, section: &str, names: &[&str], element: &str) -> Option<String> {
    let place = find(document, section, names)?;
    let (range, text) = match place {
        Place::Instead(range) => (range, element.to_owned()),
        Place::After(at) => {
            let indent = indent_of(document, at);
            (at..at, format!("\n{indent}{element}"))
        }
        Place::Inside(range, indent) => (range, format!("<{section}>\n{indent}    {element}\n{indent}</{section}>")),
    };
    let (before, after) = (document.get(..range.start)?, document.get(range.end..)?);
    Some(format!("{before}{text}{after}"))
}

enum Place {
    /// The element that is there.
    Instead(Range<usize>),
    /// Right after a tag.
    After(usize),
    /// The section is empty: `<inbound />`. Its range, and its indentation.
    Inside(Range<usize>, String),
}

fn find(document: &str, section: &str, names: &[&str]) -> Option<Place> {
    let (mut is_inside, mut after) = (false, None);
    let mut open: Option<(&str, usize)> = None;
    for token in Scanner::new(document) {
        match token {
            Token::Open(tag) if tag.name == section && !is_inside => {
                let range = range_of(document, tag.source);
                if tag.is_self_closing {
                    return Some(Place::Inside(range.clone(), indent_of(document, range.start)));
                }
                (is_inside, after) = (true, Some(range.end));
            }
            Token::Open(tag) if is_inside && open.is_none() => {
                let range = range_of(document, tag.source);
                match place_of(&tag, names) {
                    Some(Found::Whole) => return Some(Place::Instead(range)),
                    Some(Found::Begin) => open = Some((tag.name, range.start)),
                    Some(Found::Base) => after = Some(range.end),
                    None => {}
                }
            }
            Token::Close(name) if open.is_some_and(|(opened, _)| opened == name) => {
                let end = range_of(document, name).end;
                let end = end + document.get(end..)?.find('>')? + 1;
                return open.map(|(_, start)| Place::Instead(start..end));
            }
            Token::Close(name) if is_inside && name == section => break,
            _ => {}
        }
    }
    after.map(Place::After)
}

enum Found {
    Whole,
    Begin,
    Base,
}

fn place_of(tag: &Tag<'_>, names: &[&str]) -> Option<Found> {
    match (names.contains(&tag.name), tag.name) {
        (true, _) if tag.is_self_closing => Some(Found::Whole),
        (true, _) => Some(Found::Begin),
        (false, "base") => Some(Found::Base),
        _ => None,
    }
}

/// Where a part of the document is in it.
fn range_of(document: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(document.as_ptr().addr());
    start..start + part.len()
}

/// The blanks that the line of this place begins with.
fn indent_of(document: &str, at: usize) -> String {
    let line = document.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 2] = ["llm-token-limit", "azure-openai-token-limit"];
    const NEW: &str = "<llm-token-limit tokens-per-minute=\"9\" />";

    fn put(document: &str) -> Option<String> {
        put_first(document, "inbound", &NAMES, NEW)
    }

    #[test]
    fn after_the_base_and_nothing_else_moves() {
        let document = "<policies>\r\n  <inbound>\r\n    <base />\r\n    <set-header name=\"a\" />\r\n  </inbound>\r\n</policies>";
        let expected = document.replace("<base />\r\n", &format!("<base />\n    {NEW}\r\n"));
        assert_eq!(put(document), Some(expected));
    }

    #[test]
    fn in_place_of_the_one_that_is_there() {
        let with = |limit: &str| format!("<policies><inbound><base/><choose><when>{limit}</when></choose></inbound></policies>");
        for old in [
            "<llm-token-limit counter-key=\"@(a < b ? \"x\" : \"y\")\" />",
            "<azure-openai-token-limit tokens-per-minute=\"1\"></azure-openai-token-limit >",
        ] {
            assert_eq!(put(&with(old)), Some(with(NEW)), "{old}");
        }
    }

    #[test]
    fn odd_documents() {
        assert_eq!(put("<policies><inbound /></policies>"), Some(format!("<policies><inbound>\n    {NEW}\n</inbound></policies>")));
        assert_eq!(put("<policies><!-- <inbound> --><outbound/></policies>"), None);
        assert_eq!(put(""), None);
        // Only that section's own.
        let other = "<policies><outbound><llm-token-limit /></outbound><inbound></inbound></policies>";
        assert_eq!(put(other), Some(other.replace("<inbound>", &format!("<inbound>\n{NEW}"))));
    }
}
