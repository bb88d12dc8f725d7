//! Tools of an MCP server: each stands for one operation of another API.

use serde_json::Value;

use super::Problem;
use super::fields::{self, Object};
use crate::identity;
use crate::state::Tree;

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    let server = path.split("/tools/").next().unwrap_or_default();
    if tree.get(server).is_some_and(|api| api.text("type") != Some("mcp")) {
        problems.push(Problem::new("apiId", "Only an API of the type 'mcp' has tools."));
    }
    fields::required_text(properties, "displayName", 300, &mut problems);
    fields::text_or_empty(properties, "description", 1000, &mut problems);
    problems.extend(check_operation(tree, "operationId", properties.get("operationId")));
    problems
}

/// The operation must be one of an HTTP API of this service.
pub(super) fn check_operation(tree: &Tree, target: &str, id: Option<&Value>) -> Option<Problem> {
    let Some(id) = id.and_then(Value::as_str) else {
        return Some(Problem::new(target, "OperationId is required."));
    };
    let Some(names) = identity::names(id, &["apis", "operations"]) else {
        return Some(Problem::new(target, "OperationId must be the identifier of an operation of this service."));
    };
    let operation = tree.get(&format!("/apis/{}/operations/{}", names[0], names[1]));
    operation.is_none().then(|| Problem::new(target, format!("Operation with id '{id}' could not be found.")))
}
