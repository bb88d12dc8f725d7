//! The demo's loggers, with the named values that hold their secrets, and the diagnostics that write to them.

use serde_json::{Value, json};

use super::put;
use crate::identity::service_id;
use crate::state::Tree;

const INSIGHTS_SECRET: &str = "Logger-Credentials--65a0c0ffee0000000000a001";
const EVENT_HUB_SECRET: &str = "Logger-Credentials--65a0c0ffee0000000000a002";

pub(super) fn add(tree: &mut Tree) {
    let secrets = [
        (INSIGHTS_SECRET, "00000000-0000-0000-0000-0000000000aa"),
        (EVENT_HUB_SECRET, "Endpoint=sb://usage.example/;SharedAccessKeyName=send;SharedAccessKey=demo-only-not-a-secret"),
    ];
    for (name, value) in secrets {
        put(tree, &format!("/namedValues/{name}"), json!({ "displayName": name, "value": value, "secret": true }));
    }
    let insights = json!({
        "loggerType": "applicationInsights",
        "description": "Requests and token metrics.",
        "credentials": { "instrumentationKey": format!("{{{{{INSIGHTS_SECRET}}}}}") },
        "isBuffered": true,
        "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/microsoft.insights/components/local-insights",
    });
    let event_hub = json!({
        "loggerType": "azureEventHub",
        "description": "Usage for the monthly invoice.",
        "credentials": { "name": "usage", "connectionString": format!("{{{{{EVENT_HUB_SECRET}}}}}") },
        "isBuffered": true,
    });
    put(tree, "/loggers/appinsights", insights);
    put(tree, "/loggers/usage-eventhub", event_hub);
    put(tree, "/loggers/azuremonitor", json!({ "loggerType": "azureMonitor", "isBuffered": true }));
}

/// Needs the APIs.
pub(super) fn add_diagnostics(tree: &mut Tree) {
    put(tree, "/diagnostics/applicationinsights", insights());
    put(tree, "/diagnostics/azuremonitor", monitor(&json!({ "logs": "disabled" })));
    let all = json!({ "messages": "all", "maxSizeInBytes": 32768 });
    let logged = json!({ "logs": "enabled", "requests": all, "responses": all });
    put(tree, "/apis/azure-openai/diagnostics/azuremonitor", monitor(&logged));
    put(tree, "/apis/openai/diagnostics/applicationinsights", insights());
}

fn insights() -> Value {
    // Bodies stay out: logging them would buffer streamed answers.
    let no_body = json!({ "headers": [], "body": { "bytes": 0 } });
    json!({
        "alwaysLog": "allErrors",
        "loggerId": format!("{}/loggers/appinsights", service_id()),
        "sampling": { "samplingType": "fixed", "percentage": 100.0 },
        "frontend": { "request": no_body, "response": no_body },
        "backend": { "request": no_body, "response": no_body },
        "logClientIp": true,
        "httpCorrelationProtocol": "W3C",
        "verbosity": "information",
        "metrics": true,
    })
}

fn monitor(llm: &Value) -> Value {
    json!({
        "loggerId": format!("{}/loggers/azuremonitor", service_id()),
        "sampling": { "samplingType": "fixed", "percentage": 100.0 },
        "logClientIp": true,
        "verbosity": "information",
        "largeLanguageModel": llm,
    })
}
