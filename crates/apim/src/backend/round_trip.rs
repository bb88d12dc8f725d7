//! Setting everything to what it is must change nothing, whatever the resource holds.

use super::{Backend, ProxyEdit, SecretEdit};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Every setter, each asked for what its getter says.
fn set_to_itself(backend: &mut Backend) {
    let before = backend.clone();
    backend.set_title(before.title());
    backend.set_description(before.description());
    backend.set_url(before.url());
    backend.set_protocol(before.protocol());
    backend.set_azure_region(before.azure_region());
    if let Some(pool) = before.pool() {
        backend.set_pool(&pool);
    }
    backend.set_breaker(before.breaker().as_ref());
    let (chain, name) = before.tls();
    backend.set_tls(chain, name);
    let proxy = before.proxy();
    let same = proxy.as_ref().map(|proxy| ProxyEdit { url: &proxy.url, username: proxy.username.as_deref(), password: SecretEdit::Keep });
    backend.set_proxy(same);
    match before.credentials().authorization_scheme.as_deref() {
        Some(scheme) => backend.set_authorization(Some((scheme, None))),
        None if before.raw().pointer("/properties/credentials/authorization").is_none_or(Value::is_null) => backend.set_authorization(None),
        None => {}
    }
    backend.remove_header_credential("not there");
    backend.remove_query_credential("not there");
}

/// Anything.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,6}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// An object with some of `members`, `null` now and then, and things that nobody knows.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let known = members.into_iter().map(|(name, value)| {
        prop_oneof![1 => Just(None), 1 => Just(Some(Value::Null)), 4 => value.prop_map(Some)].prop_map(move |value| (name, value))
    });
    let unknown = prop::collection::btree_map("new[A-Z][a-z]{0,4}", any_json(), 0..3);
    (known.collect::<Vec<_>>(), unknown)
        .prop_map(|(known, unknown)| {
            let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Object(known.chain(unknown).collect::<Map<_, _>>())
        })
        .boxed()
}

fn text() -> BoxedStrategy<Value> {
    "[a-zA-Z:/]{0,8}".prop_map(Value::from).boxed()
}

fn number() -> BoxedStrategy<Value> {
    (0..120i64).prop_map(Value::from).boxed()
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::vec(item, 0..4).prop_map(Value::Array).boxed()
}

fn flag() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(Value::from).boxed()
}

fn backend() -> impl Strategy<Value = Value> {
    let member = object(vec![("id", text()), ("weight", number()), ("priority", number())]);
    let session = object(vec![("sessionId", object(vec![("source", text()), ("name", text())]))]);
    let pool =
        object(vec![("services", list(member)), ("sessionAffinity", session), ("failureResponse", object(vec![("statusCode", number())]))]);
    let condition = object(vec![
        ("count", number()),
        ("percentage", number()),
        ("interval", text()),
        ("statusCodeRanges", list(object(vec![("min", number()), ("max", number())]))),
        ("errorReasons", list(text())),
    ]);
    let rule = object(vec![("name", text()), ("failureCondition", condition), ("tripDuration", text()), ("acceptRetryAfter", flag())]);
    let credentials = object(vec![
        ("header", object(vec![("x-key", list(text()))])),
        ("query", object(vec![("code", list(text()))])),
        ("authorization", object(vec![("scheme", text()), ("parameter", text())])),
    ]);
    let properties = object(vec![
        ("type", prop_oneof![Just(json!("Single")), Just(json!("Pool"))].boxed()),
        ("title", text()),
        ("description", text()),
        ("url", text()),
        ("protocol", text()),
        ("azureRegion", text()),
        ("pool", pool),
        ("circuitBreaker", object(vec![("rules", list(rule))])),
        ("credentials", credentials),
        ("proxy", object(vec![("url", text()), ("username", text()), ("password", text())])),
        ("tls", object(vec![("validateCertificateChain", flag()), ("validateCertificateName", flag())])),
    ]);
    object(vec![("id", text()), ("name", text()), ("properties", properties)])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn nothing_is_lost_where_nothing_changes(raw in backend()) {
        let before = Backend::from_value(raw);
        let mut after = before.clone();
        set_to_itself(&mut after);
        prop_assert_eq!(before.raw(), after.raw());
    }

    #[test]
    fn unknown_members_survive_a_change(raw in backend(), title in "[a-z]{1,5}", weight in 0..100u32) {
        let mut backend = Backend::from_value(raw.clone());
        backend.set_title(Some(&title));
        if let Some(mut pool) = backend.pool() {
            pool.members.iter_mut().for_each(|member| member.weight = Some(weight));
            backend.set_pool(&pool);
        }
        let mut rule = backend.breaker().unwrap_or_default();
        rule.interval.push('x');
        backend.set_breaker(Some(&rule));
        let (chain, name) = backend.tls();
        backend.set_tls(!chain, !name);
        let sorted = |value: &Value| {
            let mut found: Vec<_> = unknown(value).iter().map(Value::to_string).collect();
            found.sort_unstable();
            found
        };
        prop_assert_eq!(sorted(&raw), sorted(backend.raw()));
    }
}

/// Every member with a name that nobody knows.
fn unknown(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(unknown).collect(),
        Value::Object(members) => {
            let of = |(name, value): (&String, &Value)| {
                if name.starts_with("new") { vec![json!({ name: value })] } else { unknown(value) }
            };
            members.iter().flat_map(of).collect()
        }
        _ => vec![],
    }
}

/// What Azure's own examples hold comes back unchanged.
#[test]
fn recorded_examples_round_trip() {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/apim");
    let folder = std::env::var_os("APIM_FACTS_DIR").map_or(default, PathBuf::from).join("examples");
    if !folder.is_dir() {
        eprintln!("skipped: no examples in {}; set APIM_FACTS_DIR", folder.display());
        return;
    }
    for name in ["GetBackend", "UpdateBackend", "ListBackends"] {
        let text = std::fs::read_to_string(folder.join(format!("ApiManagement{name}.json"))).unwrap();
        let example: Value = serde_json::from_str(&text).unwrap();
        let body = &example["responses"]["200"]["body"];
        let found = body["value"].as_array().cloned().unwrap_or_else(|| vec![body.clone()]);
        assert!(!found.is_empty());
        for raw in found {
            let before = Backend::from_value(raw);
            let mut after = before.clone();
            set_to_itself(&mut after);
            assert_eq!(before.raw(), after.raw(), "{name}");
            assert!(!before.redacted().to_string().contains("opensesma"));
            assert_eq!(before.body()["properties"], before.raw()["properties"]);
        }
    }
}
