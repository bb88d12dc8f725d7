//! Putting one element into a document, everything else byte for byte as it was.

use crate::scan::{Scanner, Tag, Token};
use std::ops::Range;

/// The document with an element of these attributes in its section: in place of the first one of
/// these `names` there, whose name and further attributes stay; else, by the first name, after the
/// section's `<base />`, else first. `defaults` are set where the element has none of that name.
/// `None` when there is no such section.
pub fn put_first(document: &str, section: &str, names: &[&str], attributes: &[(&str, &str)], defaults: &[(&str, &str)]) -> Option<String> {
    let part = |(name, value): &(&str, &str)| format!("{name}=\"{value}\"");
    let mut parts: Vec<_> = attributes.iter().map(part).collect();
    let place = find(document, section, names)?;
    let all: Vec<_> = parts.iter().cloned().chain(defaults.iter().map(part)).collect();
    let new = format!("<{} {} />", names.first()?, all.join(" "));
    let (range, text) = match place {
        Place::Instead(range, tag) => {
            let others = tag.attributes.iter().filter(|(name, _)| attributes.iter().all(|(set, _)| set != name));
            parts.extend(others.map(|(name, value)| written(document, name, value).to_owned()));
            parts.extend(defaults.iter().filter(|(name, _)| tag.attribute(name).is_none()).map(part));
            (range, format!("<{} {} />", tag.name, parts.join(" ")))
        }
        Place::After(at) => {
            let indent = indent_of(document, at);
            (at..at, format!("\n{indent}{new}"))
        }
        Place::Inside(range, indent) => (range, format!("<{section}>\n{indent}    {new}\n{indent}</{section}>")),
    };
    let (before, after) = (document.get(..range.start)?, document.get(range.end..)?);
    Some(format!("{before}{text}{after}"))
}

/// An attribute as it is written, with its quotes.
fn written<'a>(document: &'a str, name: &'a str, value: &str) -> &'a str {
    let (start, end) = (range_of(document, name).start, range_of(document, value).end);
    let quote = document.get(..range_of(document, value).start).and_then(|before| before.chars().next_back());
    let is_quoted = quote.is_some_and(|quote| matches!(quote, '"' | '\''));
    document.get(start..end + usize::from(is_quoted)).unwrap_or(name)
}

enum Place<'a> {
    /// The element that is there, and the tag that begins it.
    Instead(Range<usize>, Tag<'a>),
    /// Right after a tag.
    After(usize),
    /// The section is empty: `<inbound />`. Its range, and its indentation.
    Inside(Range<usize>, String),
}

fn find<'a>(document: &'a str, section: &str, names: &[&str]) -> Option<Place<'a>> {
    let (mut is_inside, mut after) = (false, None);
    let mut open: Option<(Tag<'a>, usize)> = None;
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
                    Some(Found::Whole) => return Some(Place::Instead(range, tag)),
                    Some(Found::Begin) => open = Some((tag, range.start)),
                    Some(Found::Base) => after = Some(range.end),
                    None => {}
                }
            }
            Token::Close(name) if open.as_ref().is_some_and(|(opened, _)| opened.name == name) => {
                let end = range_of(document, name).end;
                let end = end + document.get(end..)?.find('>')? + 1;
                return open.map(|(tag, start)| Place::Instead(start..end, tag));
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
        put_first(document, "inbound", &NAMES, &[("tokens-per-minute", "9")], &[])
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
        for (old, new) in [
            ("<llm-token-limit tokens-per-minute=\"1\" />", NEW),
            // What the new one does not set stays, quotes and all.
            (
                "<llm-token-limit token-quota='5' counter-key=\"@(a < b ? \"x\" : \"y\")\" />",
                "<llm-token-limit tokens-per-minute=\"9\" token-quota='5' counter-key=\"@(a < b ? \"x\" : \"y\")\" />",
            ),
            (
                "<azure-openai-token-limit tokens-per-minute=\"1\" token-quota=7></azure-openai-token-limit >",
                "<azure-openai-token-limit tokens-per-minute=\"9\" token-quota=7 />",
            ),
        ] {
            assert_eq!(put(&with(old)), Some(with(new)), "{old}");
            assert_eq!(put(&with(new)), Some(with(new)), "{new}");
        }
    }

    #[test]
    fn defaults_yield_to_what_is_there() {
        let with = |limit: &str| format!("<policies><inbound>{limit}</inbound></policies>");
        let put = |document: &str| put_first(document, "inbound", &NAMES, &[("tokens-per-minute", "9")], &[("header", "ours")]).unwrap();
        let ours = "<llm-token-limit tokens-per-minute=\"9\" header=\"ours\" />";
        assert_eq!(put(&with("<llm-token-limit />")), with(ours));
        assert!(put(&with("")).contains(ours));
        let theirs = with("<llm-token-limit tokens-per-minute=\"9\" header=\"theirs\" />");
        assert_eq!(put(&theirs), theirs);
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
