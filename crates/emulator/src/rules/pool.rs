//! The members of a pool: 1 to 30, each an existing Single backend.

use serde_json::Value;

use super::Problem;
use super::fields::{self, Object};
use crate::identity;
use crate::state::Tree;

const MAX_MEMBERS: usize = 30;

pub(super) fn check(tree: &Tree, path: &str, properties: &Object, problems: &mut Vec<Problem>) {
    for name in ["url", "protocol"] {
        if fields::set(properties, name).is_some() {
            problems.push(Problem::new(name, format!("{} is not supported for backend pool.", fields::word(name))));
        }
    }
    check_not_member(tree, path, problems);
    let services = fields::object(properties, "pool", "pool", problems).and_then(|pool| fields::set(pool, "services"));
    match services.and_then(Value::as_array) {
        Some(services) if (1..=MAX_MEMBERS).contains(&services.len()) => {
            for (index, service) in services.iter().enumerate() {
                check_service(tree, path, &format!("pool.services[{index}]"), service, problems);
            }
        }
        _ => problems.push(Problem::new("pool.services", format!("A backend pool must have 1 to {MAX_MEMBERS} services."))),
    }
}

/// A backend that another pool names cannot become a pool itself.
fn check_not_member(tree: &Tree, path: &str, problems: &mut Vec<Problem>) {
    let name = path.rsplit('/').next().unwrap_or_default();
    if let Some(pool) = tree.children("/backends").find(|backend| has_member(&backend.properties, name)) {
        let message = format!("Backend '{name}' is a member of pool '{}' and cannot be a pool itself.", pool.name());
        problems.push(Problem::new("type", message));
    }
}

fn check_service(tree: &Tree, pool_path: &str, target: &str, service: &Value, problems: &mut Vec<Problem>) {
    let Some(service) = service.as_object() else {
        problems.push(Problem::new(target, "A service of a backend pool must be an object."));
        return;
    };
    fields::number(service, "weight", &format!("{target}.weight"), 0..=100, problems);
    fields::number(service, "priority", &format!("{target}.priority"), 0..=100, problems);
    let target = format!("{target}.id");
    let Some(id) = fields::set(service, "id").and_then(Value::as_str) else {
        problems.push(Problem::new(target, "Id is required."));
        return;
    };
    let member = identity::backend_name(id).map(|name| format!("/backends/{name}"));
    let is_pool = |path: &str| tree.get(path).is_some_and(|backend| backend.text("type") == Some("Pool"));
    match member {
        Some(path) if path.eq_ignore_ascii_case(pool_path) || is_pool(&path) => {
            problems.push(Problem::new(target, format!("Backend '{id}' is a pool. A pool cannot be a member of a pool.")));
        }
        Some(path) if tree.get(&path).is_some() => {}
        _ => problems.push(Problem::new(target, format!("Backend with id '{id}' could not be found."))),
    }
}

/// Whether a backend's pool names this backend.
pub(super) fn has_member(properties: &Object, name: &str) -> bool {
    let services = properties.get("pool").and_then(|pool| pool.get("services")).and_then(Value::as_array);
    let ids = services.into_iter().flatten().filter_map(|service| service.get("id").and_then(Value::as_str));
    ids.filter_map(identity::backend_name).any(|member| member.eq_ignore_ascii_case(name))
}
