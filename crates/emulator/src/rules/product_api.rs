//! An API in a product, addressed as `products/{p}/apis/{a}`. The same fact is also a link
//! (`products/{p}/apiLinks/{l}`): making or removing one makes or removes the other.

use std::sync::Arc;

use serde_json::json;

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, Refusal, View, Write};
use crate::identity;
use crate::state::{Resource, Tree};

pub(crate) fn complete(tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    properties.clear();
    let api = fields::last(write.path);
    tree.get(&format!("/apis/{api}")).map(|_| ()).ok_or(Refusal::Missing("Api"))
}

/// Adds the link, unless one stands for this API already.
pub(crate) fn after(tree: &mut Tree, path: &str) -> String {
    let (product, api) = parts(path);
    let id = format!("{}/apis/{api}", identity::service_id());
    let links = format!("{product}/apiLinks");
    let is_linked = tree.children(&links).any(|link| link.text("apiId").is_some_and(|linked| linked.eq_ignore_ascii_case(&id)));
    if !is_linked && let serde_json::Value::Object(link) = json!({ "apiId": id }) {
        tree.put(&format!("{links}/{api}"), link);
    }
    path.to_owned()
}

/// The API's own properties.
pub(crate) fn content(tree: &Tree, resource: &Resource, view: View) -> Object {
    let api = tree.get(&format!("/apis/{}", resource.name()));
    api.map(|api| super::api::content(tree, api, view)).unwrap_or_default()
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    let (product, api) = parts(path);
    let id = format!("{}/apis/{api}", identity::service_id());
    let collection = format!("{product}/apiLinks");
    let links = tree.children(&collection).filter(|link| link.text("apiId").is_some_and(|linked| linked.eq_ignore_ascii_case(&id)));
    let paths: Vec<String> = links.map(|link| link.path.clone()).collect();
    for path in paths {
        tree.remove(&path);
    }
    Vec::new()
}

/// The API whose products `/apis/{a}/products` lists.
pub(crate) fn api_of_list(path: &str) -> Option<&str> {
    path.strip_prefix("/apis/")?.strip_suffix("/products").filter(|api| !api.contains('/'))
}

/// The products that offer an API.
pub(crate) fn products_of<'a>(tree: &'a Tree, api: &str) -> Vec<&'a Arc<Resource>> {
    let has = |product: &Resource| tree.get(&format!("{}/apis/{api}", product.path)).is_some();
    tree.children("/products").filter(|product| has(product)).collect()
}

/// `/products/p/apis/a` as `/products/p` and `a`.
fn parts(path: &str) -> (String, String) {
    let segments: Vec<&str> = path.split('/').collect();
    (segments[..3.min(segments.len())].join("/"), fields::last(path).to_owned())
}
