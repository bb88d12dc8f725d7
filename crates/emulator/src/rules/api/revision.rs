//! Revisions: `/apis/x` is the current one, `/apis/x;rev=2` another. Making another one current swaps the two.

use serde_json::Value;

use super::super::fields::{self, Object};
use super::super::{Problem, Refusal, Write};
use crate::state::Tree;

const MARK: &str = ";rev=";

/// `/apis/x` for `/apis/x;rev=2`.
pub(super) fn base(path: &str) -> &str {
    path.split(MARK).next().unwrap_or(path)
}

/// The path under which a revision is kept: the current one is addressed with and without its number.
pub(crate) fn canonical(tree: &Tree, path: &str) -> String {
    let Some((base, rest)) = path.split_once(MARK) else { return path.to_owned() };
    let (number, below) = rest.split_once('/').map_or((rest, None), |(number, below)| (number, Some(below)));
    let is_current = tree.get(base).is_some_and(|api| api.text("apiRevision") == Some(number));
    match below {
        _ if !is_current => path.to_owned(),
        Some(below) => format!("{base}/{below}"),
        None => base.to_owned(),
    }
}

/// The other revisions of a current API.
pub(super) fn others(tree: &Tree, path: &str) -> Vec<String> {
    if path.contains(MARK) {
        return Vec::new();
    }
    let prefix = format!("{}{MARK}", path.to_ascii_lowercase());
    let apis = tree.children(super::COLLECTION).filter(|api| api.path.to_ascii_lowercase().starts_with(&prefix));
    apis.map(|api| api.path.clone()).collect()
}

/// Number and `isCurrent` follow from the path.
pub(super) fn complete(tree: &Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    let Some((base, number)) = write.path.split_once(MARK) else {
        let number = write.previous.and_then(|previous| previous.text("apiRevision")).unwrap_or("1").to_owned();
        if write.previous.is_some() {
            properties.insert("apiRevision".to_owned(), number.into());
        } else {
            fields::default(properties, "apiRevision", number);
        }
        properties.insert("isCurrent".to_owned(), true.into());
        return Ok(());
    };
    let Some(current) = tree.get(base) else {
        return Err(Problem::new("apiId", format!("Revision {number} needs the API '{}' to exist.", fields::last(base))).into());
    };
    if number.is_empty() || number.len() > 100 {
        return Err(Problem::new("apiId", "A revision number must be 1 to 100 characters long.").into());
    }
    properties.insert("apiRevision".to_owned(), number.into());
    fields::default(properties, "isCurrent", false);
    for name in ["displayName", "path"] {
        if let Some(value) = current.properties.get(name) {
            properties.insert(name.to_owned(), value.clone());
        }
    }
    Ok(())
}

/// Swaps a revision that has become current with the one that was; answers where it is now.
pub(crate) fn after(tree: &mut Tree, path: &str) -> String {
    let Some((base, _)) = path.split_once(MARK) else { return path.to_owned() };
    let is_current = tree.get(path).is_some_and(|api| api.properties.get("isCurrent") == Some(&Value::Bool(true)));
    let Some(former) = tree.get(base).filter(|_| is_current) else { return path.to_owned() };
    let aside = format!("{base}{MARK}{}", former.text("apiRevision").unwrap_or("1"));
    let mut properties = former.properties.clone();
    properties.insert("isCurrent".to_owned(), false.into());
    tree.rename(base, &aside);
    tree.put(&aside, properties);
    tree.rename(path, base);
    base.to_owned()
}
