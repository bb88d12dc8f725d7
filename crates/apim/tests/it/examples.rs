//! What Azure answers survives being read, changed in one place and written back.

use crate::facts::{self, Example};
use apim::{
    Api, ApiEdit, ApiOperation, ApiOperationEdit, Backend, Change, Diagnostic, DiagnosticEdit, Logger, LoggerEdit, LoggerMembersEdit,
    NamedValue, NamedValueEdit, Policy, PolicyEdit, PolicyFragment, PolicyFragmentEdit, Product, ProductEdit, Subscription,
    SubscriptionEdit,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const WANTED: &str = "wanted by a test";

/// One type of resource: which operations answer it, its definition in the swagger, and one edit.
struct Kind {
    definition: &'static str,
    /// The member that the edit sets to [`WANTED`].
    edited: &'static str,
    operations: &'static [&'static str],
    /// Reads, edits, and gives the whole resource, what a PUT sends, and what nobody reads.
    save: fn(Value) -> (Value, Value, Vec<String>),
    /// Members that are sent and never answered.
    sent_only: &'static [&'static str],
}

macro_rules! save {
    ($type:ident, $edit:expr) => {
        |raw| {
            let mut value = $type::from_value(raw);
            $edit.apply(&mut value);
            let (body, others) = (value.body(), value.other_members());
            (value.into_raw(), body, others)
        }
    };
}

fn set() -> Change<String> {
    Change::Set(WANTED.into())
}

fn kinds() -> Vec<Kind> {
    let mut kinds = parts_of_apis();
    kinds.extend(parts_of_the_service());
    kinds
}

