//! Cuts a document into tags and text. Expressions are jumped over whole, so that a `<` or a quote
//! in C# is not taken for markup; comments and processing instructions are left out. What is not
//! well-formed is read as well as can be: the next `<` that starts markup is always a new chance.

use crate::expression;

/// How many expressions without an end are looked for; each look may read the whole document.
const MAX_UNENDED: u8 = 16;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    /// The element's name.
    Close(&'a str),
    /// Text between tags, also of CDATA, as it is written.
    Text(&'a str),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    /// Names and values, values as they are written.
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
    pub(crate) is_self_closing: bool,
    /// The whole tag.
    pub(crate) source: &'a str,
}

impl<'a> Tag<'a> {
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| *value)
    }
}

pub(crate) struct Scanner<'a> {
    rest: &'a str,
    unended: u8,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(document: &'a str) -> Self {
        Self { rest: document, unended: 0 }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> &'a str {
        self.take(self.rest.find(|c| !is_wanted(c)).unwrap_or(self.rest.len()))
    }

    /// Up to `mark`, which is passed over; all the rest when there is none.
    fn take_until(&mut self, mark: &str) -> &'a str {
        let taken = self.take(self.rest.find(mark).unwrap_or(self.rest.len()));
        self.take(mark.len().min(self.rest.len()));
        taken
    }

    fn expression(&mut self, text: &str) -> Option<usize> {
        if !expression::starts_one(text) || self.unended >= MAX_UNENDED {
            return None;
        }
        let length = expression::length(text);
        self.unended += u8::from(length.is_none());
        length
    }

    /// Text up to the next markup. API Management knows an expression only at its start.
    fn text(&mut self) -> &'a str {
        let text = self.rest;
        let blank = text.len() - text.trim_start().len();
        let mut length = blank + self.expression(text.trim_start()).unwrap_or(0);
        while let Some(found) = text.get(length..).and_then(|rest| rest.find('<')) {
            length += found;
            if starts_markup(text.get(length..).unwrap_or_default()) {
                return self.take(length);
            }
            length += 1;
        }
        self.take(text.len())
    }

    fn open(&mut self) -> Tag<'a> {
        let source = self.rest;
        self.take(1);
        let name = self.take_while(is_name);
        let mut attributes = Vec::new();
        let mut is_self_closing = false;
        loop {
            self.take_while(char::is_whitespace);
            match self.rest.chars().next() {
                None | Some('<') => break,
                Some('>') => {
                    self.take(1);
                    break;
                }
                Some(other) => {
                    is_self_closing = other == '/';
                    attributes.extend(self.attribute(other));
                }
            }
        }
        let length = source.len() - self.rest.len();
        Tag { name, attributes, is_self_closing, source: source.get(..length).unwrap_or(source) }
    }

    /// An attribute, or one step over what is none.
    fn attribute(&mut self, first: char) -> Option<(&'a str, &'a str)> {
        let name = self.take_while(is_name);
        if name.is_empty() {
            self.take(first.len_utf8());
            return None;
        }
        self.take_while(char::is_whitespace);
        self.rest = self.rest.strip_prefix('=')?;
        self.take_while(char::is_whitespace);
        Some((name, self.value()?))
    }

    fn value(&mut self) -> Option<&'a str> {
        let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return Some(self.take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '<' | '/')));
        };
        self.take(1);
        let text = self.rest;
        let blank = text.len() - text.trim_start().len();
        let is_expression = expression::starts_one(text.trim_start());
        let skipped = blank + self.expression(text.trim_start()).unwrap_or(0);
        let end = skipped + text.get(skipped..)?.find(quote)?;
        let plain = text.get(..end)?;
        // XML allows no `<` here, so outside an expression it says that the quote was forgotten.
        if let Some(stray) = plain.find('<').filter(|_| !is_expression) {
            self.take(stray);
            return None;
        }
        self.take(end + 1);
        Some(plain)
    }

    fn close(&mut self) -> &'a str {
        self.take(2);
        let name = self.take_while(is_name);
        self.take_while(|c| !matches!(c, '<' | '>'));
        self.rest = self.rest.strip_prefix('>').unwrap_or(self.rest);
        name
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !starts_markup(self.rest) {
                return Some(Token::Text(self.text()));
            }
            match () {
                () if self.rest.starts_with("<!--") => {
                    self.take(4);
                    self.take_until("-->");
                }
                () if self.rest.starts_with("<![CDATA[") => {
                    self.take(9);
                    return Some(Token::Text(self.take_until("]]>")));
                }
                () if self.rest.starts_with("<!") => drop(self.take_until(">")),
                () if self.rest.starts_with("<?") => drop(self.take_until("?>")),
                () if self.rest.starts_with("</") => return Some(Token::Close(self.close())),
                () => return Some(Token::Open(self.open())),
            }
        }
    }
}

fn starts_markup(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('<') && chars.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '/' | '!' | '?'))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}
