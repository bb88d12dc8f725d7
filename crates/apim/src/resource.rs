//! What all resources of a service have in common: raw JSON that is the truth, getters that read it
//! and take `null` for absent, and edits that are laid over it.
//!
//! Must not know of HTTP or of forms.

use serde_json::{Map, Value, json};

#[cfg(test)]
mod round_trip;
pub(crate) mod table;

pub(crate) use table::resource;

/// What becomes of one member. Printing it shows no value: it may be a secret.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// It stays as Azure has it, `null` and absent included.
    #[default]
    Keep,
    /// Asking for what is there already changes nothing.
    Set(T),
    /// The member is taken away; a list ends up empty.
    Clear,
}

impl<T> Change<T> {
    /// Sets what is given, clears otherwise: how a form speaks of an optional member.
    pub fn to(wanted: Option<T>) -> Self {
        wanted.map_or(Self::Clear, Self::Set)
    }

    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T> std::fmt::Debug for Change<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keep => "Keep",
            Self::Set(_) => "Set(…)",
            Self::Clear => "Clear",
        })
    }
}

/// A resource that the client can read and write.
pub(crate) trait Resource: Sized {
    /// With its article, for errors: `an API`.
    const WHAT: &'static str;
    /// As Azure answered it, without what must not be kept.
    fn of(raw: Value) -> Self;
    /// What a PUT sends.
    fn sent(&self) -> Value;
}

/// A member that is one JSON value.
pub(crate) trait Member: Sized {
    fn read(value: &Value) -> Option<Self>;
    fn write(self) -> Value;
}

impl Member for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn write(self) -> Value {
        Value::String(self)
    }
}

impl Member for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn write(self) -> Value {
        Value::Bool(self)
    }
}

impl Member for i64 {
    fn read(value: &Value) -> Option<Self> {
        crate::overlay::integer(value)
    }

    fn write(self) -> Value {
        Value::from(self)
    }
}

impl Member for f64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }

    fn write(self) -> Value {
        Value::from(self)
    }
}

/// `properties`, which a PUT sends.
pub(crate) fn body(raw: &Value) -> Value {
    json!({ "properties": raw.get("properties").filter(|properties| properties.is_object()).cloned().unwrap_or(json!({})) })
}

/// `{"properties": {…}}` with what differs.
pub(crate) fn patch(before: &Value, after: &Value) -> Value {
    let properties = |raw: &Value| crate::overlay::object(raw.get("properties").cloned().unwrap_or_default());
    json!({ "properties": crate::overlay::merge_patch(&properties(before), &properties(after)) })
}

/// The last segment of the id, else `name`; empty for one that was never in Azure.
pub(crate) fn name(raw: &Value) -> &str {
    let text = |member: &str| raw.get(member).and_then(Value::as_str);
    let of_id = text("id").map(crate::resource_name).filter(|name| !name.is_empty());
    of_id.or_else(|| text("name")).unwrap_or_default()
}

/// Names of the members of `properties` that aren't `null` and that no path of `known` begins with.
pub(crate) fn other_members(raw: &Value, known: &[&str]) -> Vec<String> {
    let is_known = |name: &str| known.iter().any(|path| path.split('.').next() == Some(name));
    let members = raw.get("properties").and_then(Value::as_object).into_iter().flatten();
    members.filter(|(name, value)| !is_known(name) && !value.is_null()).map(|(name, _)| name.clone()).collect()
}

pub(crate) fn redacted(raw: &Value, mask: impl FnOnce(&mut Map<String, Value>)) -> Value {
    let mut masked = raw.clone();
    if let Some(properties) = masked.get_mut("properties").and_then(Value::as_object_mut) {
        mask(properties);
    }
    masked
}

/// Changes `properties`, which are made when they are missing.
pub(crate) fn edit_properties(raw: &mut Value, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut members = crate::overlay::object(std::mem::take(raw));
    crate::overlay::edit(&mut members, "properties", change);
    *raw = Value::Object(members);
}

/// The member at a path under `properties`.
pub(crate) fn find<'a>(raw: &'a Value, path: &str) -> Option<&'a Value> {
    crate::overlay::at(raw.get("properties")?, path)
}

/// Sets or clears a member; one that is read as what is wanted, `null` and what can't be read
/// included, is left alone.
pub(crate) fn set<T: Member + PartialEq>(raw: &mut Value, path: &str, wanted: Option<T>) {
    if find(raw, path).and_then(T::read) != wanted {
        edit_properties(raw, |properties| crate::overlay::lay_at(properties, path, wanted.map(T::write)));
    }
}

/// Takes a member of `properties` away, whatever it is.
pub(crate) fn remove(raw: &mut Value, name: &str) {
    if let Some(properties) = raw.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove(name);
    }
}

pub(crate) fn texts(raw: &Value, path: &str) -> Vec<String> {
    find(raw, path).and_then(Value::as_array).into_iter().flatten().filter_map(String::read).collect()
}

pub(crate) fn set_texts(raw: &mut Value, path: &str, wanted: &[String]) {
    if texts(raw, path) != wanted {
        edit_properties(raw, |properties| crate::overlay::lay_at(properties, path, Some(json!(wanted))));
    }
}

pub(crate) fn set_items<T: crate::item::Item>(raw: &mut Value, path: &str, wanted: &[T]) {
    let stored = find(raw, path);
    if crate::item::read_items::<T>(stored) != wanted {
        let laid = crate::item::lay_items(stored.cloned(), wanted);
        edit_properties(raw, |properties| crate::overlay::lay_at(properties, path, Some(laid)));
    }
}
