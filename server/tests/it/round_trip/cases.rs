//! What is edited: the examples' answers, one of each kind from the definitions, and all of them with a
//! null and an unknown member in every object.

use crate::{
    errors::gateway,
    facts::{self, Example},
    harness::Console,
    recorder::Recorder,
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, path::Path};

/// One kind of page.
pub struct Kind {
    /// Its collection in ARM, and its definition in the swagger.
    pub collection: &'static str,
    pub definition: &'static str,
    /// `/backends` below the gateway.
    pub page: &'static str,
    /// The member that is edited, which is the name of its input too, and what it becomes.
    pub edited: (&'static str, &'static str),
    /// The definitions that a PUT and a PATCH are checked against.
    pub put: Schema,
    pub patch: &'static str,
    operations: &'static [&'static str],
}

/// Of the whole body in `2024-05-01`, or of its properties in the preview.
#[derive(Clone, Copy)]
pub enum Schema {
    Stable(&'static str),
    Preview(&'static str),
}

const KINDS: &[Kind] = &[
    Kind {
        collection: "backends",
        definition: "BackendContract",
        page: "/backends",
        edited: ("title", "Edited"),
        put: Schema::Preview("BackendContractProperties"),
        patch: "BackendUpdateParameters",
        operations: &["Backend_ListByService", "Backend_Get", "Backend_CreateOrUpdate", "Backend_Update"],
    },
    Kind {
        collection: "apis",
        definition: "ApiContract",
        page: "/apis",
        edited: ("displayName", "Edited"),
        put: Schema::Preview("ApiCreateOrUpdateProperties"),
        patch: "ApiUpdateContract",
        operations: &["Api_ListByService", "Api_Get", "Api_CreateOrUpdate", "Api_Update"],
    },
    Kind {
        collection: "diagnostics",
        definition: "DiagnosticContract",
        page: "/diagnostics",
        edited: ("verbosity", "verbose"),
        put: Schema::Preview("DiagnosticContractProperties"),
        patch: "DiagnosticContract",
        operations: &["Diagnostic_ListByService", "Diagnostic_Get", "Diagnostic_CreateOrUpdate", "Diagnostic_Update"],
    },
    // No example of its own: those of the service's are the same contract.
    Kind {
        collection: "apis/azure-openai/diagnostics",
        definition: "DiagnosticContract",
        page: "/apis/azure-openai/diagnostics",
        edited: ("verbosity", "verbose"),
        put: Schema::Preview("DiagnosticContractProperties"),
        patch: "DiagnosticContract",
        operations: &["Diagnostic_ListByService", "Diagnostic_Get", "Diagnostic_CreateOrUpdate", "Diagnostic_Update"],
    },
    Kind {
        collection: "loggers",
        definition: "LoggerContract",
        page: "/loggers",
        edited: ("description", "Edited"),
        put: Schema::Stable("LoggerContract"),
        patch: "LoggerUpdateContract",
        operations: &["Logger_ListByService", "Logger_Get", "Logger_CreateOrUpdate", "Logger_Update"],
    },
    Kind {
        collection: "namedValues",
        definition: "NamedValueContract",
        page: "/named-values",
        edited: ("displayName", "edited"),
        put: Schema::Stable("NamedValueCreateContract"),
        patch: "NamedValueUpdateParameters",
        operations: &[
            "NamedValue_ListByService",
            "NamedValue_Get",
            "NamedValue_CreateOrUpdate",
            "NamedValue_Update",
            "NamedValue_RefreshSecret",
        ],
    },
    Kind {
        collection: "products",
        definition: "ProductContract",
        page: "/products",
        edited: ("displayName", "Edited"),
        put: Schema::Stable("ProductContract"),
        patch: "ProductUpdateParameters",
        operations: &["Product_ListByService", "Product_Get", "Product_CreateOrUpdate", "Product_Update"],
    },
    Kind {
        collection: "subscriptions",
        definition: "SubscriptionContract",
        page: "/subscriptions",
        edited: ("displayName", "Edited"),
        put: Schema::Stable("SubscriptionCreateParameters"),
        patch: "SubscriptionUpdateParameters",
        operations: &["Subscription_List", "Subscription_Get", "Subscription_CreateOrUpdate", "Subscription_Update"],
    },
];

/// One resource to be edited.
pub struct Case {
    pub kind: &'static Kind,
    pub what: String,
    pub name: String,
    properties: Map<String, Value>,
    /// With a null and an unknown member in every object.
    pub is_grown: bool,
    /// What the edited member becomes.
    pub wanted: String,
}

/// The document with a `null` and an unknown member in every object.
pub fn grown(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(grown).collect(),
        // Credentials by name: data, not members.
        Value::Object(members)
            if members
                .values()
                .all(|value| is_words(value) || members.contains_key("connectionString") || members.contains_key("instrumentationKey")) =>
        {
            value.clone()
        }
        Value::Object(members) => {
            let mut more: Map<String, Value> = members.iter().map(|(name, value)| (name.clone(), grown(value))).collect();
            more.insert("zzNull".into(), Value::Null);
            more.insert("zzNew".into(), json!({ "deep": [null, { "deeper": 1.5 }], "empty": {} }));
            Value::Object(more)
        }
        other => other.clone(),
    }
}

fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
}

