//! APIs: their own fields, their revisions, and what importing a document or copying another API brings.

use serde_json::Value;

use super::fields::{self, Object};
use super::{DeleteOptions, Problem, Refusal, View, Write, is_since, references};
use crate::identity;
use crate::state::{Resource, Tree};

mod import;
mod mcp;
pub(crate) mod revision;
mod yaml;

pub(crate) const COLLECTION: &str = "/apis";
const TYPES: [&str; 7] = ["http", "soap", "websocket", "graphql", "odata", "grpc", "mcp"];
/// What a client may send, but an API never shows.
const WRITE_ONLY: [&str; 8] =
    ["format", "value", "wsdlSelector", "apiType", "translateRequiredQueryParameters", "provisioningState", "isOnline", "sourceApiId"];

pub(crate) fn normalise(properties: &mut Object) {
    fields::drop_nulls(properties);
    if let Some(path) = properties.get("path").and_then(Value::as_str).map(|path| path.trim_start_matches('/').to_owned()) {
        properties.insert("path".to_owned(), path.into());
    }
    if let Some(kind) = properties.get("apiType").cloned() {
        fields::default(properties, "type", kind);
    }
    if properties.get("type").and_then(Value::as_str) == Some("http") {
        properties.remove("type");
    }
    if let Some(revision) = properties.get("apiRevision").and_then(Value::as_str).and_then(|text| text.strip_prefix('v')).map(str::to_owned)
    {
        properties.insert("apiRevision".to_owned(), revision.into());
    }
}

/// Fills in what the document, the source or the former version knows.
pub(crate) fn complete(tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    if properties.get("type").and_then(Value::as_str) == Some("mcp") && !is_since(write.api_version, mcp::SINCE) {
        let message = format!("Type 'mcp' needs the api-version {}-preview or later.", mcp::SINCE);
        return Err(Problem::new("type", message).into());
    }
    let source = copy_source(tree, write, properties)?;
    let operations = import::read(properties)?;
    revision::complete(tree, write, properties)?;
    for name in WRITE_ONLY {
        properties.remove(name);
    }
    fields::default(properties, "subscriptionRequired", true);
    fields::default(properties, "protocols", vec![Value::from("https")]);
    if properties.get("subscriptionKeyParameterNames").is_none() {
        properties.insert("subscriptionKeyParameterNames".to_owned(), default_key_names());
    }
    if let Some(source) = source {
        tree.copy_below(&source, write.path);
    }
    if let Some(operations) = operations {
        tree.remove_children(&format!("{}/operations", write.path));
        for (name, operation) in operations {
            tree.put(&format!("{}/operations/{name}", write.path), operation);
        }
    }
    Ok(())
}

fn default_key_names() -> Value {
    serde_json::json!({ "header": "Ocp-Apim-Subscription-Key", "query": "subscription-key" })
}

/// The API to copy children from, if this is a new API made from another. Its fields fill what is not given.
fn copy_source(tree: &Tree, write: &Write, properties: &mut Object) -> Result<Option<String>, Refusal> {
    if write.previous.is_some() {
        return Ok(None);
    }
    let Some(id) = properties.get("sourceApiId").and_then(Value::as_str) else { return Ok(None) };
    let source =
        identity::names(id, &["apis"]).and_then(|names| tree.get(&revision::canonical(tree, &format!("{COLLECTION}/{}", names[0]))));
    let Some(source) = source else {
        return Err(Problem::new("sourceApiId", format!("API with id '{id}' could not be found.")).into());
    };
    for (name, value) in &source.properties {
        if !matches!(name.as_str(), "isCurrent" | "apiRevision" | "apiRevisionDescription" | "path" | "apiVersion") {
            fields::default(properties, name, value.clone());
        }
    }
    Ok(Some(source.path.clone()))
}

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::required_text(properties, "displayName", 300, &mut problems);
    fields::text_or_empty(properties, "serviceUrl", 2000, &mut problems);
    fields::text_or_empty(properties, "apiVersion", 100, &mut problems);
    fields::text_or_empty(properties, "apiRevisionDescription", 256, &mut problems);
    fields::text_or_empty(properties, "apiVersionDescription", 256, &mut problems);
    fields::text(properties, "apiRevision", "apiRevision", 100, &mut problems);
    fields::choice(properties, "type", "type", &TYPES, &mut problems);
    for name in ["subscriptionRequired", "isCurrent"] {
        fields::flag(properties, name, name, &mut problems);
    }
    for protocol in fields::array(properties, "protocols", "protocols", 4, &mut problems).into_iter().flatten() {
        if !matches!(protocol.as_str(), Some("http" | "https" | "ws" | "wss")) {
            problems.push(Problem::new("protocols", "A protocol must be one of: http, https, ws, wss."));
        }
    }
    check_address(properties, &mut problems);
    check_unique_path(tree, path, properties, &mut problems);
    mcp::check(tree, properties, &mut problems);
    problems
}

