//! The policies that a call passes in `inbound`: those of its operation, and where `<base />` stands, those of
//! the API, of the product of its key, and of the service.

use super::route::Route;
use crate::rules::policy::{self, Applied};
use crate::state::Tree;

/// In the order in which they are run, as far as no condition decides.
pub(super) fn inbound(tree: &Tree, route: &Route, product: Option<&str>) -> Vec<Applied> {
    let product = product.map(|product| format!("/products/{product}"));
    let outside_in = [Some(String::new()), product, Some(route.api.path.clone()), Some(route.operation.path.clone())];
    let documents = outside_in.into_iter().flatten().filter_map(|scope| tree.get(&format!("{scope}/policies/policy")));
    documents.fold(Vec::new(), |outer, document| {
        let own = policy::inbound(tree, document.text("value").unwrap_or_default());
        own.into_iter().flat_map(|element| if element.0 == "base" { outer.clone() } else { vec![element] }).collect()
    })
}
