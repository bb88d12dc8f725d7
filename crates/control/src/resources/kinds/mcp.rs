//! MCP servers.

use super::{Described, text};
use apim::AnyResource;
use domain::resource::{State, Tone};
use serde_json::json;

/// Another server behind it, or operations of APIs as tools.
pub(super) fn variant(resource: &AnyResource) -> &'static str {
    let is_pass_through = resource.text("serviceUrl").is_some_and(|url| !url.is_empty()) || resource.text("backendId").is_some();
    if is_pass_through { "pass" } else { "rest" }
}

pub(super) fn describe(resource: &AnyResource) -> Described {
    let variant = variant(resource);
    let serves = match variant {
        "pass" => text(resource, "serviceUrl"),
        _ => "operations of APIs".to_owned(),
    };
    let is_open = resource.flag("subscriptionRequired") == Some(false);
    let state = if is_open { State::new(Tone::Warning, "Open to everyone") } else { State::new(Tone::Good, "Configured") };
    Described {
        title: text(resource, "displayName"),
        cells: vec![format!("/{}/mcp", text(resource, "path").trim_matches('/')), serves],
        state,
        tabs: vec![variant],
    }
}

pub(super) fn warnings(resource: &AnyResource) -> Vec<String> {
    let is_open = resource.flag("subscriptionRequired") == Some(false);
    is_open.then(|| "It needs no key: any agent that finds the address can call its tools.".to_owned()).into_iter().collect()
}

/// The endpoints that a transport has.
pub(super) fn finish(variant: &str, resource: &mut AnyResource) {
    if variant != "pass" {
        return;
    }
    let endpoints = match resource.text("mcpProperties.transportType") {
        Some("sse") => json!([{ "name": "sse", "uriTemplate": "/sse" }, { "name": "message", "uriTemplate": "/messages" }]),
        Some(_) => json!([{ "name": "message", "uriTemplate": "/mcp" }]),
        None => return,
    };
    let has_as_many = resource
        .property("mcpProperties.endpoints")
        .is_some_and(|found| found.as_array().is_none_or(|list| list.len() == endpoints.as_array().map_or(0, Vec::len)));
    if !has_as_many {
        resource.set("mcpProperties.endpoints", Some(endpoints));
    }
}
