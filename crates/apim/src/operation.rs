//! A typed view over the raw JSON of an operation of an API.
//!
//! Source: the swagger's `OperationContractProperties` of 2024-05-01.

use crate::{
    item::Item,
    overlay::{set_text, text, texts},
    redact::mask_members,
    resource::resource,
};
use serde_json::{Map, Value, json};

resource! {
    /// One operation of an API: a method and a template of a path.
    ApiOperation, ApiOperationEdit, "an operation", mask_members;
    shown {
        /// Policies as the service shows them here; they are written as a [`crate::Policy`].
        text policies "policies";
    }
    edited {
        /// For people, 1 to 300 characters. Required.
        text display_name set_display_name "displayName";
        /// `GET`, `POST`, … or `*`. Required.
        text method set_method "method";
        /// 1 to 1000 characters, with parameters in braces: `/deployments/{deployment}`. Required.
        text url_template set_url_template "urlTemplate";
        /// Up to 1000 characters; may hold HTML.
        text description set_description "description";
        /// One for each pair of braces in the template.
        items<OperationParameter> template_parameters set_template_parameters "templateParameters";
        text request_description set_request_description "request.description";
        items<OperationParameter> query_parameters set_query_parameters "request.queryParameters";
        items<OperationParameter> headers set_headers "request.headers";
        /// The bodies that are accepted, one a content type.
        items<Representation> request_bodies set_request_bodies "request.representations";
        /// One for each status.
        items<OperationResponse> responses set_responses "responses";
    }
    also {}
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationParameter {
    pub name: String,
    /// `string`, `integer`, …; required by Azure.
    pub kind: String,
    pub is_required: bool,
    /// Empty for none.
    pub description: String,
    pub default_value: Option<String>,
    /// The values that are allowed; empty for any.
    pub values: Vec<String>,
}

/// A body, by its content type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Representation {
    pub content_type: String,
    /// A schema of the API, and a type in it.
    pub schema_id: Option<String>,
    pub type_name: Option<String>,
}

/// What an operation may answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationResponse {
    pub status: i64,
    /// Empty for none.
    pub description: String,
}

impl Item for OperationParameter {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            name: text(value, "name")?.to_owned(),
            kind: text(value, "type").unwrap_or_default().to_owned(),
            is_required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
            description: text(value, "description").unwrap_or_default().to_owned(),
            default_value: text(value, "defaultValue").map(str::to_owned),
            values: texts(value, "values"),
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn lay(&self, current: Option<&Self>, members: &mut Map<String, Value>) {
        let nothing = Self::default();
        let current = current.unwrap_or(&nothing);
        set_text(members, "name", Some(&self.name));
        set_text(members, "type", Some(&self.kind));
        set_text(members, "description", Some(&self.description));
        set_text(members, "defaultValue", self.default_value.as_deref());
        if current.is_required != self.is_required {
            members.insert("required".into(), Value::Bool(self.is_required));
        }
        if current.values != self.values {
            members.insert("values".into(), json!(self.values));
        }
    }
}

impl Item for Representation {
    fn read(value: &Value) -> Option<Self> {
        let owned = |name: &str| text(value, name).map(str::to_owned);
        Some(Self { content_type: owned("contentType")?, schema_id: owned("schemaId"), type_name: owned("typeName") })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.content_type == other.content_type
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        set_text(members, "contentType", Some(&self.content_type));
        set_text(members, "schemaId", self.schema_id.as_deref());
        set_text(members, "typeName", self.type_name.as_deref());
    }
}

impl Item for OperationResponse {
    fn read(value: &Value) -> Option<Self> {
        let status = value.get("statusCode").and_then(crate::overlay::integer)?;
        Some(Self { status, description: text(value, "description").unwrap_or_default().to_owned() })
    }

    fn is_same(&self, other: &Self) -> bool {
        self.status == other.status
    }

    fn lay(&self, _: Option<&Self>, members: &mut Map<String, Value>) {
        crate::overlay::set_number(members, "statusCode", Some(self.status));
        set_text(members, "description", Some(&self.description));
    }
}
