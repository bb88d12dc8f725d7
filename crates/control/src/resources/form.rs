//! Between a form's texts and Azure's JSON: showing a property, and laying a draft over a resource.

use crate::{Error, resources::kinds};
use apim::{AnyResource, resource_name};
use domain::{
    FieldError,
    resource::{
        Draft, Fact, FactSheet, Kind,
        schema::{Input, Section, Shape},
    },
};
use serde_json::{Number, Value};

/// The resource as its form shows it. Secrets are empty: they are never shown.
pub(super) fn draft_of(kind: Kind, resource: &AnyResource, service_id: &str) -> Draft {
    let variant = kinds::variant(kind, resource);
    let values = kind.inputs(variant).map(|input| (input.path.to_owned(), shown(input, resource, service_id))).collect();
    Draft { name: resource.name().to_owned(), variant: variant.into(), values }
}

/// The draft laid over the resource: only what reads differently is written, so that nothing else
/// is touched.
pub(super) fn lay(kind: Kind, draft: &Draft, base: &AnyResource, service_id: &str, is_new: bool) -> Result<AnyResource, Error> {
    let mut laid = base.clone();
    let mut errors = Vec::new();
    if is_new {
        for (path, json) in kind.variant(&draft.variant).sets {
            laid.set(path, serde_json::from_str(json).ok());
        }
    }
    for input in kind.inputs(&draft.variant) {
        let Some(text) = draft.values.get(input.path) else { continue };
        if (input.is_fixed && !is_new) || (*text == shown(input, base, service_id)) {
            continue;
        }
        let stored = match input.shape {
            Shape::Choices(options) => Ok(Some(chosen(options, text, base.property(input.path)))),
            _ => stored(input, text, service_id),
        };
        match stored {
            Ok(value) => laid.set(input.path, value),
            Err(message) => errors.push(FieldError::new(input.path, message)),
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    kinds::finish(kind, &draft.variant, &mut laid, is_new);
    Ok(laid)
}

/// A property as text.
fn shown(input: &Input, resource: &AnyResource, service_id: &str) -> String {
    let value = resource.property(input.path);
    let text = || value.and_then(Value::as_str);
    match input.shape {
        Shape::Secret => String::new(),
        Shape::Flag { default } => value.and_then(Value::as_bool).unwrap_or(default).to_string(),
        Shape::Choices(options) => ticked(options, value),
        Shape::Words => value.and_then(Value::as_array).map(|items| words(items)).unwrap_or_default(),
        Shape::Reference(_) => text().map(|id| resource_name(id).to_owned()).unwrap_or_default(),
        Shape::Scope | Shape::User => text().map(|id| scope(id, service_id)).unwrap_or_default(),
        _ => match value {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        },
    }
}

fn words(items: &[Value]) -> String {
    items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

/// The choices in the form's own order: what the boxes send when nobody touches them.
fn ticked(options: &[(&str, &str)], value: Option<&Value>) -> String {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ticked = options.iter().map(|(choice, _)| *choice).filter(|choice| items.iter().any(|item| is_choice(item, choice)));
    ticked.collect::<Vec<_>>().join("\n")
}

/// The list with what was ticked added and what was unticked taken away; the rest, and what the form
/// has no box for, stays as it is and where it is.
fn chosen(options: &[(&str, &str)], text: &str, before: Option<&Value>) -> Value {
    let before = before.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let has_box = |item: &Value| options.iter().any(|(choice, _)| is_choice(item, choice));
    let is_kept = |item: &&Value| !has_box(item) || text.lines().any(|choice| is_choice(item, choice));
    let added = text.lines().filter(|choice| !before.iter().any(|item| is_choice(item, choice))).map(Value::from);
    before.iter().filter(is_kept).cloned().chain(added).collect()
}

fn is_choice(item: &Value, choice: &str) -> bool {
    item.as_str().is_some_and(|item| item.eq_ignore_ascii_case(choice))
}

/// `/products/ai` or `/users/1`; `/` for the whole service; another service's id as it is.
pub(super) fn scope(id: &str, service_id: &str) -> String {
    match id.split_at_checked(service_id.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(service_id) => rest.to_owned(),
        _ => id.to_owned(),
    }
}

/// A text as a property; `None` takes it away.
fn stored(input: &Input, text: &str, service_id: &str) -> Result<Option<Value>, String> {
    if text.is_empty() && !matches!(input.shape, Shape::Words | Shape::Choices(_)) {
        return Ok(None);
    }
    Ok(Some(match input.shape {
        Shape::Flag { .. } => Value::Bool(text == "true"),
        Shape::Number { .. } => number(text)?,
        Shape::Choices(_) | Shape::Words => text.lines().map(Value::from).collect(),
        Shape::Reference(kind) if !text.contains('/') => Value::from(format!("{service_id}/{}/{text}", kind.collection())),
        Shape::Scope | Shape::User if !text.to_ascii_lowercase().starts_with("/subscriptions/") => {
            Value::from(format!("{service_id}{text}"))
        }
        Shape::Date => Value::from(date(text)),
        _ => Value::from(text),
    }))
}

/// Whole numbers are written whole: 100, not 100.0.
fn number(text: &str) -> Result<Value, String> {
    let not_a_number = || "This is not a number.".to_owned();
    let number: f64 = text.parse().map_err(|_| not_a_number())?;
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return Ok(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number).ok_or_else(not_a_number)
}

/// What a browser's field sends, made whole.
fn date(text: &str) -> String {
    match text.split_once('T') {
        None => format!("{text}T00:00:00Z"),
        Some((_, time)) if time.split(':').count() == 2 => format!("{}:00Z", text.trim_end_matches('Z')),
        Some((_, time)) if time.ends_with('Z') || time.contains('+') => text.to_owned(),
        Some(_) => format!("{text}Z"),
    }
}

/// The same properties as facts to read, in the form's own order and words.
pub(super) fn sheets(kind: Kind, resource: &AnyResource, draft: &Draft) -> Vec<FactSheet> {
    let sheet = |section: &Section| {
        // What is folded away in the form is shown as far as it is set.
        let is_shown = |input: &&Input| !section.is_folded || resource.property(input.path).is_some();
        let facts: Vec<_> = section.inputs.iter().filter(is_shown).map(|input| fact(input, resource, draft)).collect();
        (!facts.is_empty()).then(|| FactSheet { title: section.title.into(), facts })
    };
    kind.sections(&draft.variant).filter_map(sheet).collect()
}

fn fact(input: &Input, resource: &AnyResource, draft: &Draft) -> Fact {
    let value = draft.value(input.path);
    let text = match input.shape {
        Shape::Flag { .. } => if value == "true" { "yes" } else { "no" }.to_owned(),
        Shape::Choice(options) => label_of(options, value),
        Shape::Choices(options) => {
            let all = resource.property(input.path).and_then(Value::as_array).map(|items| words(items)).unwrap_or_default();
            all.lines().map(|line| label_of(options, line)).collect::<Vec<_>>().join(", ")
        }
        Shape::Words => value.lines().collect::<Vec<_>>().join(", "),
        Shape::Secret => secret(resource.property(input.path)),
        _ => value.to_owned(),
    };
    let is_code = matches!(input.shape, Shape::Url | Shape::Reference(_) | Shape::Scope | Shape::User | Shape::Document);
    Fact { label: input.label.into(), text, is_code }
}

fn label_of(options: &[(&str, &str)], value: &str) -> String {
    let found = options.iter().find(|(known, _)| !known.is_empty() && known.eq_ignore_ascii_case(value));
    found.map_or(value, |(_, label)| label).to_owned()
}

/// That there is one, or which named value holds it.
fn secret(value: Option<&Value>) -> String {
    match value.and_then(Value::as_str) {
        Some(reference) if reference.starts_with("{{") => format!("set, kept as {reference}"),
        Some(_) => "set".into(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SERVICE: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";

    #[test]
    fn a_draft_of_what_is_there_changes_nothing() {
        let raw = json!({ "id": format!("{SERVICE}/apis/a/diagnostics/applicationinsights"), "properties": {
            "loggerId": format!("{SERVICE}/loggers/insights"), "sampling": { "samplingType": "fixed", "percentage": 50.0, "new": [1, null] },
            "alwaysLog": null, "unknown": { "deep": true }, "frontend": { "request": { "headers": ["a", "b"], "body": { "bytes": 0 } } } } });
        let base = AnyResource::from_value(raw.clone());
        let draft = draft_of(Kind::Diagnostic, &base, SERVICE);
        assert_eq!((draft.value("loggerId"), draft.value("frontend.request.headers")), ("insights", "a\nb"));
        assert_eq!(lay(Kind::Diagnostic, &draft, &base, SERVICE, false).unwrap().raw(), &raw);
    }

    #[test]
    fn references_and_scopes_are_stored_in_full() {
        let mut draft = Draft::new(Kind::Subscription, "");
        draft.values.insert("scope".into(), "/products/ai".into());
        draft.values.insert("expirationDate".into(), "2027-01-31".into());
        let laid = lay(Kind::Subscription, &draft, &AnyResource::empty(), SERVICE, true).unwrap();
        assert_eq!(laid.text("scope"), Some(format!("{SERVICE}/products/ai").as_str()));
        assert_eq!(laid.text("expirationDate"), Some("2027-01-31T00:00:00Z"));
        assert_eq!(draft_of(Kind::Subscription, &laid, SERVICE).value("scope"), "/products/ai");
    }

    #[test]
    fn boxes_keep_the_order_and_what_they_do_not_know() {
        let base = AnyResource::from_value(json!({ "properties": { "protocols": ["http", "quic", "https"] } }));
        let mut draft = draft_of(Kind::Api, &base, SERVICE);
        assert_eq!(draft.value("protocols"), "https\nhttp", "in the form's order");
        assert_eq!(lay(Kind::Api, &draft, &base, SERVICE, false).unwrap(), base);
        draft.values.insert("protocols".into(), "https\nwss".into());
        let laid = lay(Kind::Api, &draft, &base, SERVICE, false).unwrap();
        assert_eq!(laid.property("protocols"), Some(&json!(["quic", "https", "wss"])));
    }

    #[test]
    fn a_secret_is_kept_unless_typed() {
        let credentials = json!({ "name": "h", "connectionString": "{{x}}" });
        let base = AnyResource::from_value(json!({ "properties": { "loggerType": "azureEventHub", "credentials": credentials } }));
        let mut draft = draft_of(Kind::Logger, &base, SERVICE);
        assert_eq!(draft.value("credentials.connectionString"), "");
        assert_eq!(lay(Kind::Logger, &draft, &base, SERVICE, false).unwrap(), base);
        draft.values.insert("credentials.connectionString".into(), "Endpoint=…".into());
        assert_eq!(lay(Kind::Logger, &draft, &base, SERVICE, false).unwrap().text("credentials.connectionString"), Some("Endpoint=…"));
    }
}
