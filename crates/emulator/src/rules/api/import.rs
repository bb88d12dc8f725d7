//! Importing a document with an API: OpenAPI 3 as JSON or YAML, Swagger 2 as JSON. Nothing is fetched: formats that name an
//! address are refused, and so are those the emulator cannot read.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::fields::{self, Object};
use super::super::operation;
use super::super::{Problem, Refusal};
use super::yaml;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const READ: [&str; 3] = ["openapi", "openapi+json", "swagger-json"];
const LINKS: [&str; 9] = [
    "openapi-link",
    "openapi+json-link",
    "swagger-link-json",
    "swagger-link",
    "wadl-link-json",
    "wsdl-link",
    "graphql-link",
    "odata-link",
    "grpc-link",
];

type Operations = BTreeMap<String, Map<String, Value>>;

/// The operations of the document that is being imported; `None` when none is. Title, description and server of
/// the document fill what the client has not set.
pub(super) fn read(properties: &mut Object) -> Result<Option<Operations>, Refusal> {
    let Some(format) = fields::set(properties, "format") else { return Ok(None) };
    let format = format.as_str().unwrap_or_default().to_owned();
    if LINKS.contains(&format.as_str()) {
        let message =
            format!("The emulator does not fetch documents, so the format '{format}' cannot be imported. Send the document itself.");
        return Err(Problem::new("value", message).into());
    }
    if !READ.contains(&format.as_str()) {
        return Err(
            Problem::new("format", format!("The emulator cannot import the format '{format}'. It reads: {}.", READ.join(", "))).into()
        );
    }
    let text = properties.get("value").and_then(Value::as_str).unwrap_or_default();
    let is_yaml = format == "openapi" && !text.trim_start().starts_with('{');
    let document = if is_yaml { yaml::parse(text) } else { serde_json::from_str::<Value>(text).map_err(|error| error.to_string()) };
    let document = document.map_err(|error| Problem::new("representation", format!("Parsing error(s): {error}.")))?;
    if document.get("openapi").is_none() && document.get("swagger").is_none() {
        return Err(Problem::new("representation", "Parsing error(s): the document has neither 'openapi' nor 'swagger'.").into());
    }
    let operations = operations(&document)?;
    fill(properties, &document);
    Ok(Some(operations))
}

fn fill(properties: &mut Object, document: &Value) {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    if let Some(title) = text("/info/title") {
        fields::default(properties, "displayName", title);
    }
    if let Some(description) = text("/info/description") {
        fields::default(properties, "description", description);
    }
    let swagger = text("/host").map(|host| {
        let scheme = text("/schemes/0").unwrap_or_else(|| "https".to_owned());
        format!("{scheme}://{host}{}", text("/basePath").unwrap_or_default())
    });
    if let Some(server) = text("/servers/0/url").or(swagger).filter(|url| url.contains("://")) {
        fields::default(properties, "serviceUrl", server.trim_end_matches('/'));
    }
}

fn operations(document: &Value) -> Result<Operations, Refusal> {
    let mut found = Operations::new();
    for (template, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let name = name(operation, method, template);
            if found.insert(name.clone(), contract(item, operation, method, template, &name)).is_some() {
                let message = format!("Parsing error(s): operationId '{name}' is used more than once.");
                return Err(Problem::new("representation", message).into());
            }
        }
    }
    Ok(found)
}

/// The operation's own id, or one made of method and path.
fn name(operation: &Value, method: &str, template: &str) -> String {
    let raw = operation.get("operationId").and_then(Value::as_str).map_or_else(|| format!("{method}-{template}"), str::to_owned);
    let mut name = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            letter if letter.is_alphanumeric() || letter == '_' => name.push(letter),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    name.trim_matches('-').chars().take(80).collect()
}

fn contract(item: &Value, operation: &Value, method: &str, template: &str, name: &str) -> Map<String, Value> {
    let text = |member: &str| operation.get(member).and_then(Value::as_str).filter(|text| !text.is_empty());
    let declared: Vec<&Value> = [item, operation].into_iter().filter_map(|at| at.get("parameters")?.as_array()).flatten().collect();
    let of = |place: &str| -> Vec<Value> {
        declared
            .iter()
            .filter(|parameter| parameter.get("in").and_then(Value::as_str) == Some(place))
            .map(|parameter| shown(parameter))
            .collect()
    };
    let path_parameters = operation::parameters(template).into_iter().map(|wanted| {
        let known = of("path").into_iter().find(|parameter| parameter.get("name").and_then(Value::as_str) == Some(wanted));
        known.unwrap_or_else(|| json!({ "name": wanted, "type": "string", "required": true, "values": [] }))
    });
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten().filter_map(|(code, response)| {
        let description = response.get("description").and_then(Value::as_str);
        Some(json!({ "statusCode": code.parse::<u16>().ok()?, "description": description, "representations": [], "headers": [] }))
    });
    let contract = json!({
        "displayName": text("summary").unwrap_or(name).chars().take(300).collect::<String>(),
        "description": text("description").unwrap_or_default().chars().take(1000).collect::<String>(),
        "method": method.to_ascii_uppercase(),
        "urlTemplate": template,
        "templateParameters": path_parameters.collect::<Vec<_>>(),
        "request": { "queryParameters": of("query"), "headers": of("header"), "representations": representations(operation) },
        "responses": responses.collect::<Vec<_>>(),
    });
    contract.as_object().cloned().unwrap_or_default()
}

fn shown(parameter: &Value) -> Value {
    let kind = parameter.pointer("/schema/type").or_else(|| parameter.get("type")).cloned().unwrap_or_else(|| "string".into());
    let required = parameter.get("required").cloned().unwrap_or(Value::Bool(false));
    json!({ "name": parameter.get("name"), "description": parameter.get("description"), "type": kind, "required": required, "values": [] })
}

fn representations(operation: &Value) -> Vec<Value> {
    let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
    content.into_iter().flat_map(Map::keys).map(|kind| json!({ "contentType": kind })).collect()
}
