//! A link between a product and an API under a name of its own; the other half is `product_api`.

use serde_json::{Map, Value};

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, Refusal, Write};
use crate::identity;
use crate::state::Tree;

pub(crate) fn complete(tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    let id = properties.get("apiId").and_then(Value::as_str).unwrap_or_default();
    let Some(api) = identity::names(id, &["apis"]).map(|names| names[0].to_owned()) else {
        return Err(Problem::new("apiId", "ApiId must be the identifier of an API of this service.").into());
    };
    let Some(api) = tree.get(&format!("/apis/{api}")) else {
        return Err(Problem::new("apiId", format!("API with id '{api}' could not be found.")).into());
    };
    let full = identity::service_id() + &api.path;
    let links = write.path.rsplit_once('/').map_or("", |(links, _)| links);
    let is_other = |path: &str| !path.eq_ignore_ascii_case(write.path);
    let mut others = tree.children(links).filter(|link| is_other(&link.path));
    if others.any(|link| link.text("apiId").is_some_and(|linked| linked.eq_ignore_ascii_case(&full))) {
        return Err(Problem::new("apiId", format!("The product already contains the API '{}'.", api.name())).into());
    }
    drop(others);
    if write.previous.is_some_and(|previous| previous.text("apiId") != Some(&full)) {
        unlink(tree, write.path);
    }
    properties.insert("apiId".to_owned(), full.into());
    Ok(())
}

pub(crate) fn after(tree: &mut Tree, path: &str) -> String {
    if let Some(other) = other_half(tree, path) {
        tree.put(&other, Map::new());
    }
    path.to_owned()
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    unlink(tree, path);
    Vec::new()
}

fn unlink(tree: &mut Tree, path: &str) {
    if let Some(other) = other_half(tree, path) {
        tree.remove(&other);
    }
}

/// `/products/p/apis/a` for `/products/p/apiLinks/l`.
fn other_half(tree: &Tree, path: &str) -> Option<String> {
    let api = fields::last(tree.get(path)?.text("apiId")?).to_owned();
    let product = path.rsplitn(3, '/').nth(2)?;
    Some(format!("{product}/apis/{api}"))
}
