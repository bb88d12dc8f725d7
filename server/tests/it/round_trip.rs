//! What Azure's examples hold survives its page: loaded, one field changed in the form, saved. The body
//! that is sent has everything that was answered, explicit nulls and unknown members included, and is
//! what Azure's schemas describe.

mod cases;

use crate::{
    detect::selector,
    facts,
    harness::{Answer, Console},
    recorder::Exchange,
    swagger,
};
use cases::{Case, Schema, cases, grown, start};
use reqwest::Method;
use scraper::{ElementRef, Html};
use serde_json::{Value, json};
use std::path::Path;

/// What a browser would send of the form that saves.
fn filled(page: &str) -> (String, Vec<(String, String)>) {
    let page = Html::parse_document(page);
    let forms = selector("form[method=post]");
    let saves = |form: &ElementRef| {
        form.select(&selector("input[name=etag]")).next().is_some() && form.select(&selector("[name=do]")).next().is_some()
    };
    let form = page.select(&forms).find(saves).expect("a form that saves");
    let mut pairs = Vec::new();
    for field in form.select(&selector("input, select, textarea")) {
        let attribute = |name: &str| field.value().attr(name);
        let Some(name) = attribute("name") else { continue };
        let value = match (field.value().name(), attribute("type")) {
            ("textarea", _) => field.text().collect::<String>().replace('\n', "\r\n"),
            ("select", _) => {
                let chosen = field.select(&selector("option[selected]")).next().or_else(|| field.select(&selector("option")).next());
                chosen.and_then(|option| option.value().attr("value")).unwrap_or_default().to_owned()
            }
            (_, Some("checkbox" | "radio")) if attribute("checked").is_none() => continue,
            (_, Some("checkbox" | "radio")) => attribute("value").unwrap_or("on").to_owned(),
            _ => attribute("value").unwrap_or_default().to_owned(),
        };
        pairs.push((name.to_owned(), value));
    }
    pairs.push(("do".into(), "save".into()));
    (form.value().attr("action").unwrap().to_owned(), pairs)
}

/// Loads the form, changes this field, posts it.
async fn edit(console: &Console, page: &str, (name, value): (&str, &str)) -> Answer {
    let loaded = console.page(page).await.expect(200);
    let (action, mut pairs) = filled(&loaded.text);
    let field = pairs.iter_mut().find(|(found, _)| found == name).unwrap_or_else(|| panic!("{page} has no field {name}"));
    value.clone_into(&mut field.1);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    console.post_form(&action, &pairs).await
}

/// The last write that was sent and the last answer to a reading of the same thing before it.
fn written(exchanges: &[Exchange]) -> Option<(&Exchange, &Value)> {
    let index = exchanges.iter().rposition(|exchange| matches!(exchange.method.as_str(), "PUT" | "PATCH"))?;
    let read = exchanges[..index].iter().rev().find(|exchange| exchange.method == "GET" && exchange.path == exchanges[index].path)?;
    Some((&exchanges[index], &read.answered["properties"]))
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(members) => Value::Object(
            members.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), without_nulls(value))).collect(),
        ),
        other => other.clone(),
    }
}

/// Everything that was read is sent again, with the one change; a PATCH sends only that.
fn assert_kept(case: &Case, write: &Exchange, read: &Value) {
    let (name, value) = (case.kind.edited.0, &case.wanted);
    let mut expected = read.clone();
    expected[name] = value.as_str().into();
    if write.method == "PATCH" {
        expected = json!({ name: value });
    }
    assert_eq!(write.sent["properties"], expected, "{}", case.what);
}

/// Azure answers null for what is not set, and takes it back; its schemas know no null.
fn assert_described(folder: &Path, case: &Case, write: &Exchange) {
    let sent = without_nulls(&write.sent);
    match (write.method.as_str(), case.kind.put) {
        ("PATCH", _) => swagger::assert_valid(&swagger::schema(folder, "definitions.json", case.kind.patch), &case.what, &sent),
        (_, Schema::Stable(name)) => swagger::assert_valid(&swagger::schema(folder, "definitions.json", name), &case.what, &sent),
        (_, Schema::Preview(name)) => {
            let schema = swagger::schema(folder, "arm-schema-2025-09-01-preview.json", name);
            swagger::assert_valid(&schema, &case.what, &sent["properties"]);
        }
    }
}

/// Members that the service decides on, whatever is sent.
const DECIDED: &[&str] = &["isCurrent", "isOnline", "provisioningState", "sourceApiId"];

