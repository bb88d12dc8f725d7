//! What a policy document refers to, for "what depends on this?" before something is deleted.
//! Only what is written out: a name that an expression computes can't be known here.

use crate::{
    expression,
    scan::{Scanner, Tag, Token},
};
use std::collections::HashSet;

/// Names as they are written, each once, in the order of first appearance. Comments don't count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Backends and pools: `set-backend-service`, semantic caching, content safety.
    pub backends: Vec<String>,
    /// Named values, `{{name}}`, wherever they are: API Management replaces them before it reads
    /// the XML, so also in expressions and in CDATA.
    pub named_values: Vec<String>,
    /// Fragments: `include-fragment`.
    pub fragments: Vec<String>,
    /// Loggers: `log-to-eventhub`.
    pub loggers: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Backend,
    NamedValue,
    Fragment,
    Logger,
}

/// Element, attribute, and what the attribute names.
const ATTRIBUTES: [(&str, &str, Kind); 6] = [
    ("set-backend-service", "backend-id", Kind::Backend),
    ("llm-semantic-cache-lookup", "embeddings-backend-id", Kind::Backend),
    ("azure-openai-semantic-cache-lookup", "embeddings-backend-id", Kind::Backend),
    ("llm-content-safety", "backend-id", Kind::Backend),
    ("include-fragment", "fragment-id", Kind::Fragment),
    ("log-to-eventhub", "logger-id", Kind::Logger),
];

/// Reads any text: what is not a policy document refers to nothing. Takes time linear in its
/// length, save for a bounded number of expressions that never end.
pub fn references(document: &str) -> References {
    let mut found = Collector::default();
    let mut is_liquid = false;
    for token in Scanner::new(document) {
        match token {
            Token::Open(tag) => {
                found.tag(&tag);
                found.named_values(tag.source, false);
                is_liquid |= tag.name == "set-body" && tag.attribute("template") == Some("liquid") && !tag.is_self_closing;
            }
            Token::Close(name) => is_liquid &= name != "set-body",
            Token::Text(text) => found.named_values(text, is_liquid),
        }
    }
    found.references
}

/// The backend that a document sends calls to: the first `set-backend-service` that names one in
/// plain text. Conditions are not evaluated.
pub fn routed_backend(document: &str) -> Option<String> {
    Scanner::new(document).find_map(|token| match token {
        Token::Open(tag) if tag.name == "set-backend-service" => {
            let name = tag.attribute("backend-id").and_then(literal)?;
            (!name.is_empty()).then(|| name.to_owned())
        }
        _ => None,
    })
}

#[derive(Default)]
struct Collector<'a> {
    references: References,
    seen: HashSet<(Kind, &'a str)>,
}

impl<'a> Collector<'a> {
    fn add(&mut self, kind: Kind, name: &'a str) {
        if name.is_empty() || !self.seen.insert((kind, name)) {
            return;
        }
        let list = match kind {
            Kind::Backend => &mut self.references.backends,
            Kind::NamedValue => &mut self.references.named_values,
            Kind::Fragment => &mut self.references.fragments,
            Kind::Logger => &mut self.references.loggers,
        };
        list.push(name.to_owned());
    }

    fn tag(&mut self, tag: &Tag<'a>) {
        for (element, attribute, kind) in ATTRIBUTES {
            if tag.name != element {
                continue;
            }
            if let Some(name) = tag.attribute(attribute).and_then(literal) {
                self.add(kind, name);
            }
        }
    }

    fn named_values(&mut self, text: &'a str, is_liquid: bool) {
        for (start, _) in text.match_indices("{{") {
            let Some(rest) = text.get(start + 2..) else { continue };
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_')).unwrap_or(rest.len());
            let Some((name, after)) = rest.split_at_checked(length) else {
                continue;
            };
            if after.starts_with("}}") && !(is_liquid && is_template_variable(name)) {
                self.add(Kind::NamedValue, name);
            }
        }
    }
}

/// The value, unless an expression or a named value makes it.
fn literal(value: &str) -> Option<&str> {
    let value = value.trim();
    (!expression::starts_one(value) && !value.contains("{{")).then_some(value)
}

/// Liquid templates write their own variables in the same braces.
fn is_template_variable(name: &str) -> bool {
    name.starts_with("body.") || name.starts_with("context.")
}
