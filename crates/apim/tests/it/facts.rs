//! Azure's own examples and schemas, read where they are; nothing of them is in this repository.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder of facts; `None`, said aloud, where there is none.
pub fn folder() -> Option<PathBuf> {
    let is_whole = |folder: &PathBuf| folder.join("examples").is_dir() && folder.join("swagger").is_dir();
    let folder = match std::env::var_os("APIM_FACTS_DIR") {
        Some(folder) => Some(PathBuf::from(folder)).filter(is_whole),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/apim")).find(is_whole),
    };
    if folder.is_none() {
        eprintln!("skipped: no folder shared/apim with examples and swagger beside the repository; set APIM_FACTS_DIR");
    }
    folder
}

pub fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One of Azure's examples.
pub struct Example {
    pub file: String,
    pub operation: String,
    pub document: Value,
}

/// All examples that the index names, and the one of MCP servers.
pub fn examples(folder: &Path) -> Vec<Example> {
    let index = std::fs::read_to_string(folder.join("examples/INDEX.tsv")).unwrap();
    let listed = index.lines().filter_map(|line| line.split_once('\t')).map(|(file, operation)| (file.to_owned(), operation.to_owned()));
    let newer = ("ApiManagementCreateMcpApi.retyped.json".to_owned(), "Api_CreateOrUpdate".to_owned());
    listed
        .chain([newer])
        .map(|(file, operation)| Example { document: read(&folder.join("examples").join(&file)), file, operation })
        .collect()
}

impl Example {
    /// The resources that its answers hold, those of a list one by one.
    pub fn answers(&self) -> Vec<Value> {
        let answers = self.document["responses"].as_object().into_iter().flatten().map(|(_, answer)| &answer["body"]);
        answers
            .filter(|body| body.is_object())
            .flat_map(|body| body["value"].as_array().cloned().unwrap_or_else(|| vec![body.clone()]))
            .collect()
    }

    /// The body that it sends.
    pub fn request(&self) -> Option<&Value> {
        self.document["parameters"].get("parameters").filter(|body| body.is_object())
    }
}

/// An instance of a definition of the swagger, with every property in it.
pub fn sample(definitions: &Value, name: &str) -> Value {
    instance(definitions, &definitions[name], 0)
}

fn instance(definitions: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return if reference.starts_with('#') && depth < 12 {
            instance(definitions, &definitions[name], depth + 1)
        } else {
            serde_json::json!({ "id": "/x/y/sampled", "name": "sampled", "type": "Microsoft.ApiManagement/service/sampled" })
        };
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("string") => Value::from("sampled"),
        Some("boolean") => Value::from(true),
        Some("integer") => Value::from(7),
        Some("number") => Value::from(12.5),
        Some("array") => Value::Array(vec![instance(definitions, &schema["items"], depth + 1)]),
        _ => members(definitions, schema, depth),
    }
}

fn members(definitions: &Value, schema: &Value, depth: usize) -> Value {
    let mut made = serde_json::Map::new();
    for parent in schema["allOf"].as_array().into_iter().flatten() {
        if let Value::Object(inherited) = instance(definitions, parent, depth + 1) {
            made.extend(inherited);
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        made.insert(name.clone(), instance(definitions, property, depth + 1));
    }
    if schema["additionalProperties"].is_object() {
        made.insert("sampled".into(), instance(definitions, &schema["additionalProperties"], depth + 1));
    }
    Value::Object(made)
}
