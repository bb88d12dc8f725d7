//! Diagnostics.

use super::{Described, text};
use apim::{AnyResource, resource_name};
use domain::{
    FieldError,
    resource::{Draft, State, Tone},
};
use serde_json::Value;

const BODIES: [&str; 2] = ["frontend.response.body.bytes", "backend.response.body.bytes"];

pub(super) fn describe(resource: &AnyResource) -> Described {
    let percentage = resource.property("sampling.percentage").and_then(Value::as_f64);
    let sampling = percentage.map_or("not set".to_owned(), |percentage| format!("{percentage} %"));
    let llm = match resource.text("largeLanguageModel.logs") {
        Some("enabled") => "logged",
        Some(_) => "not logged",
        None => "not set",
    };
    let state = match holds_streams(resource) {
        true => State::new(Tone::Warning, "Holds streams back"),
        false => State::new(Tone::Good, "Configured"),
    };
    let logger = resource_name(resource.text("loggerId").unwrap_or_default()).to_owned();
    Described { title: String::new(), cells: vec![logger, sampling, llm.to_owned()], state, tabs: vec![] }
}

/// Logging the body of an answer means waiting for its end.
pub(crate) fn holds_streams(resource: &AnyResource) -> bool {
    BODIES.iter().any(|path| resource.property(path).and_then(Value::as_f64).is_some_and(|bytes| bytes > 0.0))
}

pub(super) fn warnings(resource: &AnyResource) -> Vec<String> {
    let mut warnings = Vec::new();
    if holds_streams(resource) {
        warnings.push("It logs bodies of answers: the gateway holds a stream back until it ends. Set those bytes to 0.".to_owned());
    }
    let is_insights = resource.name().eq_ignore_ascii_case("applicationinsights");
    if is_insights && resource.flag("metrics") != Some(true) {
        warnings.push("Token metrics are off: llm-emit-token-metric has no effect.".to_owned());
    }
    if text(resource, "largeLanguageModel.logs") == "enabled" && resource.text("largeLanguageModel.requests.messages").is_some() {
        warnings.push("Prompts are stored: whoever may read the workspace reads what people asked.".to_owned());
    }
    warnings
}

/// Azure knows one way of sampling and wants it named.
pub(super) fn finish(resource: &mut AnyResource) {
    let has_percentage = resource.property("sampling.percentage").is_some();
    if has_percentage && resource.text("sampling.samplingType").is_none() {
        resource.set("sampling.samplingType", Some("fixed".into()));
    }
    if !has_percentage && resource.property("sampling").is_some() {
        resource.set("sampling.samplingType", None);
    }
}

pub(super) fn check(draft: &Draft) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if draft.name == "azuremonitor" && draft.value("metrics") == "true" {
        errors.push(FieldError::new("metrics", "Only applicationinsights has metrics."));
    }
    if draft.name == "applicationinsights" && draft.value("largeLanguageModel.logs") == "enabled" {
        errors.push(FieldError::new("largeLanguageModel.logs", "Messages are logged by the diagnostic named azuremonitor."));
    }
    for side in ["requests", "responses"] {
        let (size, messages) = (format!("largeLanguageModel.{side}.maxSizeInBytes"), format!("largeLanguageModel.{side}.messages"));
        if !draft.value(&size).is_empty() && draft.value(&messages).is_empty() {
            errors.push(FieldError::new(size, "Choose which messages are logged first."));
        }
    }
    errors
}
