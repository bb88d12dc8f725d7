//! Policy documents at every scope. They are stored raw (expressions unescaped) and laid out as the service lays
//! them out; `xml` is an escaped view of the same document.

use serde_json::Value;

use super::fields::{self, Object};
use super::{Problem, Refusal, View, Write};
use crate::state::{Resource, Tree};

mod check;
mod document;
mod expression;
mod known;
mod parse;
mod print;

use document::{Element, Position};

/// Fragments may include fragments this deep.
const MAX_INCLUDES: usize = 8;

/// The root element a document must have.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Root {
    Policies,
    Fragment,
}

/// How expressions are written.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    /// Escaped: the document is XML.
    Xml,
    /// As C#: it often is not.
    Raw,
}

pub(crate) fn complete(tree: &mut Tree, _write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    let value = stored(tree, properties, Root::Policies)?;
    properties.clear();
    properties.insert("format".to_owned(), "rawxml".into());
    properties.insert("value".to_owned(), value.into());
    Ok(())
}

/// The document as it is kept, once it has passed every check.
pub(super) fn stored(tree: &Tree, properties: &Object, root: Root) -> Result<String, Refusal> {
    let format = match properties.get("format").and_then(Value::as_str).unwrap_or("xml") {
        "xml" => Format::Xml,
        "rawxml" => Format::Raw,
        link @ ("xml-link" | "rawxml-link") => {
            let message =
                format!("The emulator does not fetch documents, so the format '{link}' cannot be used. Send the document itself.");
            return Err(Problem::new("value", message).into());
        }
        _ => return Err(Problem::new("format", "Format must be one of: xml, rawxml, xml-link, rawxml-link.").into()),
    };
    let Some(text) = fields::set(properties, "value").and_then(Value::as_str) else {
        return Err(Problem::new("value", "Value is required.").into());
    };
    let document = parse::document(text, format).map_err(|error| Refusal::from(error.problem(text)))?;
    let problems = check::all(tree, text, &document, root);
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    Ok(print::document(&document, format, Format::Raw))
}

/// The same document in the service's layout; as it is when it cannot be read.
pub(crate) fn laid_out(raw: &str) -> String {
    parse::document(raw, Format::Raw).map_or_else(|_| raw.to_owned(), |document| print::document(&document, Format::Raw, Format::Raw))
}

pub(crate) fn content(_tree: &Tree, resource: &Resource, view: View) -> Object {
    let mut shown = resource.properties.clone();
    let raw = resource.text("value").unwrap_or_default();
    if view.format == Some("rawxml") {
        shown.insert("format".to_owned(), "rawxml".into());
    } else {
        let document = parse::document(raw, Format::Raw).ok();
        let escaped = document.map_or_else(|| raw.to_owned(), |document| print::document(&document, Format::Raw, Format::Xml));
        shown.insert("format".to_owned(), "xml".into());
        shown.insert("value".to_owned(), escaped.into());
    }
    shown
}

/// An element's name and its attributes.
pub(crate) type Applied = (String, Vec<(String, String)>);

/// The policies that stand in `inbound` without a condition, in order, with those of included fragments.
pub(crate) fn inbound(tree: &Tree, raw: &str) -> Vec<Applied> {
    let Ok(document) = parse::document(raw, Format::Raw) else { return Vec::new() };
    let mut found = Vec::new();
    for section in document.root.elements().filter(|section| section.name == "inbound") {
        collect(tree, section, 0, &mut found);
    }
    found
}

fn collect(tree: &Tree, parent: &Element, depth: usize, found: &mut Vec<Applied>) {
    for element in parent.elements() {
        let fragment = element.attribute("fragment-id").filter(|_| element.name == "include-fragment" && depth < MAX_INCLUDES);
        if let Some(fragment) = fragment.and_then(|name| tree.get(&format!("/policyFragments/{name}")))
            && let Ok(document) = parse::document(fragment.text("value").unwrap_or_default(), Format::Raw)
        {
            collect(tree, &document.root, depth + 1, found);
        }
        let attributes = element.attributes.iter().map(|attribute| (attribute.name.clone(), attribute.value.clone())).collect();
        found.push((element.name.clone(), attributes));
    }
}

fn in_element(name: &str, at: Position, message: &str) -> Problem {
    Problem::new(name, format!("Error in element '{name}' on line {}, column {}: {message}", at.line, at.column))
}
