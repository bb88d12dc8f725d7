//! What sets the kinds apart: how a row reads, what to warn of, what a form alone can't check.

mod api;
mod diagnostic;
mod logger;
mod mcp;
mod named_value;
mod product;
mod subscription;

use super::{form, list::of_kind};
use crate::{Error, Op, gateways::Connected};
use apim::AnyResource;
use domain::{
    FieldError, Timestamp,
    resource::{Draft, Key, Kind, State, Tone, schema::Shape},
};

pub(super) use api::is_mcp;
pub(crate) use diagnostic::holds_streams;

/// A resource in a row.
pub(super) struct Described {
    pub(super) title: String,
    /// One for each of the kind's columns.
    pub(super) cells: Vec<String>,
    pub(super) state: State,
    pub(super) tabs: Vec<&'static str>,
}

pub(super) fn describe(kind: Kind, resource: &AnyResource, service_id: &str, now: Timestamp) -> Described {
    match kind {
        Kind::Api => api::describe(resource),
        Kind::McpServer => mcp::describe(resource),
        Kind::Diagnostic => diagnostic::describe(resource),
        Kind::Logger => logger::describe(resource),
        Kind::NamedValue => named_value::describe(resource),
        Kind::Fragment => fragment(resource),
        Kind::Product => product::describe(resource),
        Kind::Subscription => subscription::describe(resource, service_id, now),
    }
}

fn fragment(resource: &AnyResource) -> Described {
    let lines = resource.text("value").map(|value| value.lines().count()).unwrap_or_default();
    Described {
        title: resource.text("description").unwrap_or_default().to_owned(),
        cells: vec![format!("{lines} {}", if lines == 1 { "line" } else { "lines" })],
        state: State::new(Tone::Good, "Configured"),
        tabs: vec![],
    }
}

/// The form that fits the resource.
pub(super) fn variant(kind: Kind, resource: &AnyResource) -> &'static str {
    match kind {
        Kind::Logger => logger::variant(resource),
        Kind::NamedValue => named_value::variant(resource),
        Kind::McpServer => mcp::variant(resource),
        _ => "",
    }
}

/// What goes with what was typed.
pub(super) fn finish(kind: Kind, variant: &str, resource: &mut AnyResource, is_new: bool) {
    match kind {
        Kind::Diagnostic => diagnostic::finish(resource),
        Kind::McpServer => mcp::finish(variant, resource),
        Kind::Api => api::finish(resource, is_new),
        _ => {}
    }
}

/// Properties that Azure writes, and pages show otherwise or not at all.
pub(super) fn read_only(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Api | Kind::McpServer => {
            &["isCurrent", "isOnline", "provisioningState", "apiVersionSet", "type", "protocols", "mcpProperties"]
        }
        Kind::Subscription => &["createdDate", "startDate", "endDate", "notificationDate"],
        Kind::NamedValue => &["secret", "provisioningState", "value"],
        Kind::Fragment => &["format", "provisioningState"],
        Kind::Logger => &["loggerType", "credentials"],
        _ => &[],
    }
}

pub(super) fn warnings(kind: Kind, resource: &AnyResource, service_id: &str, now: Timestamp) -> Vec<String> {
    match kind {
        Kind::Api => api::warnings(resource),
        Kind::McpServer => mcp::warnings(resource),
        Kind::Diagnostic => diagnostic::warnings(resource),
        Kind::NamedValue => named_value::warnings(resource),
        Kind::Product => product::warnings(resource),
        Kind::Subscription => subscription::warnings(resource, service_id, now),
        _ => vec![],
    }
}

/// What is wrong with a draft beyond its single fields, each beside its field.
pub(super) async fn check(connected: &Connected, op: &Op, key: &Key, draft: &Draft, is_new: bool) -> Result<Vec<FieldError>, Error> {
    let mut errors = match key.kind {
        Kind::Api | Kind::McpServer => api::check(connected, op, key, draft).await?,
        Kind::Diagnostic => diagnostic::check(draft),
        Kind::Logger => logger::check(draft, is_new),
        Kind::NamedValue => named_value::check(connected, op, key, draft).await?,
        Kind::Product => product::check(draft),
        _ => vec![],
    };
    errors.extend(missing_references(connected, op, key.kind, draft).await?);
    Ok(errors)
}

/// Names that nothing has.
async fn missing_references(connected: &Connected, op: &Op, kind: Kind, draft: &Draft) -> Result<Vec<FieldError>, Error> {
    let mut errors = Vec::new();
    for input in kind.inputs(&draft.variant) {
        let value = draft.value(input.path);
        let (referred, name) = match input.shape {
            Shape::Reference(referred) if !value.is_empty() => (referred, apim::resource_name(value)),
            Shape::Scope => match form::scope(value, &connected.arm.address().resource_id()).as_str() {
                path if path.starts_with("/products/") => (Kind::Product, apim::resource_name(value)),
                path if path.starts_with("/apis/") => (Kind::Api, apim::resource_name(value)),
                _ => continue,
            },
            _ => continue,
        };
        let sweep = connected.resources(op, referred, "", false).await?;
        if !of_any(referred, &sweep).any(|resource| resource.name().eq_ignore_ascii_case(name)) {
            errors.push(FieldError::new(input.path, format!("There is no {} named {name}.", referred.noun())));
        }
    }
    Ok(errors)
}

/// A scope may name an MCP server as well as any API.
fn of_any(kind: Kind, sweep: &crate::sweep::Sweep<AnyResource>) -> Box<dyn Iterator<Item = &AnyResource> + '_> {
    if kind == Kind::Api { Box::new(sweep.items.iter()) } else { Box::new(of_kind(kind, sweep)) }
}

fn text(resource: &AnyResource, path: &str) -> String {
    resource.text(path).unwrap_or_default().to_owned()
}
