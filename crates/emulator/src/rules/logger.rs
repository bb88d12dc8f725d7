//! Loggers: event hub, Application Insights, Azure Monitor. What is secret in their credentials moves to named
//! values made for it; the logger keeps references, which is what GET shows.

use serde_json::{Map, Value, json};

use super::fields::{self, Object};
use super::references::{self, Kind};
use super::{DeleteOptions, Problem, Refusal, Write, diagnostic};
use crate::identity;
use crate::state::Tree;

const TYPES: [&str; 3] = ["azureEventHub", "applicationInsights", "azureMonitor"];
/// Credentials that are secrets, of any type.
const SECRETS: [&str; 2] = ["connectionString", "instrumentationKey"];
/// Begins the display name of a named value that was made for a logger.
const MADE: &str = "Logger-Credentials--";

pub(crate) fn normalise(properties: &mut Object) {
    fields::drop_nulls(properties);
    fields::default(properties, "isBuffered", true);
}

/// Checks first: the secrets of a refused logger must not leave named values behind.
pub(crate) fn complete(tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    let problems = check(tree, write.previous.and_then(|previous| previous.text("loggerType")), properties);
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    let stored = write.previous.and_then(|previous| previous.properties.get("credentials")).and_then(Value::as_object);
    if fields::set(properties, "credentials").is_none()
        && let Some(stored) = stored
    {
        properties.insert("credentials".to_owned(), Value::Object(stored.clone()));
    }
    let Some(credentials) = properties.get_mut("credentials").and_then(Value::as_object_mut) else { return Ok(()) };
    for name in SECRETS {
        let Some(value) = credentials.get(name).and_then(Value::as_str).filter(|value| !value.contains("{{")) else { continue };
        let reference = stored.and_then(|stored| stored.get(name)).and_then(Value::as_str).and_then(made_name);
        let display_name = reference.map_or_else(|| format!("{MADE}{}", identity::random_id()), str::to_owned);
        tree.put(&format!("/namedValues/{display_name}"), secret(&display_name, value));
        credentials.insert(name.to_owned(), format!("{{{{{display_name}}}}}").into());
    }
    Ok(())
}

/// The named value behind `{{…}}`, if it was made for a logger.
fn made_name(reference: &str) -> Option<&str> {
    reference.strip_prefix("{{")?.strip_suffix("}}").filter(|name| name.starts_with(MADE))
}

fn secret(display_name: &str, value: &str) -> Map<String, Value> {
    let Value::Object(properties) = json!({ "displayName": display_name, "value": value, "secret": true }) else { return Map::new() };
    properties
}

fn check(tree: &Tree, former_type: Option<&str>, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "loggerType", 100, &mut problems);
    fields::choice(properties, "loggerType", "loggerType", &TYPES, &mut problems);
    fields::text_or_empty(properties, "description", 256, &mut problems);
    fields::flag(properties, "isBuffered", "isBuffered", &mut problems);
    let kind = properties.get("loggerType").and_then(Value::as_str);
    if former_type.is_some() && former_type != kind {
        problems.push(Problem::new("loggerType", "The type of a logger cannot be changed."));
    }
    let Some(credentials) = fields::object(properties, "credentials", "credentials", &mut problems) else {
        if former_type.is_none() && matches!(kind, Some("azureEventHub" | "applicationInsights")) {
            problems.push(Problem::new("credentials", "Credentials are required."));
        }
        return problems;
    };
    for (name, value) in credentials {
        match value.as_str() {
            Some(text) => check_references(tree, name, text, &mut problems),
            None => problems.push(Problem::new(format!("credentials.{name}"), "A credential must be a text.")),
        }
    }
    let has = |name: &str| fields::set(credentials, name).is_some();
    let complete = match kind {
        Some("azureEventHub") => has("name") && (has("connectionString") || has("endpointAddress")),
        Some("applicationInsights") => has("instrumentationKey") || has("connectionString"),
        _ => true,
    };
    if !complete {
        let message = match kind {
            Some("azureEventHub") => "An event hub needs name and connectionString, or name, endpointAddress and identityClientId.",
            _ => "Application Insights needs instrumentationKey or connectionString.",
        };
        problems.push(Problem::new("credentials", message));
    }
    problems
}

fn check_references(tree: &Tree, name: &str, text: &str, problems: &mut Vec<Problem>) {
    for wanted in policy::references(text).named_values {
        if !tree.children("/namedValues").any(|named| named.text("displayName") == Some(&wanted)) {
            problems.push(Problem::new(format!("credentials.{name}"), format!("Cannot find a property '{wanted}'.")));
        }
    }
}

pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    let name = fields::last(path);
    let users = references::documents(tree, Kind::Logger, name).into_iter().chain(diagnostic::with_logger(tree, name));
    let problems = references::still_used("loggerId", &format!("Logger '{name}'"), users);
    if problems.is_empty() {
        for made in made_for(tree, path) {
            tree.remove(&format!("/namedValues/{made}"));
        }
    }
    problems
}

fn made_for(tree: &Tree, path: &str) -> Vec<String> {
    let credentials = tree.get(path).and_then(|logger| logger.properties.get("credentials")).and_then(Value::as_object);
    let references = credentials.into_iter().flat_map(Map::values).filter_map(Value::as_str).filter_map(made_name);
    references.map(str::to_owned).collect()
}
