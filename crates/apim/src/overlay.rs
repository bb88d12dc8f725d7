//! Changing JSON in place without losing what is beside the change. Knows no resource.

use serde_json::{Map, Value};

/// A member that is there and not `null`.
pub(crate) fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|member| !member.is_null())
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// The strings of an array member; other items are left out.
pub(crate) fn texts(value: &Value, name: &str) -> Vec<String> {
    items(value, name).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The items of an array member.
pub(crate) fn items<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The members of `value`, or none when it is something else.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Changes the object `name` in `parent`, which is made when it is missing.
pub(crate) fn edit(parent: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let member = parent.entry(name).or_insert(Value::Null);
    let mut members = object(member.take());
    change(&mut members);
    *member = Value::Object(members);
}

/// Changes the object `name` in `parent` if there is one, and takes it away when nothing is left.
pub(crate) fn edit_existing(parent: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    if !parent.get(name).is_some_and(Value::is_object) {
        return;
    }
    edit(parent, name, change);
    if parent.get(name).and_then(Value::as_object).is_some_and(Map::is_empty) {
        parent.remove(name);
    }
}

/// Sets or removes a text; one that is as wanted, `null` and empty included, is left alone.
pub(crate) fn set_text(members: &mut Map<String, Value>, name: &str, wanted: Option<&str>) {
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
pub(crate) fn set_number(members: &mut Map<String, Value>, name: &str, wanted: Option<i64>) {
    if members.get(name).and_then(integer) == wanted {
        return;
    }
    match wanted {
        Some(number) => _ = members.insert(name.to_owned(), Value::from(number)),
        None => _ = members.remove(name),
    }
}

/// A whole number, `1.0` included.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15).map(|number| number as i64))
}

/// The member at a path such as `contact.name`, unless it is missing or `null`.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, find)
}

/// Sets the member at a path, or takes it away together with what it leaves empty.
pub(crate) fn lay_at(members: &mut Map<String, Value>, path: &str, wanted: Option<Value>) {
    match (path.split_once('.'), wanted) {
        (None, Some(wanted)) => _ = members.insert(path.to_owned(), wanted),
        (None, None) => _ = members.remove(path),
        (Some((head, rest)), Some(wanted)) => edit(members, head, |members| lay_at(members, rest, Some(wanted))),
        (Some((head, rest)), None) => edit_existing(members, head, |members| lay_at(members, rest, None)),
    }
}

/// The merge patch (RFC 7396) that leads from `before` to `after`; an object also when nothing
/// differs.
pub(crate) fn merge_patch(before: &Map<String, Value>, after: &Map<String, Value>) -> Map<String, Value> {
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| (name.clone(), Value::Null));
    let changed = after.iter().filter_map(|(name, after)| match (before.get(name), after) {
        (Some(before), after) if before == after => None,
        (Some(Value::Object(before)), Value::Object(after)) => Some((name.clone(), Value::Object(merge_patch(before, after)))),
        _ => Some((name.clone(), after.clone())),
    });
    gone.chain(changed).collect()
}
