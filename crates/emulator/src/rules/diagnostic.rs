//! Diagnostics of the service and of single APIs: a logger and what to send to it. Logging of prompts and
//! completions came with a preview version; older versions neither set nor show it.

use std::sync::Arc;

use serde_json::Value;

use super::fields::{self, Object};
use super::{Problem, Refusal, View, Write, is_since};
use crate::identity;
use crate::state::{Resource, Tree};

/// The first api-version with `largeLanguageModel`.
const LLM_SINCE: &str = "2024-06-01";
const LLM: &str = "largeLanguageModel";

pub(crate) fn complete(_tree: &mut Tree, write: &Write, properties: &mut Object) -> Result<(), Refusal> {
    fields::drop_nulls(properties);
    if !is_since(write.api_version, LLM_SINCE) && write.sent.contains_key(LLM) {
        properties.remove(LLM);
    }
    Ok(())
}

pub(crate) fn check(tree: &Tree, _path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    match properties.get("loggerId").and_then(Value::as_str) {
        None => problems.push(Problem::new("loggerId", "LoggerId is required.")),
        Some(id) => {
            let logger = identity::names(id, &["loggers"]).and_then(|names| tree.get(&format!("/loggers/{}", names[0])));
            if logger.is_none() {
                problems.push(Problem::new("loggerId", format!("Logger with id '{id}' could not be found.")));
            }
        }
    }
    fields::choice(properties, "alwaysLog", "alwaysLog", &["allErrors"], &mut problems);
    fields::choice(properties, "httpCorrelationProtocol", "httpCorrelationProtocol", &["None", "Legacy", "W3C"], &mut problems);
    fields::choice(properties, "verbosity", "verbosity", &["verbose", "information", "error"], &mut problems);
    fields::choice(properties, "operationNameFormat", "operationNameFormat", &["Name", "Url"], &mut problems);
    for name in ["logClientIp", "metrics"] {
        fields::flag(properties, name, name, &mut problems);
    }
    check_sampling(properties, &mut problems);
    for side in ["frontend", "backend"] {
        check_side(properties, side, &mut problems);
    }
    check_llm(properties, &mut problems);
    problems
}

fn check_sampling(properties: &Object, problems: &mut Vec<Problem>) {
    let Some(sampling) = fields::object(properties, "sampling", "sampling", problems) else { return };
    fields::choice(sampling, "samplingType", "sampling.samplingType", &["fixed"], problems);
    if fields::set(sampling, "percentage").is_some_and(|value| value.as_f64().is_none_or(|number| !(0.0..=100.0).contains(&number))) {
        problems.push(Problem::new("sampling.percentage", "Percentage must be a number from 0 to 100."));
    }
}

fn check_side(properties: &Object, side: &str, problems: &mut Vec<Problem>) {
    let Some(pipeline) = fields::object(properties, side, side, problems) else { return };
    for message in ["request", "response"] {
        let path = format!("{side}.{message}");
        let Some(settings) = fields::object(pipeline, message, &path, problems) else { continue };
        fields::array(settings, "headers", &format!("{path}.headers"), 200, problems);
        if let Some(body) = fields::object(settings, "body", &format!("{path}.body"), problems) {
            fields::number(body, "bytes", &format!("{path}.body.bytes"), 0..=8192, problems);
        }
        let Some(masking) = fields::object(settings, "dataMasking", &format!("{path}.dataMasking"), problems) else { continue };
        for list in ["queryParams", "headers"] {
            let target = format!("{path}.dataMasking.{list}");
            for entry in fields::array(masking, list, &target, 200, problems).into_iter().flatten().filter_map(Value::as_object) {
                fields::choice(entry, "mode", &target, &["Mask", "Hide"], problems);
            }
        }
    }
}

fn check_llm(properties: &Object, problems: &mut Vec<Problem>) {
    let Some(llm) = fields::object(properties, LLM, LLM, problems) else { return };
    fields::choice(llm, "logs", "largeLanguageModel.logs", &["enabled", "disabled"], problems);
    for part in ["requests", "responses"] {
        let path = format!("{LLM}.{part}");
        let Some(settings) = fields::object(llm, part, &path, problems) else { continue };
        fields::choice(settings, "messages", &format!("{path}.messages"), &["all"], problems);
        fields::number(settings, "maxSizeInBytes", &format!("{path}.maxSizeInBytes"), 1..=262_144, problems);
    }
}

pub(crate) fn content(_tree: &Tree, resource: &Resource, view: View) -> Object {
    let mut shown = resource.properties.clone();
    if !is_since(view.api_version, LLM_SINCE) {
        shown.remove(LLM);
    }
    shown
}

/// Every diagnostic that writes to this logger.
pub(super) fn with_logger<'a>(tree: &'a Tree, logger: &str) -> Vec<&'a Arc<Resource>> {
    let uses = |resource: &Resource| {
        let id = resource.text("loggerId").and_then(|id| identity::names(id, &["loggers"]));
        id.is_some_and(|names| names[0].eq_ignore_ascii_case(logger))
    };
    tree.all().filter(|resource| resource.path.to_ascii_lowercase().contains("/diagnostics/") && uses(resource)).collect()
}
