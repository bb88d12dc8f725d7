//! APIs.

use super::{Described, text};
use crate::{Error, Op, gateways::Connected, resources::place::base_name};
use apim::AnyResource;
use domain::{
    FieldError,
    resource::{Draft, Key, Kind, State, Tone},
};

/// MCP servers are APIs of this type; see `mcp`.
pub(crate) fn is_mcp(resource: &AnyResource) -> bool {
    ["type", "apiType"].iter().any(|path| resource.text(path).is_some_and(|kind| kind.eq_ignore_ascii_case("mcp")))
}

pub(super) fn describe(resource: &AnyResource) -> Described {
    let is_current = resource.flag("isCurrent").unwrap_or(true);
    let is_open = resource.flag("subscriptionRequired") == Some(false);
    let state = match (is_current, is_open) {
        (false, _) => State::new(Tone::Neutral, "Older revision"),
        (true, true) => State::new(Tone::Warning, "Open to everyone"),
        (true, false) => State::new(Tone::Good, "Configured"),
    };
    let kind = match resource.text("type").unwrap_or("http") {
        "http" | "" => "HTTP".to_owned(),
        other => other.to_owned(),
    };
    let tabs = [(is_current, "current"), (is_open, "open")].into_iter().filter(|(is, _)| *is).map(|(_, tab)| tab);
    Described {
        title: text(resource, "displayName"),
        cells: vec![format!("/{}", text(resource, "path").trim_start_matches('/')), kind, text(resource, "serviceUrl")],
        state,
        tabs: tabs.collect(),
    }
}

pub(super) fn warnings(resource: &AnyResource) -> Vec<String> {
    let mut warnings = Vec::new();
    if resource.flag("subscriptionRequired") == Some(false) {
        warnings.push(
            "It needs no key: anyone who finds the address can call it, and spend tokens, unless a policy says otherwise.".to_owned(),
        );
    }
    if resource.property("protocols").and_then(|list| list.as_array()).is_some_and(|list| list.iter().any(|one| one == "http")) {
        warnings.push("It also answers without encryption (http): keys and prompts can be read on the way.".to_owned());
    }
    warnings
}

/// An API without a type is HTTP, and Azure writes none.
pub(super) fn finish(resource: &mut AnyResource, is_new: bool) {
    if is_new && resource.text("type") == Some("http") {
        resource.set("type", None);
    }
}

/// No two APIs may answer the same path in the same version.
pub(super) async fn check(connected: &Connected, op: &Op, key: &Key, draft: &Draft) -> Result<Vec<FieldError>, Error> {
    let mut errors = Vec::new();
    let path = draft.value("path").trim_matches('/');
    if path.chars().any(|c| c.is_whitespace() || matches!(c, '?' | '#' | '*')) {
        errors.push(FieldError::new("path", "A path has no blanks and none of ? # *."));
    }
    if !draft.values.contains_key("path") || path.is_empty() {
        return Ok(errors);
    }
    let sweep = connected.resources(op, Kind::Api, "", false).await?;
    let version = draft.value("apiVersion");
    let taken = sweep.items.iter().find(|other| {
        let is_other = !base_name(other.name()).eq_ignore_ascii_case(base_name(&key.name));
        let is_same_version = text(other, "apiVersion") == version;
        is_other && is_same_version && text(other, "path").trim_matches('/').eq_ignore_ascii_case(path)
    });
    if let Some(taken) = taken {
        errors.push(FieldError::new("path", format!("{} answers this path already.", taken.name())));
    }
    Ok(errors)
}
