//! Reads a policy document, XML or raw. Errors say where, in the words of .NET's XML reader, which is what
//! the service uses.

use super::super::Problem;
use super::document::{Attribute, Document, Element, Node, Position};
use super::{Format, expression};

/// Deeper documents are refused, so that they cannot exhaust the stack.
const MAX_DEPTH: usize = 64;

/// Why a text is not a document.
pub(super) struct ParseError {
    offset: usize,
    message: String,
}

impl ParseError {
    pub(super) fn problem(&self, text: &str) -> Problem {
        let at = Position::of(text, self.offset);
        Problem::new("representation", format!("{} Line {}, position {}.", self.message, at.line, at.column))
    }
}

type Parsed<T> = Result<T, ParseError>;

pub(super) fn document(text: &str, format: Format) -> Parsed<Document> {
    let mut parser = Parser { text, at: 0, format };
    parser.at += text.len() - text.trim_start_matches('\u{feff}').len();
    let before = parser.comments()?;
    if parser.rest().is_empty() {
        return Err(parser.error("Root element is missing."));
    }
    let root = parser.element(0)?;
    let after = parser.comments()?;
    match parser.rest() {
        "" => Ok(Document { before, root, after }),
        rest if rest.starts_with('<') => Err(parser.error("There are multiple root elements.")),
        _ => Err(parser.error("Data at the root level is invalid.")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    format: Format,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError { offset: self.at, message: message.into() }
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Takes all up to `mark` and passes over it.
    fn until(&mut self, mark: &str) -> Parsed<&'a str> {
        let rest = self.rest();
        let end = rest.find(mark).ok_or_else(|| self.unexpected_end())?;
        self.at += end + mark.len();
        Ok(&rest[..end])
    }

    fn unexpected_end(&self) -> ParseError {
        ParseError { offset: self.text.len(), message: "Unexpected end of file has occurred.".to_owned() }
    }

    /// Comments and processing instructions outside the root; the latter are dropped.
    fn comments(&mut self) -> Parsed<Vec<String>> {
        let mut comments = Vec::new();
        loop {
            self.skip_blanks();
            if self.rest().starts_with("<!--") {
                comments.push(self.comment()?);
            } else if self.rest().starts_with("<?") {
                self.until("?>")?;
            } else {
                return Ok(comments);
            }
        }
    }

    fn comment(&mut self) -> Parsed<String> {
        self.at += 4;
        let start = self.at;
        let text = self.until("-->")?;
        match text.find("--") {
            Some(dashes) => Err(ParseError { offset: start + dashes, message: "An XML comment cannot contain '--'.".to_owned() }),
            None => Ok(text.to_owned()),
        }
    }

    fn element(&mut self, depth: usize) -> Parsed<Element> {
        if !self.rest().starts_with('<') {
            return Err(self.error("Data at the root level is invalid."));
        }
        if depth > MAX_DEPTH {
            return Err(self.error("The document is nested too deeply."));
        }
        self.at += 1;
        let offset = self.at;
        let name = self.name()?;
        let mut element = Element { name, offset, attributes: Vec::new(), children: Vec::new() };
        if self.attributes(&mut element)? {
            return Ok(element);
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                let message = format!("Unexpected end of file has occurred. The following elements are not closed: {}.", element.name);
                return Err(self.error(message));
            }
            if rest.starts_with("</") {
                self.close(&element)?;
                return Ok(element);
            }
            if let Some(node) = self.node(depth)? {
                element.children.push(node);
            }
        }
    }

    fn node(&mut self, depth: usize) -> Parsed<Option<Node>> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            return self.comment().map(|text| Some(Node::Comment(text)));
        }
        if rest.starts_with("<![CDATA[") {
            self.at += 9;
            return Ok(Some(Node::CData(self.until("]]>")?.to_owned())));
        }
        if rest.starts_with("<?") {
            self.until("?>")?;
            return Ok(None);
        }
        if rest.starts_with('<') {
            return self.element(depth + 1).map(|element| Some(Node::Element(element)));
        }
        let text = self.character_data()?;
        Ok((!text.trim().is_empty()).then_some(Node::Text(text)))
    }

    fn character_data(&mut self) -> Parsed<String> {
        let rest = self.rest();
        let mut skipped = 0;
        if self.format == Format::Raw && expression::is_one(rest) {
            let blank = rest.len() - rest.trim_start().len();
            skipped = expression::length(rest.trim_start()).map_or(0, |length| blank + length);
        }
        let end = rest[skipped..].find('<').map_or(rest.len(), |end| skipped + end);
        if self.format == Format::Xml {
            self.check_entities(&rest[..end])?;
        }
        self.at += end;
        Ok(rest[..end].to_owned())
    }

    /// Reads attributes to the end of the tag; true when the element closes itself.
    fn attributes(&mut self, element: &mut Element) -> Parsed<bool> {
        loop {
            let before = self.at;
            self.skip_blanks();
            let rest = self.rest();
            if rest.starts_with("/>") {
                self.at += 2;
                return Ok(true);
            }
            if rest.starts_with('>') {
                self.at += 1;
                return Ok(false);
            }
            if rest.is_empty() {
                return Err(self.unexpected_end());
            }
            if self.at == before {
                let found = rest.chars().next().unwrap_or_default();
                return Err(self.error(format!("'{found}' is an unexpected token. Expecting white space.")));
            }
            let offset = self.at;
            let attribute = self.attribute()?;
            if element.attribute(&attribute.name).is_some() {
                return Err(ParseError { offset, message: format!("'{}' is a duplicate attribute name.", attribute.name) });
            }
            element.attributes.push(attribute);
        }
    }

    fn attribute(&mut self) -> Parsed<Attribute> {
        let name = self.name()?;
        self.skip_blanks();
        self.expect('=')?;
        self.skip_blanks();
        let quote = match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => quote,
            Some(found) => return Err(self.error(format!("'{found}' is an unexpected token. The expected token is '\"' or '''."))),
            None => return Err(self.unexpected_end()),
        };
        self.at += 1;
        let rest = self.rest();
        let mut skipped = 0;
        if self.format == Format::Raw && expression::is_one(rest) {
            let blank = rest.len() - rest.trim_start().len();
            skipped = expression::length(rest.trim_start()).map_or(0, |length| blank + length);
        }
        let end = skipped + rest[skipped..].find(quote).ok_or_else(|| self.unexpected_end())?;
        let value = &rest[..end];
        if skipped == 0
            && let Some(stray) = value.find('<')
        {
            self.at += stray;
            return Err(self.error("'<', hexadecimal value 0x3C, is an invalid attribute character."));
        }
        if self.format == Format::Xml {
            self.check_entities(value)?;
        }
        self.at += end + 1;
        Ok(Attribute { name, value: value.to_owned(), quote })
    }

    fn expect(&mut self, wanted: char) -> Parsed<()> {
        match self.rest().chars().next() {
            Some(found) if found == wanted => {
                self.at += found.len_utf8();
                Ok(())
            }
            Some(found) => Err(self.error(format!("'{found}' is an unexpected token. The expected token is '{wanted}'."))),
            None => Err(self.unexpected_end()),
        }
    }

    fn close(&mut self, element: &Element) -> Parsed<()> {
        self.at += 2;
        let offset = self.at;
        let name = self.name()?;
        if name != element.name {
            let open = Position::of(self.text, element.offset);
            let message = format!(
                "The '{}' start tag on line {} position {} does not match the end tag of '{name}'.",
                element.name, open.line, open.column
            );
            return Err(ParseError { offset, message });
        }
        self.skip_blanks();
        self.expect('>')
    }

    fn name(&mut self) -> Parsed<String> {
        let rest = self.rest();
        let is_first = |c: char| c.is_alphabetic() || c == '_';
        let is_later = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
        match rest.chars().next() {
            Some(first) if is_first(first) => {}
            Some(first) => {
                return Err(
                    self.error(format!("Name cannot begin with the '{first}' character, hexadecimal value 0x{:02X}.", u32::from(first)))
                );
            }
            None => return Err(self.unexpected_end()),
        }
        let end = rest.find(|c: char| !is_later(c)).unwrap_or(rest.len());
        self.at += end;
        Ok(rest[..end].to_owned())
    }

    /// An ampersand must begin an entity.
    fn check_entities(&self, text: &str) -> Parsed<()> {
        match text.match_indices('&').find(|(index, _)| entity_length(&text[*index..]).is_none()) {
            Some((index, _)) => {
                let message = "An error occurred while parsing EntityName.".to_owned();
                Err(ParseError { offset: self.at + index + 1, message })
            }
            None => Ok(()),
        }
    }
}

/// The length of the entity a text starts with, `&amp;` or `&#10;`.
pub(super) fn entity_length(text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let is_number = |digits: &str, radix: u32| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    let is_entity = match name.strip_prefix('#') {
        Some(number) => number.strip_prefix('x').map_or_else(|| is_number(number, 10), |hex| is_number(hex, 16)),
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    };
    is_entity.then_some(name.len() + 2)
}