/// The examples' answers, one of each kind from the definitions, and all of them grown.
pub fn cases(folder: &Path) -> Vec<Case> {
    let all = facts::examples(folder);
    let definitions = &facts::read(&folder.join("swagger/definitions.json"))["definitions"];
    let mut cases = Vec::new();
    for kind in KINDS {
        let of_kind = |example: &&Example| kind.operations.contains(&example.operation.as_str());
        let answers =
            all.iter().filter(of_kind).flat_map(|example| example.answers().into_iter().map(|answer| (example.file.clone(), answer)));
        let mut found: Vec<_> = answers.filter(|(_, answer)| answer["properties"].is_object()).collect();
        found.push((kind.definition.to_owned(), sample(definitions, kind)));
        if kind.collection == "backends" {
            found.push(("a pool".to_owned(), pool()));
        }
        for (what, answer) in found {
            let name = answer["name"].as_str().unwrap_or_default().to_owned();
            let is_mcp = answer["properties"]["type"] == "mcp";
            for is_grown in [false, true] {
                let properties = if is_grown { grown(&answer["properties"]) } else { answer["properties"].clone() };
                let Value::Object(properties) = settled(&properties, kind, cases.len()) else { panic!("{what}") };
                let what = format!("{what} {name}{}{}", if is_mcp { " (MCP)" } else { "" }, if is_grown { ", grown" } else { "" });
                let name = format!("{}-{}", if kind.definition == "DiagnosticContract" { "diag" } else { "rt" }, cases.len());
                let wanted = if kind.collection == "namedValues" { format!("edited-{}", cases.len()) } else { kind.edited.1.to_owned() };
                cases.push(Case { kind, what, name, properties, is_grown, wanted });
            }
        }
    }
    cases
}

/// No example holds one, and the definitions of `2024-05-01` want a url beside it.
fn pool() -> Value {
    let member = |name: &str, weight: u8| json!({ "id": format!("{}/backends/{name}", service()), "priority": 1, "weight": weight });
    json!({ "name": "pool", "properties": {
        "type": "Pool", "title": "Two", "description": "Of two.",
        "pool": { "services": [member("aoai-swc-ptu", 3), member("aoai-weu-paygo", 1)] },
    } })
}

