//! Changing JSON in place without losing what is beside the change.

use serde_json::{Map, Value};

/// A member that is there and not `null`.
pub(super) fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|member| !member.is_null())
}

pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// The strings of an array member; other items are left out.
pub(super) fn texts(value: &Value, name: &str) -> Vec<String> {
    items(value, name).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The items of an array member.
pub(super) fn items<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The members of `value`, or none when it is something else.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Changes the object `name` in `parent`, which is made when it is missing.
pub(super) fn edit(parent: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let member = parent.entry(name).or_insert(Value::Null);
    let mut members = object(member.take());
    change(&mut members);
    *member = Value::Object(members);
}

/// Changes the object `name` in `parent` if there is one, and takes it away when nothing is left.
pub(super) fn edit_existing(parent: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    if !parent.get(name).is_some_and(Value::is_object) {
        return;
    }
    edit(parent, name, change);
    if parent.get(name).and_then(Value::as_object).is_some_and(Map::is_empty) {
        parent.remove(name);
    }
}

/// Sets or removes a text; one that is as wanted, `null` and empty included, is left alone.
pub(super) fn set_text(members: &mut Map<String, Value>, name: &str, wanted: Option<&str>) {
    let current = members.get(name).and_then(Value::as_str).unwrap_or_default();
    if current == wanted.unwrap_or_default() {
        return;
    }
    match wanted.filter(|text| !text.is_empty()) {
        Some(text) => _ = members.insert(name.to_owned(), Value::from(text)),
        None => _ = members.remove(name),
    }
}

/// Sets or removes a number; one that is as wanted, `null` included, is left alone.
pub(super) fn set_number(members: &mut Map<String, Value>, name: &str, wanted: Option<i64>) {
    if members.get(name).and_then(integer) == wanted {
        return;
    }
    match wanted {
        Some(number) => _ = members.insert(name.to_owned(), Value::from(number)),
        None => _ = members.remove(name),
    }
}

/// A whole number, `1.0` included.
pub(super) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15).map(|number| number as i64))
}
