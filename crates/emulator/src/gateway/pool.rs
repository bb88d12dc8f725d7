//! Choosing a pool member: the lowest priority number that has a usable member, then by weight.
//! A member is usable when its breaker is closed and its weight is not 0.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::identity;
use crate::shared::Shared;
use crate::state::{Resource, Tree};

/// The member the next call goes to; `None` when none is usable.
pub(super) fn member(shared: &Shared, tree: &Tree, pool: &Resource) -> Option<Arc<Resource>> {
    let mut groups: BTreeMap<u64, Vec<(Arc<Resource>, u64)>> = BTreeMap::new();
    for service in pool.properties.get("pool")?.get("services")?.as_array()? {
        let backend = service.get("id").and_then(Value::as_str).and_then(identity::backend_name);
        let Some(backend) = backend.and_then(|name| tree.get(&format!("/backends/{name}"))) else {
            continue;
        };
        // Members without a priority count as most preferred, those without a weight as 1:
        // with both absent everywhere this is round robin.
        let number = |name: &str| service.get(name).and_then(Value::as_u64);
        let weight = number("weight").unwrap_or(1);
        if weight > 0 && !shared.breakers.is_open(backend) {
            groups.entry(number("priority").unwrap_or(0)).or_default().push((backend.clone(), weight));
        }
    }
    let (_, mut usable) = groups.pop_first()?;
    let weights: Vec<(&str, u64)> = usable.iter().map(|(backend, weight)| (backend.name(), *weight)).collect();
    let chosen = shared.balancer.next(pool.name(), &weights)?;
    Some(usable.swap_remove(chosen).0)
}