/// Values that the swagger leaves open and the service does not.
fn sample(definitions: &Value, kind: &Kind) -> Value {
    let mut sample = facts::sample(definitions, kind.definition);
    let properties = sample["properties"].as_object_mut().unwrap();
    for (name, value) in [
        ("url", json!("https://sampled.example")),
        ("serviceUrl", json!("https://sampled.example")),
        ("termsOfServiceUrl", json!("https://sampled.example/terms")),
        ("contact", json!({ "name": "S", "url": "https://sampled.example", "email": "s@sampled.example" })),
        ("license", json!({ "name": "L", "url": "https://sampled.example" })),
        ("proxy", json!({ "url": "https://proxy.example", "username": "sampled", "password": "sampled" })),
        ("scope", json!(format!("{}/products/ai-standard", service()))),
        ("loggerId", json!(format!("{}/loggers/azuremonitor", service()))),
        ("expirationDate", json!("2030-01-01T00:00:00Z")),
        ("verbosity", json!("error")),
        (
            "circuitBreaker",
            json!({ "rules": [{
                "name": "sampled", "tripDuration": "PT1M", "acceptRetryAfter": true,
                "failureCondition": { "count": 3, "interval": "PT5M", "errorReasons": ["Timeout"], "statusCodeRanges": [{ "min": 500, "max": 599 }] },
            }] }),
        ),
        ("apiVersionSet", Value::Null),
        ("type", Value::Null),
    ] {
        if properties.contains_key(name) {
            properties.insert(name.into(), value);
        }
    }
    if kind.collection == "loggers" {
        properties.insert("credentials".into(), json!({ "name": "sampled", "connectionString": "{{round-trip}}" }));
    }
    for name in ["pool", "keyVault", "primaryKey", "secondaryKey"] {
        properties.remove(name);
    }
    sample
}

fn service() -> String {
    let (subscription, group, name) = (emulator::SUBSCRIPTION_ID, emulator::RESOURCE_GROUP, emulator::SERVICE);
    format!("/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ApiManagement/service/{name}")
}

/// What must be unique in a service, and ids of this service for those of the example.
fn settled(properties: &Value, kind: &Kind, number: usize) -> Value {
    let theirs =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";
    let mut settled: Value = serde_json::from_str(&properties.to_string().replace(theirs, &service())).unwrap();
    match kind.collection {
        "apis" => settled["path"] = format!("round-trip/{number}").into(),
        "namedValues" => settled["displayName"] = format!("round-trip-{number}").into(),
        _ => {}
    }
    settled
}

/// Names that a resource refers to, and what they need to be.
fn referred(case: &Case) -> Option<(String, Value)> {
    let text = |name: &str| case.properties.get(name).and_then(Value::as_str);
    let logger = text("loggerId").map(|id| (id, json!({ "loggerType": "applicationInsights" })));
    let (id, properties) = logger.or_else(|| text("scope").map(|id| (id, json!({ "displayName": "Referred to", "path": id }))))?;
    let path = id.strip_prefix(&service()).unwrap_or(id).to_owned();
    (path.matches('/').count() == 2).then_some((path, properties))
}

/// The named values that credentials refer to.
fn named_values(value: &Value) -> Vec<(String, Value)> {
    let text = value.to_string();
    let names = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.to_owned());
    names.map(|name| (format!("/namedValues/{name}"), json!({ "displayName": name, "value": "v", "secret": true }))).collect()
}

/// A console whose emulator holds all of these, with a recorder between.
pub async fn start(cases: &[Case]) -> (Console, Recorder) {
    let dir = Console::start().await.stop().await;
    let file = dir.path().join("emulator.json");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let resources = state["resources"].as_array_mut().unwrap();
    let there: Vec<_> = resources.iter().map(|resource| resource["path"].as_str().unwrap().to_ascii_lowercase()).collect();
    let mut more: BTreeMap<String, Value> = cases.iter().filter_map(referred).collect();
    more.extend(cases.iter().flat_map(|case| named_values(&Value::Object(case.properties.clone()))));
    more.retain(|path, _| !there.contains(&path.to_ascii_lowercase()));
    more.extend(cases.iter().map(|case| (format!("/{}/{}", case.kind.collection, case.name), Value::Object(case.properties.clone()))));
    resources.extend(
        more.into_iter()
            .enumerate()
            .map(|(index, (path, properties))| json!({ "path": path, "version": 10_000 + index, "properties": properties })),
    );
    state["last_version"] = 20_000.into();
    std::fs::write(file, state.to_string()).unwrap();
    let recorder = Recorder::start().await;
    let toml = gateway("recorded", recorder.address, recorder.address);
    let console = Console::open(dir, &[("no_emulator", "false")], Some(&toml)).await;
    recorder.point_at(console.arm_url());
    (console, recorder)
}