fn check_address(properties: &Object, problems: &mut Vec<Problem>) {
    match fields::set(properties, "path").map(Value::as_str) {
        Some(Some(path)) if path.chars().count() <= 400 && !path.contains(['*', '#', '&', '+', ':', '<', '>', '?']) => {}
        Some(_) => problems.push(Problem::new("path", "Path must be at most 400 characters long and have none of *#&+:<>?.")),
        None => problems.push(Problem::new("path", "Path is required.")),
    }
    let url = properties.get("serviceUrl").and_then(Value::as_str).filter(|url| !url.is_empty());
    if url.is_some_and(|url| !url.contains("{{") && url::Url::parse(url).is_err()) {
        problems.push(Problem::new("serviceUrl", "ServiceUrl must be an absolute address."));
    }
}

/// Revisions share a path, and so do the versions of one set.
fn check_unique_path(tree: &Tree, path: &str, properties: &Object, problems: &mut Vec<Problem>) {
    let own = properties.get("path").and_then(Value::as_str).unwrap_or_default();
    let set = properties.get("apiVersionSetId").and_then(Value::as_str);
    let is_family = |other: &Resource| {
        revision::base(&other.path).eq_ignore_ascii_case(revision::base(path)) || (set.is_some() && other.text("apiVersionSetId") == set)
    };
    let taken =
        tree.children(COLLECTION).find(|other| !is_family(other) && other.text("path").is_some_and(|path| path.eq_ignore_ascii_case(own)));
    if let Some(other) = taken {
        problems.push(Problem::new("path", format!("API '{}' already has the path '{own}'.", other.name())));
    }
}

pub(crate) fn content(_tree: &Tree, resource: &Resource, _view: View) -> Object {
    let mut shown = resource.properties.clone();
    fields::default(&mut shown, "provisioningState", "Succeeded");
    fields::default(&mut shown, "isCurrent", true);
    shown
}

/// Tools of other servers hold an API; its links to products go with it.
pub(crate) fn before_delete(tree: &mut Tree, path: &str, options: DeleteOptions) -> Vec<Problem> {
    let name = fields::last(path).to_owned();
    let own = format!("{}/", path.to_ascii_lowercase());
    let tools = super::operation::tools_of(tree, path).into_iter().filter(|tool| !tool.path.to_ascii_lowercase().starts_with(&own));
    let mut problems = references::still_used("apiId", &format!("API '{name}'"), tools.collect::<Vec<_>>());
    let revisions = revision::others(tree, path);
    if !revisions.is_empty() && !options.revisions {
        let message = format!("API '{name}' has other revisions. Set deleteRevisions to delete them too.");
        problems.push(Problem::new("apiId", message));
    }
    if problems.is_empty() {
        for revision in revisions {
            tree.remove(&revision);
        }
        unlink(tree, &name);
    }
    problems
}

fn unlink(tree: &mut Tree, name: &str) {
    let products: Vec<String> = tree.children("/products").map(|product| product.path.clone()).collect();
    for product in products {
        let path = format!("{product}/apis/{name}");
        if tree.get(&path).is_some() {
            super::product_api::before_delete(tree, &path, DeleteOptions::default());
            tree.remove(&path);
        }
    }
}
