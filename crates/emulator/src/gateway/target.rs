//! From an API to the one address a call goes to: its policy's backend, through a pool if that is one.

use std::sync::Arc;

use super::answer::GatewayError;
use super::credentials;
use super::pool;
use super::route::Route;
use super::scopes;
use crate::shared::Shared;
use crate::state::{Resource, Tree};

/// Where a call goes.
pub(super) enum Target {
    /// A Single backend; its breaker hears of the outcome.
    Backend(Arc<Resource>),
    /// The API's own `serviceUrl`, when its policy names no backend.
    Service(String),
}

/// The last `set-backend-service` that no condition decides about; else the first one that names a backend at all.
pub(super) fn choose(shared: &Shared, tree: &Tree, route: &Route, product: Option<&str>) -> Result<Target, GatewayError> {
    let name = match unconditional(tree, route, product) {
        Some(Named::Address(url)) => return Ok(Target::Service(url)),
        Some(Named::Backend(name)) => Some(name),
        None => conditional(tree, &route.operation).or_else(|| conditional(tree, &route.api)),
    };
    let Some(name) = name else {
        let url = route.api.text("serviceUrl").filter(|url| !url.is_empty());
        return url.map(|url| Target::Service(url.to_owned())).ok_or(GatewayError::Internal);
    };
    let backend = tree.get(&format!("/backends/{name}")).ok_or(GatewayError::Internal)?;
    if backend.text("type") == Some("Pool") {
        return pool::member(shared, tree, backend).map(Target::Backend).ok_or(GatewayError::Unavailable);
    }
    if shared.breakers.is_open(backend) {
        return Err(GatewayError::Unavailable);
    }
    Ok(Target::Backend(backend.clone()))
}

/// What `set-backend-service` says.
enum Named {
    Backend(String),
    Address(String),
}

fn unconditional(tree: &Tree, route: &Route, product: Option<&str>) -> Option<Named> {
    let elements = scopes::inbound(tree, route, product);
    let said = |attributes: &[(String, String)], wanted: &str| {
        let (_, value) = attributes.iter().find(|(name, _)| name == wanted)?;
        let value = credentials::named_values(tree, value.trim());
        // What an expression computes is not known here.
        (!value.is_empty() && !value.starts_with('@')).then_some(value)
    };
    let mut set = elements.iter().rev().filter(|(name, _)| name == "set-backend-service");
    set.find_map(|(_, attributes)| {
        let backend = said(attributes, "backend-id").map(Named::Backend);
        backend.or_else(|| said(attributes, "base-url").map(Named::Address))
    })
}

fn conditional(tree: &Tree, owner: &Resource) -> Option<String> {
    let document = tree.get(&format!("{}/policies/policy", owner.path))?;
    document.text("value").and_then(policy::routed_backend)
}
