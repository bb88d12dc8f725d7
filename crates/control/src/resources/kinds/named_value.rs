//! Named values.

use super::{Described, text};
use crate::{Error, Op, gateways::Connected};
use apim::AnyResource;
use domain::{
    FieldError,
    resource::{Draft, Key, Kind, State, Tone},
};

pub(super) fn variant(resource: &AnyResource) -> &'static str {
    match (resource.property("keyVault").is_some(), resource.flag("secret")) {
        (true, _) => "vault",
        (false, Some(true)) => "secret",
        (false, _) => "plain",
    }
}

pub(super) fn describe(resource: &AnyResource) -> Described {
    let variant = variant(resource);
    let value = match variant {
        "vault" => text(resource, "keyVault.secretIdentifier"),
        "secret" => "••••••".to_owned(),
        _ => shorten(&text(resource, "value")),
    };
    let tags = resource.property("tags").and_then(|tags| tags.as_array()).into_iter().flatten();
    let tags: Vec<_> = tags.filter_map(|tag| tag.as_str()).collect();
    Described { title: text(resource, "displayName"), cells: vec![value, tags.join(", ")], state: state(resource), tabs: vec![variant] }
}

fn state(resource: &AnyResource) -> State {
    match resource.text("keyVault.lastStatus.code") {
        Some("Success" | "success") | None => State::new(Tone::Good, "Configured"),
        Some(code) => State::new(Tone::Bad, format!("Vault: {code}")),
    }
}

fn shorten(value: &str) -> String {
    let line = value.lines().next().unwrap_or_default();
    let short: String = line.chars().take(60).collect();
    if short.len() < value.len() { format!("{short}…") } else { short }
}

pub(super) fn warnings(resource: &AnyResource) -> Vec<String> {
    let failed = resource.text("keyVault.lastStatus.code").is_some_and(|code| !code.eq_ignore_ascii_case("success"));
    failed.then(|| format!("Azure could not fetch it: {}", text(resource, "keyVault.lastStatus.message"))).into_iter().collect()
}

/// Policies find it by its display name, so no two may share one.
pub(super) async fn check(connected: &Connected, op: &Op, key: &Key, draft: &Draft) -> Result<Vec<FieldError>, Error> {
    let display_name = draft.value("displayName");
    let mut errors = Vec::new();
    if !display_name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')) {
        errors.push(FieldError::new("displayName", "Only letters, digits, - . and _: policies write it between {{ and }}."));
    }
    if draft.value("tags").lines().count() > 32 {
        errors.push(FieldError::new("tags", "At most 32 tags."));
    }
    let sweep = connected.resources(op, Kind::NamedValue, "", false).await?;
    let is_taken = |other: &&AnyResource| {
        !other.name().eq_ignore_ascii_case(&key.name) && text(other, "displayName").eq_ignore_ascii_case(display_name)
    };
    if let Some(taken) = sweep.items.iter().find(is_taken).filter(|_| !display_name.is_empty()) {
        errors.push(FieldError::new("displayName", format!("{} has this display name already.", taken.name())));
    }
    Ok(errors)
}