fn parts_of_apis() -> Vec<Kind> {
    vec![
        Kind {
            definition: "ApiContract",
            edited: "displayName",
            operations: &[
                "Api_ListByService",
                "Api_Get",
                "Api_CreateOrUpdate",
                "Api_Update",
                "ProductApi_CreateOrUpdate",
                "ProductApi_ListByProduct",
            ],
            save: save!(Api, ApiEdit { display_name: set(), ..ApiEdit::default() }),
            sent_only: &["format", "value", "wsdlSelector", "apiType", "translateRequiredQueryParameters"],
        },
        Kind {
            definition: "OperationContract",
            edited: "displayName",
            operations: &["ApiOperation_ListByApi", "ApiOperation_Get", "ApiOperation_CreateOrUpdate", "ApiOperation_Update"],
            save: save!(ApiOperation, ApiOperationEdit { display_name: set(), ..ApiOperationEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "PolicyContract",
            edited: "value",
            operations: &[
                "ApiPolicy_ListByApi",
                "ApiPolicy_Get",
                "ApiPolicy_CreateOrUpdate",
                "Policy_Get",
                "ProductPolicy_Get",
                "ApiOperationPolicy_Get",
            ],
            save: save!(Policy, PolicyEdit { value: set(), ..PolicyEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "DiagnosticContract",
            edited: "loggerId",
            operations: &[
                "ApiDiagnostic_ListByService",
                "ApiDiagnostic_Get",
                "ApiDiagnostic_CreateOrUpdate",
                "ApiDiagnostic_Update",
                "Diagnostic_ListByService",
                "Diagnostic_Get",
                "Diagnostic_CreateOrUpdate",
                "Diagnostic_Update",
            ],
            save: save!(Diagnostic, DiagnosticEdit { logger_id: set(), ..DiagnosticEdit::default() }),
            sent_only: &[],
        },
    ]
}

fn parts_of_the_service() -> Vec<Kind> {
    vec![
        Kind {
            definition: "LoggerContract",
            edited: "description",
            operations: &["Logger_ListByService", "Logger_Get", "Logger_CreateOrUpdate", "Logger_Update"],
            save: save!(
                Logger,
                LoggerEdit { members: LoggerMembersEdit { description: set(), ..LoggerMembersEdit::default() }, ..LoggerEdit::default() }
            ),
            sent_only: &[],
        },
        Kind {
            definition: "ProductContract",
            edited: "displayName",
            operations: &["Product_ListByService", "Product_Get", "Product_CreateOrUpdate", "Product_Update", "ApiProduct_ListByApis"],
            save: save!(Product, ProductEdit { display_name: set(), ..ProductEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "SubscriptionContract",
            edited: "displayName",
            operations: &["Subscription_List", "Subscription_Get", "Subscription_CreateOrUpdate", "Subscription_Update"],
            save: save!(Subscription, SubscriptionEdit { display_name: set(), ..SubscriptionEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "NamedValueContract",
            edited: "displayName",
            operations: &[
                "NamedValue_ListByService",
                "NamedValue_Get",
                "NamedValue_CreateOrUpdate",
                "NamedValue_Update",
                "NamedValue_RefreshSecret",
            ],
            save: save!(NamedValue, NamedValueEdit { display_name: set(), ..NamedValueEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "PolicyFragmentContract",
            edited: "description",
            operations: &["PolicyFragment_ListByService", "PolicyFragment_Get", "PolicyFragment_CreateOrUpdate"],
            save: save!(PolicyFragment, PolicyFragmentEdit { description: set(), ..PolicyFragmentEdit::default() }),
            sent_only: &[],
        },
        Kind {
            definition: "BackendContract",
            edited: "title",
            operations: &["Backend_ListByService", "Backend_Get", "Backend_CreateOrUpdate", "Backend_Update"],
            save: |raw| {
                let mut backend = Backend::from_value(raw);
                backend.set_title(Some(WANTED));
                let body = backend.body();
                (backend.into_raw(), body, vec![])
            },
            sent_only: &[],
        },
    ]
}

/// The document with the edited member as it is wanted: what must be left after a save.
fn expected(raw: &Value, edited: &str) -> Value {
    let mut expected = raw.clone();
    if let Some(properties) = expected["properties"].as_object_mut() {
        properties.insert(edited.into(), Value::from(WANTED));
    }
    expected
}

/// The document with a `null` and an unknown member in every object, and one of each in every array
/// of objects.
fn with_unknown(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_unknown).collect(),
        Value::Object(members) => {
            let mut grown: Map<String, Value> = members.iter().map(|(name, value)| (name.clone(), with_unknown(value))).collect();
            grown.insert("zzNull".into(), Value::Null);
            grown.insert("zzNew".into(), json!({ "deep": [null, { "deeper": 1.5 }], "empty": {} }));
            Value::Object(grown)
        }
        other => other.clone(),
    }
}

fn check(kind: &Kind, raw: &Value, what: &str) {
    for raw in [raw.clone(), with_unknown(raw)] {
        let (saved, body, _) = (kind.save)(raw.clone());
        let expected = expected(&raw, kind.edited);
        assert_eq!(saved, expected, "{what}");
        assert_eq!(body, json!({ "properties": expected["properties"] }), "{what}");
    }
}

fn of_operation<'a>(all: &'a [Example], operation: &str) -> Vec<&'a Example> {
    all.iter().filter(|example| example.operation == operation).collect()
}

#[test]
fn answers_survive_an_edit() {
    let Some(folder) = facts::folder() else { return };
    let all = facts::examples(&folder);
    let definitions = &facts::read(&folder.join("swagger/definitions.json"))["definitions"];
    let (mut seen, mut without) = (0, BTreeSet::new());
    for kind in kinds() {
        for operation in kind.operations {
            let answers: Vec<_> = of_operation(&all, operation)
                .into_iter()
                .flat_map(|example| example.answers().into_iter().map(|a| (&example.file, a)))
                .collect();
            if answers.is_empty() {
                without.insert(*operation);
            }
            for (file, answer) in answers {
                check(&kind, &answer, file);
                seen += 1;
            }
        }
        check(&kind, &facts::sample(definitions, kind.definition), kind.definition);
    }
    eprintln!("without an example, made from their definitions: {without:?}");
    assert!(seen >= 40, "only {seen} answers were found");
}

#[test]
fn every_property_of_the_contract_is_read() {
    let Some(folder) = facts::folder() else { return };
    let definitions = &facts::read(&folder.join("swagger/definitions.json"))["definitions"];
    for kind in kinds() {
        let (_, _, others) = (kind.save)(facts::sample(definitions, kind.definition));
        assert!(others.is_empty(), "{}: {others:?}", kind.definition);
    }
}

#[test]
fn request_examples_are_accepted() {
    let Some(folder) = facts::folder() else { return };
    let all = facts::examples(&folder);
    let mut seen = 0;
    for kind in kinds() {
        for example in kind.operations.iter().flat_map(|operation| of_operation(&all, operation)) {
            let Some(request) = example.request() else { continue };
            check(&kind, request, &example.file);
            let (_, _, others) = (kind.save)(request.clone());
            let unknown: Vec<_> = others.iter().filter(|name| !kind.sent_only.contains(&name.as_str())).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", example.file);
            seen += 1;
        }
    }
    assert!(seen >= 20, "only {seen} requests were found");
}
