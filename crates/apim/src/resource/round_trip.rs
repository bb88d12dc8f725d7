//! Whatever Azure gives, asking for what is there changes nothing, and a change keeps what is beside
//! it.

use crate::{
    Api, ApiEdit, ApiOperation, ApiOperationEdit, Change, Diagnostic, DiagnosticEdit, Logger, LoggerMembersEdit, McpTool, McpToolEdit,
    NamedValue, NamedValueEdit, Policy, PolicyEdit, PolicyFragment, PolicyFragmentEdit, Product, ProductEdit, Subscription,
    SubscriptionEdit,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What a member may hold: something of its kind, `null`, or anything else.
fn any_member() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => "[a-zA-Z:/]{0,6}".prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => (0..120i64).prop_map(Value::from),
        1 => Just(json!(12.5)),
    ];
    let name = prop::sample::select(vec![
        "name",
        "value",
        "mode",
        "uriTemplate",
        "operationId",
        "authorizationServerId",
        "scope",
        "openidProviderId",
        "contentType",
        "statusCode",
        "required",
        "values",
        "new",
    ]);
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let members = prop::collection::vec((name.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            members.prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>()),
        ]
    })
}

/// Properties with some of the members at `paths`, and some that nobody knows.
fn any_raw(paths: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let member = (prop::sample::select(paths.to_vec()), any_member());
    let unknown = ("new[A-Z][a-z]{0,3}", any_member());
    (prop::collection::vec(member, 0..12), prop::collection::vec(unknown, 0..3)).prop_map(|(members, unknown)| {
        let mut properties: Map<String, Value> = unknown.into_iter().collect();
        for (path, value) in members {
            crate::overlay::lay_at(&mut properties, path, Some(value));
        }
        json!({ "id": "/x/y/z", "properties": properties, "new": null })
    })
}

macro_rules! round_trips {
    ($($test:ident $name:ident $edit:ident $field:ident $text:literal;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
            $(
                #[test]
                fn $test(raw in any_raw($name::KNOWN)) {
                    let before = $name::from_value(raw);
                    let mut after = before.clone();
                    $edit::same(&before).apply(&mut after);
                    prop_assert_eq!(before.raw(), after.raw());
                    let body = before.body();
                    prop_assert_eq!(body.get("properties"), before.raw().get("properties"));
                    prop_assert_eq!($edit::same(&before).patch(&before), json!({ "properties": {} }));

                    $edit { $field: Change::Set($text.into()), ..$edit::default() }.apply(&mut after);
                    prop_assert_eq!(after.$field(), Some($text));
                    $edit { $field: $crate::resource::table::same!(text before.$field()), ..$edit::default() }.apply(&mut after);
                    prop_assert_eq!(kept(before.raw()), kept(after.raw()));
                }
            )*
        }
    };
}

/// Everything that isn't `null` or of another kind than text at the edited member: those an edit
/// there replaces.
fn kept(raw: &Value) -> Value {
    let mut raw = raw.clone();
    for path in ["displayName", "value", "loggerId", "loggerType"] {
        let is_text = crate::resource::find(&raw, path).is_some_and(Value::is_string);
        if let Some(properties) = raw.get_mut("properties").and_then(Value::as_object_mut).filter(|_| !is_text) {
            properties.remove(path);
        }
    }
    raw
}

round_trips! {
    apis Api ApiEdit display_name "wanted";
    operations ApiOperation ApiOperationEdit display_name "wanted";
    diagnostics Diagnostic DiagnosticEdit logger_id "wanted";
    loggers Logger LoggerMembersEdit logger_type "wanted";
    tools McpTool McpToolEdit display_name "wanted";
    named_values NamedValue NamedValueEdit display_name "wanted";
    policies Policy PolicyEdit value "wanted";
    fragments PolicyFragment PolicyFragmentEdit value "wanted";
    products Product ProductEdit display_name "wanted";
    subscriptions Subscription SubscriptionEdit display_name "wanted";
}
