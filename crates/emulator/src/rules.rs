//! What the service accepts: the rules of each resource type over raw JSON, as the public contract and the
//! live service state them. Members they do not know are left alone.

use serde_json::{Map, Value};

use crate::state::{Resource, Tree};

pub(crate) mod api;
pub(crate) mod api_link;
pub(crate) mod backend;
mod circuit_breaker;
mod credentials;
pub(crate) mod diagnostic;
pub(crate) mod duration;
mod fields;
pub(crate) mod fragment;
pub(crate) mod logger;
pub(crate) mod mcp_tool;
pub(crate) mod named_value;
pub(crate) mod names;
pub(crate) mod operation;
pub(crate) mod policy;
mod pool;
pub(crate) mod product;
pub(crate) mod product_api;
mod references;
pub(crate) mod subscription;

/// One thing that is wrong, as a detail of a ValidationError.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The field, `pool.services[0].weight`.
    pub(crate) target: String,
    /// A sentence.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(target: impl Into<String>, message: impl Into<String>) -> Self {
        Self { target: target.into(), message: message.into() }
    }
}

/// Why a change is not made.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// 400 with these details.
    Invalid(Vec<Problem>),
    /// 404: another resource that the change needs is missing; its kind, `Api`.
    Missing(&'static str),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}

/// What is known of a resource that is about to be written.
pub(crate) struct Write<'a> {
    /// `/apis/x`
    pub(crate) path: &'a str,
    /// The resource as it is; `None` when it is created.
    pub(crate) previous: Option<&'a Resource>,
    /// What the client sent: all properties of a PUT, the changes of a PATCH.
    pub(crate) sent: &'a Map<String, Value>,
    /// `2024-05-01` or `2025-09-01-preview`.
    pub(crate) api_version: &'a str,
}

/// What an answer is for.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The query parameter `format`.
    pub(crate) format: Option<&'a str>,
    pub(crate) api_version: &'a str,
    /// Whether it answers a PUT or PATCH.
    pub(crate) is_written: bool,
}

/// What a DELETE may take with it.
#[derive(Clone, Copy, Default)]
pub(crate) struct DeleteOptions {
    pub(crate) revisions: bool,
    pub(crate) subscriptions: bool,
}

/// Whether an api-version is of this day or later: previews count by their day.
pub(crate) fn is_since(api_version: &str, day: &str) -> bool {
    api_version.get(..10).is_some_and(|version| version >= day)
}

/// For types whose stored properties are what an answer shows.
pub(crate) fn as_stored(_tree: &Tree, resource: &Resource, _view: View) -> Map<String, Value> {
    resource.properties.clone()
}

/// For types that need nothing beyond their own properties.
pub(crate) fn nothing_to_complete(_tree: &mut Tree, _write: &Write, _properties: &mut Map<String, Value>) -> Result<(), Refusal> {
    Ok(())
}

pub(crate) fn nothing_to_normalise(_properties: &mut Map<String, Value>) {}

pub(crate) fn nothing_to_check(_tree: &Tree, _path: &str, _properties: &Map<String, Value>) -> Vec<Problem> {
    Vec::new()
}

pub(crate) fn nothing_after(_tree: &mut Tree, path: &str) -> String {
    path.to_owned()
}

pub(crate) fn nothing_before_delete(_tree: &mut Tree, _path: &str, _options: DeleteOptions) -> Vec<Problem> {
    Vec::new()
}
