//! MCP servers: a REST-backed one has tools, a pass-through one an address and a transport.
//! Three shapes of the same settings are in use; all are accepted and kept as they came.

use serde_json::Value;

use super::super::Problem;
use super::super::fields::{self, Object};
use super::super::mcp_tool;
use crate::identity;
use crate::state::Tree;

/// The first api-version that the live service accepts `mcp` with.
pub(super) const SINCE: &str = "2024-06-01";

pub(super) fn check(tree: &Tree, properties: &Object, problems: &mut Vec<Problem>) {
    if properties.get("type").and_then(Value::as_str) != Some("mcp") {
        for name in ["mcpProperties", "mcpTools"] {
            if fields::set(properties, name).is_some() {
                problems.push(Problem::new(name, format!("{} needs the type 'mcp'.", fields::word(name))));
            }
        }
        return;
    }
    if let Some(settings) = fields::object(properties, "mcpProperties", "mcpProperties", problems) {
        check_transport(settings, problems);
    }
    if let Some(backend) = properties.get("backendId").and_then(Value::as_str) {
        let name = identity::backend_name(backend).unwrap_or(backend);
        if tree.get(&format!("/backends/{name}")).is_none() {
            problems.push(Problem::new("backendId", format!("Backend with id '{backend}' could not be found.")));
        }
    }
    for (index, tool) in fields::array(properties, "mcpTools", "mcpTools", 1000, problems).into_iter().flatten().enumerate() {
        let target = format!("mcpTools[{index}]");
        match tool.get("name").and_then(Value::as_str) {
            Some(name) if (1..=100).contains(&name.chars().count()) => {}
            _ => problems.push(Problem::new(format!("{target}.name"), "Name must be 1 to 100 characters long.")),
        }
        if tool.get("description").and_then(Value::as_str).is_some_and(|text| text.chars().count() >= 1000) {
            problems.push(Problem::new(format!("{target}.description"), "Description must be less than 1000 characters."));
        }
        problems.extend(mcp_tool::check_operation(tree, &format!("{target}.operationId"), tool.get("operationId")));
    }
}

fn check_transport(settings: &Object, problems: &mut Vec<Problem>) {
    let target = "mcpProperties.endpoints";
    fields::choice(settings, "transportType", "mcpProperties.transportType", &["streamable", "sse"], problems);
    let Some(endpoints) = fields::set(settings, "endpoints").map(endpoints) else { return };
    let Some(endpoints) = endpoints else {
        problems.push(Problem::new(target, "Endpoints must be a list or a map of endpoints."));
        return;
    };
    for (name, template) in &endpoints {
        if !template.starts_with('/') {
            problems.push(Problem::new(target, format!("UriTemplate of endpoint '{name}' must start with '/'.")));
        }
    }
    let mut names: Vec<&str> = endpoints.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    match settings.get("transportType").and_then(Value::as_str) {
        Some("sse") if names != ["message", "sse"] => {
            problems.push(Problem::new(target, "The transport 'sse' needs exactly the endpoints 'sse' and 'message'."));
        }
        Some("streamable") if names != ["message"] => {
            problems.push(Problem::new(target, "The transport 'streamable' needs exactly the endpoint 'message'."));
        }
        _ => {}
    }
}

/// Names and templates, from `[{name, uriTemplate}]` or `{name: {uriTemplate}}`.
fn endpoints(value: &Value) -> Option<Vec<(String, String)>> {
    let template = |endpoint: &Value| endpoint.get("uriTemplate").and_then(Value::as_str).unwrap_or_default().to_owned();
    match value {
        Value::Array(items) => items.iter().map(|item| Some((item.get("name")?.as_str()?.to_owned(), template(item)))).collect(),
        Value::Object(members) => Some(members.iter().map(|(name, endpoint)| (name.clone(), template(endpoint))).collect()),
        _ => None,
    }
}
