//! The shape of a policy document: elements, text, comments, with where each element began.

/// A whole document.
pub(super) struct Document {
    /// Comments before the root.
    pub(super) before: Vec<String>,
    pub(super) root: Element,
    /// Comments after it.
    pub(super) after: Vec<String>,
}

pub(super) struct Element {
    pub(super) name: String,
    /// Byte offset of the name.
    pub(super) offset: usize,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Node>,
}

pub(super) struct Attribute {
    pub(super) name: String,
    /// As it is written, in the format of the document.
    pub(super) value: String,
    pub(super) quote: char,
}

pub(super) enum Node {
    Element(Element),
    /// As it is written; not only blanks.
    Text(String),
    CData(String),
    Comment(String),
}

/// Line and column from 1, as .NET counts them.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line, column }
    }
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    /// The elements directly below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first text that is not only blanks.
    pub(super) fn stray_text(&self) -> Option<&str> {
        self.children.iter().find_map(|node| match node {
            Node::Text(text) | Node::CData(text) => Some(text.trim()),
            _ => None,
        })
    }
}
