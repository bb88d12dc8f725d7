//! Subscriptions.

use super::{Described, form, text};
use apim::AnyResource;
use domain::{
    Timestamp,
    resource::{State, Tone},
};

pub(super) fn describe(resource: &AnyResource, service_id: &str, now: Timestamp) -> Described {
    let state = state(resource, now);
    let is_active = resource.text("state") == Some("active");
    let needs_attention = matches!(state.tone, Tone::Warning | Tone::Bad);
    let tabs = [(is_active, "active"), (needs_attention, "attention")].into_iter().filter(|(is, _)| *is).map(|(_, tab)| tab);
    let expires = text(resource, "expirationDate");
    Described {
        title: text(resource, "displayName"),
        cells: vec![
            opens(resource, service_id),
            apim::resource_name(resource.text("ownerId").unwrap_or_default()).to_owned(),
            expires.split('T').next().unwrap_or_default().to_owned(),
        ],
        state,
        tabs: tabs.collect(),
    }
}

fn opens(resource: &AnyResource, service_id: &str) -> String {
    match form::scope(resource.text("scope").unwrap_or_default(), service_id).as_str() {
        "/" => "everything, policies of products aside".into(),
        "/apis" => "all APIs".into(),
        path => path
            .strip_prefix("/products/")
            .map(|name| format!("product {name}"))
            .or_else(|| path.strip_prefix("/apis/").map(|name| format!("API {name}")))
            .unwrap_or_else(|| path.to_owned()),
    }
}

fn is_past(resource: &AnyResource, path: &str, now: Timestamp) -> bool {
    resource.text(path).and_then(Timestamp::parse).is_some_and(|at| at.0 < now.0)
}

fn state(resource: &AnyResource, now: Timestamp) -> State {
    match resource.text("state").unwrap_or_default() {
        "active" if is_past(resource, "expirationDate", now) => State::new(Tone::Warning, "Active past its date"),
        "active" => State::new(Tone::Good, "Active"),
        "suspended" => State::new(Tone::Neutral, "Suspended"),
        "submitted" => State::new(Tone::Warning, "Waits for approval"),
        "rejected" => State::new(Tone::Bad, "Rejected"),
        "cancelled" => State::new(Tone::Neutral, "Cancelled"),
        "expired" => State::new(Tone::Neutral, "Expired"),
        other => State::new(Tone::Neutral, other),
    }
}

pub(super) fn warnings(resource: &AnyResource, service_id: &str, now: Timestamp) -> Vec<String> {
    let mut warnings = Vec::new();
    let is_active = resource.text("state") == Some("active");
    if is_active && is_past(resource, "expirationDate", now) {
        warnings.push("Its date has passed and its keys still open the gateway: Azure does not act on the date. Suspend it.".to_owned());
    } else if resource.text("expirationDate").is_some() {
        warnings.push("The date is kept for the record only: Azure does not suspend it on that day.".to_owned());
    }
    match form::scope(resource.text("scope").unwrap_or_default(), service_id).as_str() {
        "/" => warnings.push("Its keys open everything. Give nobody these: make a subscription of a product instead.".to_owned()),
        "/apis" => warnings.push("Its keys open all APIs, and no product's limits apply to them.".to_owned()),
        _ => {}
    }
    if resource.flag("allowTracing") == Some(true) {
        warnings.push("Its calls may be traced: a trace shows policies and headers to whoever holds the key.".to_owned());
    }
    warnings
}
