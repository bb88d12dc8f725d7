//! From an API to the one address a call goes to: its policy's backend, through a pool if that is one.

use std::sync::Arc;

use super::answer::GatewayError;
use super::pool;
use super::route::Route;
use crate::shared::Shared;
use crate::state::{Resource, Tree};

/// Where a call goes.
pub(super) enum Target {
    /// A Single backend; its breaker hears of the outcome.
    Backend(Arc<Resource>),
    /// The API's own `serviceUrl`, when its policy names no backend.
    Service(String),
}

/// The policy of the operation comes before that of the API.
pub(super) fn choose(shared: &Shared, tree: &Tree, route: &Route) -> Result<Target, GatewayError> {
    let document = |owner: &Resource| tree.get(&format!("{}/policies/policy", owner.path));
    let routed = |owner: &Resource| document(owner).and_then(|policy| policy.text("value")).and_then(policy::routed_backend);
    let Some(name) = routed(&route.operation).or_else(|| routed(&route.api)) else {
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
