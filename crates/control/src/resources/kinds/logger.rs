//! Loggers.

use super::{Described, text};
use apim::{AnyResource, resource_name};
use domain::{
    FieldError,
    resource::{Draft, Kind, State, Tone},
};

pub(super) fn variant(resource: &AnyResource) -> &'static str {
    match resource.text("loggerType").map(str::to_ascii_lowercase).as_deref() {
        Some("azureeventhub") => "hubs",
        Some("azuremonitor") => "monitor",
        _ => "insights",
    }
}

pub(super) fn describe(resource: &AnyResource) -> Described {
    let variant = variant(resource);
    let target = match variant {
        "hubs" => text(resource, "credentials.name"),
        _ => resource_name(resource.text("resourceId").unwrap_or_default()).to_owned(),
    };
    Described {
        title: text(resource, "description"),
        cells: vec![Kind::Logger.variant(variant).label.to_owned(), target],
        state: State::new(Tone::Good, "Configured"),
        tabs: vec![variant],
    }
}

/// A target needs a way in: a key, or an identity.
pub(super) fn check(draft: &Draft, is_new: bool) -> Vec<FieldError> {
    let has = |path: &str| !draft.value(&format!("credentials.{path}")).is_empty();
    let missing = |field: &str, message: &str| vec![FieldError::new(format!("credentials.{field}"), message)];
    match draft.variant.as_str() {
        "insights" if is_new && !has("instrumentationKey") && !has("connectionString") => {
            missing("connectionString", "Give a connection string or an instrumentation key.")
        }
        "hubs" if is_new && !has("connectionString") && !has("endpointAddress") => {
            missing("connectionString", "Give a connection string, or the namespace's address and an identity.")
        }
        "hubs" if has("endpointAddress") && !has("identityClientId") => {
            missing("identityClientId", "An address needs an identity: SystemAssigned, or a client id.")
        }
        _ => vec![],
    }
}
