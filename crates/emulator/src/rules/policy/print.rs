//! Writes a document the way the service lays it out: tabs, CRLF, one element a line, comments kept. Only
//! expressions are escaped or unescaped between the formats; literals are XML in both.

use super::document::{Document, Element, Node};
use super::{Format, expression, parse};

/// Prints a document that was read in one format in another.
pub(super) fn document(document: &Document, from: Format, to: Format) -> String {
    let mut printer = Printer { out: String::new(), from, to };
    for comment in &document.before {
        printer.comment(comment);
        printer.out.push_str("\r\n");
    }
    printer.element(&document.root, 0);
    for comment in &document.after {
        printer.out.push_str("\r\n");
        printer.comment(comment);
    }
    printer.out
}

struct Printer {
    out: String,
    from: Format,
    to: Format,
}

impl Printer {
    fn comment(&mut self, text: &str) {
        self.out.push_str("<!--");
        self.out.push_str(text);
        self.out.push_str("-->");
    }

    fn line(&mut self, depth: usize) {
        self.out.push_str("\r\n");
        self.out.extend(std::iter::repeat_n('\t', depth));
    }

    fn element(&mut self, element: &Element, depth: usize) {
        self.out.push('<');
        self.out.push_str(&element.name);
        for attribute in &element.attributes {
            let value = self.value(&attribute.value);
            let quote = if value.contains('"') && !expression::is_one(&value) { attribute.quote } else { '"' };
            self.out.push_str(&format!(" {}={quote}{value}{quote}", attribute.name));
        }
        if element.children.is_empty() {
            self.out.push_str(" />");
            return;
        }
        self.out.push('>');
        // Blanks around text may matter, so an element that has any is not laid out.
        let has_text = element.stray_text().is_some();
        for child in &element.children {
            if !has_text {
                self.line(depth + 1);
            }
            self.node(child, depth + 1);
        }
        if !has_text {
            self.line(depth);
        }
        self.out.push_str(&format!("</{}>", element.name));
    }

    fn node(&mut self, node: &Node, depth: usize) {
        match node {
            Node::Element(element) => self.element(element, depth),
            Node::Comment(text) => self.comment(text),
            Node::CData(text) => self.out.push_str(&format!("<![CDATA[{text}]]>")),
            Node::Text(text) => {
                let value = self.value(text);
                self.out.push_str(&value);
            }
        }
    }

    fn value(&self, text: &str) -> String {
        match (self.from, self.to) {
            (Format::Raw, Format::Xml) if expression::is_one(text) => escape(text),
            (Format::Raw, Format::Xml) => escape_stray(text),
            (Format::Xml, Format::Raw) if expression::is_one(text) => unescape(text),
            _ => text.to_owned(),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Escapes what would not be XML in a literal that was written raw.
fn escape_stray(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, letter) in text.char_indices() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' if parse::entity_length(&text[index..]).is_none() => out.push_str("&amp;"),
            _ => out.push(letter),
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = parse::entity_length(rest).unwrap_or(1);
        match &rest[..length] {
            "&amp;" => out.push('&'),
            "&lt;" => out.push('<'),
            "&gt;" => out.push('>'),
            "&quot;" => out.push('"'),
            "&apos;" => out.push('\''),
            number if length > 1 => out.extend(numbered(number)),
            other => out.push_str(other),
        }
        rest = &rest[length..];
    }
    out + rest
}

fn numbered(entity: &str) -> Option<char> {
    let digits = entity.trim_start_matches("&#").trim_end_matches(';');
    let code = digits.strip_prefix('x').map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
    char::from_u32(code?)
}
