//! Operations of an API: a method and a template, unique within the API. One that an MCP tool calls stays.

use std::sync::Arc;

use serde_json::Value;

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, references};
use crate::identity;
use crate::state::{Resource, Tree};

pub(crate) fn normalise(properties: &mut Object) {
    fields::drop_nulls(properties);
    if let Some(method) = properties.get("method").and_then(Value::as_str).map(str::to_ascii_uppercase) {
        properties.insert("method".to_owned(), method.into());
    }
    for list in ["templateParameters", "responses"] {
        fields::default(properties, list, Vec::<Value>::new());
    }
}

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "displayName", 300, &mut problems);
    fields::required_text(properties, "method", 100, &mut problems);
    fields::required_text(properties, "urlTemplate", 1000, &mut problems);
    fields::text_or_empty(properties, "description", 1000, &mut problems);
    fields::array(properties, "responses", "responses", 1000, &mut problems);
    let declared = fields::array(properties, "templateParameters", "templateParameters", 1000, &mut problems);
    let declared: Vec<&str> = declared.into_iter().flatten().filter_map(|parameter| parameter.get("name")?.as_str()).collect();
    let template = properties.get("urlTemplate").and_then(Value::as_str).unwrap_or_default();
    for name in parameters(template).into_iter().filter(|name| !declared.contains(name)) {
        let message = format!("Template parameter '{name}' is used in the UrlTemplate but is not declared in TemplateParameters.");
        problems.push(Problem::new("templateParameters", message));
    }
    let collection = path.rsplit_once('/').map_or("", |(collection, _)| collection);
    let same = |other: &Resource, name: &str| {
        other.text(name).unwrap_or_default().eq_ignore_ascii_case(properties.get(name).and_then(Value::as_str).unwrap_or_default())
    };
    let others = tree.children(collection).filter(|other| !other.path.eq_ignore_ascii_case(path));
    if let Some(other) = others.into_iter().find(|other| same(other, "method") && same(other, "urlTemplate")) {
        let message = format!("Operation '{}' already has this method and UrlTemplate.", other.name());
        problems.push(Problem::new("urlTemplate", message));
    }
    problems
}

/// The names in a template: `a` and `b` for `/x/{a}?y={b}`; `*` stands for no parameter.
pub(super) fn parameters(template: &str) -> Vec<&str> {
    let pieces = template.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    pieces.map(|(name, _)| name.trim_start_matches('*')).filter(|name| !name.is_empty()).collect()
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    references::still_used("operationId", &format!("Operation '{}'", fields::last(path)), tools_of(tree, path))
}

/// Every MCP tool, own or inline, that calls an operation whose path starts like this.
pub(super) fn tools_of<'a>(tree: &'a Tree, prefix: &str) -> Vec<&'a Arc<Resource>> {
    let calls = |id: &Value| {
        let path = id.as_str().and_then(identity::relative_id).map(str::to_ascii_lowercase).unwrap_or_default();
        let prefix = prefix.to_ascii_lowercase();
        path == prefix || path.starts_with(&format!("{prefix}/"))
    };
    let is_user = |resource: &Resource| {
        let inline = resource.properties.get("mcpTools").and_then(Value::as_array);
        let inline = inline.into_iter().flatten().filter_map(|tool| tool.get("operationId"));
        let own = resource.properties.get("operationId").filter(|_| resource.path.to_ascii_lowercase().contains("/tools/"));
        own.into_iter().chain(inline).any(calls)
    };
    tree.all().filter(|resource| is_user(resource)).collect()
}
