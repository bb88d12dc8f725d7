//! Azure's schemas, read where they are: definitions of the swagger, and of the schema for previews.

use crate::facts;
use jsonschema::{Draft, Retrieve, Uri, Validator};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const BASE: &str = "https://facts.test/a/b/c/d/e/f/";

/// Gives the documents that references lead to.
struct Facts(PathBuf);

impl Retrieve for Facts {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let uri = uri.as_str();
        let name = uri.rsplit('/').next().unwrap_or_default();
        if uri.starts_with("https://schema.management.azure.com/schemas/common/") {
            return Ok(json!({ "definitions": { "expression": { "type": "string", "pattern": "^\\[.*\\]$" } } }));
        }
        // Of the common types only this document is there; what refers to others isn't sent.
        if uri.contains("/common-types/") {
            let types = || facts::read(&self.0.join("common-types-v5/types.json"));
            return Ok(if name == "types.json" { types() } else { json!({ "definitions": { "PrivateLinkServiceConnectionState": {} } }) });
        }
        let mut document = facts::read(&self.0.join(name));
        if let Some(members) = document.as_object_mut() {
            members.remove("id");
            members.remove("$schema");
        }
        Ok(document)
    }
}

pub fn schema(folder: &Path, file: &str, definition: &str) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .with_retriever(Facts(folder.join("swagger")))
        .build(&json!({ "$ref": format!("{BASE}{file}#/definitions/{definition}") }))
        .unwrap_or_else(|error| panic!("{definition}: {error}"))
}

#[track_caller]
pub fn assert_valid(schema: &Validator, definition: &str, body: &Value) {
    assert!(body.is_object(), "{definition}: nothing arrived");
    let errors: Vec<_> = schema.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{definition}: {errors:#?}\n{body:#}");
}