/// What of `expected` is not there; the service may have added what it makes up.
fn lost(stored: &Value, expected: &Value, path: &str) -> Vec<String> {
    match (stored, expected) {
        (_, Value::Null) => vec![],
        (Value::Object(stored), Value::Object(expected)) => {
            let members = expected.iter().filter(|(name, _)| !DECIDED.contains(&name.as_str()));
            members.flat_map(|(name, value)| lost(stored.get(name).unwrap_or(&Value::Null), value, &format!("{path}.{name}"))).collect()
        }
        (Value::Array(stored), Value::Array(expected)) if stored.len() == expected.len() => {
            stored.iter().zip(expected).flat_map(|(stored, expected)| lost(stored, expected, &format!("{path}[]"))).collect()
        }
        (stored, expected) if stored == expected => vec![],
        // The service puts what is secret into a named value of its own.
        (Value::String(stored), _) if path.starts_with(".credentials.") && stored.starts_with("{{") => vec![],
        (stored, expected) => vec![format!("{path}: {expected} became {stored}")],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_survives_its_page() {
    let Some(folder) = facts::folder() else { return };
    let cases = cases(&folder);
    let (console, recorder) = start(&cases).await;
    for case in &cases {
        let page = if case.what.contains("(MCP)") { "/mcp-servers" } else { case.kind.page };
        let stored = format!("/{}/{}", case.kind.collection, case.name);
        let before = console.stored(&stored).await["properties"].clone();
        recorder.take();
        let answer = edit(&console, &format!("/g/recorded{page}/{}/edit", case.name), (case.kind.edited.0, &case.wanted)).await;
        let exchanges = recorder.take();
        let Some((write, read)) = written(&exchanges) else { panic!("{} was not sent: {}", case.what, problem(&answer)) };
        assert_kept(case, write, read);
        if !case.is_grown {
            assert_described(&folder, case, write);
        }
        if INCOMPLETE.iter().any(|file| case.what.starts_with(file)) {
            assert!(write.answered.to_string().contains("An event hub needs name"), "{}: {}", case.what, write.answered);
            continue;
        }
        assert_eq!(answer.status, 303, "{}: {}", case.what, write.answered);
        let mut expected = before;
        expected[case.kind.edited.0] = case.wanted.as_str().into();
        let after = console.stored(&stored).await["properties"].clone();
        assert_eq!(lost(&after, &expected, ""), Vec::<String>::new(), "{}", case.what);
    }
    assert!(cases.len() >= 60, "only {} cases", cases.len());
}

/// The documents of policies in the examples, of whatever scope, and how they are written down.
fn policies(folder: &Path) -> Vec<(String, Value)> {
    let of_policies = ["ApiPolicy_CreateOrUpdate", "Policy_Get"];
    let examples = facts::examples(folder).into_iter().filter(|example| of_policies.contains(&example.operation.as_str()));
    let answers = examples.flat_map(|example| {
        let sent = example.request().cloned();
        example.answers().into_iter().chain(sent).map(move |body| (example.file.clone(), body["properties"].clone()))
    });
    answers
        .flat_map(|(file, properties)| {
            let more = grown(&properties);
            [(file.clone(), properties), (format!("{file}, grown"), more)]
        })
        .collect()
}

/// The words of a document: the service indents as it likes.
fn words(document: &str) -> Vec<&str> {
    document.split_whitespace().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_policy_survives_its_page() {
    let Some(folder) = facts::folder() else { return };
    let (console, recorder) = start(&[]).await;
    let documents = policies(&folder);
    for (number, (what, properties)) in documents.iter().enumerate() {
        let (api, mut properties) = (format!("policy-{number}"), properties.clone());
        console.given(&format!("/apis/{api}"), json!({ "displayName": api, "path": api, "protocols": ["https"] })).await;
        properties["format"] = properties["format"].as_str().unwrap_or("xml").into();
        let stored = format!("/apis/{api}/policies/policy");
        console.given(&stored, properties).await;
        recorder.take();
        let page = format!("/g/recorded/apis/{api}/policy");
        let (_, pairs) = filled(&console.page(&page).await.expect(200).text);
        let shown = pairs.iter().find(|(name, _)| name == "document").unwrap().1.clone();
        let start = shown.find("<policies>").unwrap();
        let wanted = format!("{}{}", &shown[..start], shown[start..].replacen("<inbound", "<!-- edited -->\r\n  <inbound", 1));
        let answer = edit(&console, &page, ("document", &wanted)).await;
        let exchanges = recorder.take();
        let Some((write, read)) = written(&exchanges) else { panic!("{what} was not sent: {}", problem(&answer)) };
        let mut expected = read.clone();
        expected["format"] = "rawxml".into();
        expected["value"] = wanted.replace("\r\n", "\n").into();
        assert_eq!(write.sent["properties"], expected, "{what}");
        let schema = swagger::schema(&folder, "definitions.json", "PolicyContract");
        swagger::assert_valid(&schema, what, &without_nulls(&write.sent));
        assert_eq!(answer.status, 303, "{what}: {}", write.answered);
        let raw = console.arm(Method::GET, &stored).query(&[("format", "rawxml")]);
        let after = Answer::of(raw.send().await.unwrap()).await.expect(200).json();
        assert_eq!(words(after["properties"]["value"].as_str().unwrap()), words(&wanted), "{what}");
        expected["value"] = after["properties"]["value"].clone();
        assert_eq!(lost(&after["properties"], &expected, ""), Vec::<String>::new(), "{what}");
    }
    assert!(documents.len() >= 12, "only {} documents", documents.len());
}

/// Examples of event hubs without the hub's name: they are sent as they are, and the emulator refuses them.
const INCOMPLETE: &[&str] = &["ApiManagementCreateEHLogger.json", "ApiManagementUpdateLogger.json"];

/// What the page says is wrong.
fn problem(answer: &Answer) -> String {
    let page = Html::parse_document(&answer.text);
    let said = page.select(&selector("#form-errors, [role=alert], main")).next();
    format!("{} {}", answer.status, said.map(|element| element.text().collect::<Vec<_>>().join(" ")).unwrap_or_default())
}
