//! Products.

use super::{Described, text};
use apim::AnyResource;
use domain::{
    FieldError,
    resource::{Draft, State, Tone},
};

pub(super) fn describe(resource: &AnyResource) -> Described {
    let is_published = resource.text("state") == Some("published");
    let is_open = resource.flag("subscriptionRequired") == Some(false);
    let approval = if resource.flag("approvalRequired") == Some(true) { "by an administrator" } else { "at once" };
    let state = match (is_published, is_open) {
        (true, true) => State::new(Tone::Warning, "Open to everyone"),
        (true, false) => State::new(Tone::Good, "Published"),
        (false, _) => State::new(Tone::Neutral, "Not published"),
    };
    Described {
        title: text(resource, "displayName"),
        cells: vec![
            if is_open { "without a key" } else { "with a key" }.to_owned(),
            if is_open { String::new() } else { approval.to_owned() },
        ],
        state,
        tabs: vec![if is_published { "published" } else { "draft" }],
    }
}

pub(super) fn warnings(resource: &AnyResource) -> Vec<String> {
    let is_open = resource.flag("subscriptionRequired") == Some(false);
    is_open.then(|| "Its APIs can be called without a key.".to_owned()).into_iter().collect()
}

/// Approval and limits are about subscriptions: without them Azure refuses both.
pub(super) fn check(draft: &Draft) -> Vec<FieldError> {
    if draft.value("subscriptionRequired") != "false" {
        return vec![];
    }
    let mut errors = Vec::new();
    if draft.value("approvalRequired") == "true" {
        errors.push(FieldError::new("approvalRequired", "Only where calls need a subscription's key."));
    }
    if !draft.value("subscriptionsLimit").is_empty() {
        errors.push(FieldError::new("subscriptionsLimit", "Only where calls need a subscription's key."));
    }
    errors
}
