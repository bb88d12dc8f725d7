//! Any resource of the service as a view over its raw JSON: read and changed by path.
//!
//! The JSON is the truth, as for [`crate::Backend`]: what nobody touches survives at any depth, and
//! setting what is there already changes nothing. Must not know of forms or of what a path means.

use crate::{backend::resource_name, redact};
use serde_json::{Map, Value, json};

/// A resource. Printing it shows nothing but its name.
#[derive(Clone, PartialEq)]
pub struct AnyResource {
    raw: Value,
}

impl AnyResource {
    /// One without any property.
    pub fn empty() -> Self {
        Self { raw: json!({ "properties": {} }) }
    }

    /// As Azure gave it.
    pub fn from_value(raw: Value) -> Self {
        Self { raw }
    }

    /// With every secret: not for logs, audit rows or pages. See [`Self::redacted`].
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// The name within its collection; of an API's revision with `;rev=`.
    pub fn name(&self) -> &str {
        let named = || self.raw.get("name").and_then(Value::as_str);
        self.id().map(resource_name).filter(|name| !name.is_empty()).or_else(named).unwrap_or_default()
    }

    /// The full ARM id.
    pub fn id(&self) -> Option<&str> {
        self.raw.get("id").and_then(Value::as_str)
    }

    /// The property at `path` below `properties`, with dots; `null` is absent.
    pub fn property(&self, path: &str) -> Option<&Value> {
        let found = path.split('.').try_fold(self.raw.get("properties")?, |value, name| value.get(name));
        found.filter(|value| !value.is_null())
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.property(path)?.as_str()
    }

    pub fn flag(&self, path: &str) -> Option<bool> {
        self.property(path)?.as_bool()
    }

    /// Sets the property at `path`, or takes it away; objects on the way are made, and go with their
    /// last member.
    pub fn set(&mut self, path: &str, value: Option<Value>) {
        if self.property(path) == value.as_ref() {
            return;
        }
        if !self.raw.is_object() {
            self.raw = json!({});
        }
        let names: Vec<_> = std::iter::once("properties").chain(path.split('.')).collect();
        if let Some(members) = self.raw.as_object_mut() {
            set(members, &names, value);
        }
    }

    /// What a PUT sends.
    pub fn body(&self) -> Value {
        json!({ "properties": self.raw.get("properties").cloned().unwrap_or_else(|| json!({})) })
    }

    /// What a PATCH sends to get from `before` to this: a merge patch, where `null` takes away.
    pub fn patch_from(&self, before: &AnyResource) -> Value {
        let properties = |resource: &AnyResource| resource.raw.get("properties").cloned().unwrap_or(Value::Null);
        json!({ "properties": merge_patch(&properties(before), &properties(self)) })
    }

    /// The whole resource, every secret masked: what an audit row, a page or a log may hold.
    pub fn redacted(&self) -> Value {
        let mut masked = self.raw.clone();
        let Some(properties) = masked.get_mut("properties").and_then(Value::as_object_mut) else {
            return masked;
        };
        let is_secret = properties.get("secret").and_then(Value::as_bool) == Some(true);
        for (name, member) in properties.iter_mut() {
            match name.as_str() {
                "credentials" => mask_credentials(member),
                "value" if is_secret => redact::mask_all(member),
                name if redact::is_secret_name(name) => redact::mask_all(member),
                _ => redact::mask_named(member),
            }
        }
        masked
    }

    /// Members of `properties` that none of these paths reads.
    pub fn other_members(&self, paths: &[&str]) -> Vec<String> {
        let known = |name: &str| paths.iter().any(|path| path.split('.').next() == Some(name));
        let members = self.raw.get("properties").and_then(Value::as_object);
        let set = members.into_iter().flatten().filter(|(name, value)| !value.is_null() && !known(name));
        set.map(|(name, _)| name.clone()).collect()
    }
}

impl crate::resource::Resource for AnyResource {
    const WHAT: &'static str = "a resource";

    fn of(raw: Value) -> Self {
        Self::from_value(raw)
    }

    fn sent(&self) -> Value {
        self.body()
    }
}

impl std::fmt::Debug for AnyResource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnyResource").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// Of a logger: what names its target is shown, what opens it is not.
fn mask_credentials(credentials: &mut Value) {
    let Value::Object(members) = credentials else { return redact::mask_all(credentials) };
    for (name, member) in members.iter_mut() {
        if !matches!(name.as_str(), "name" | "endpointAddress" | "identityClientId") {
            redact::mask_all(member);
        }
    }
}

fn set(members: &mut Map<String, Value>, path: &[&str], value: Option<Value>) {
    match (path, value) {
        ([], _) => {}
        ([name], Some(value)) => _ = members.insert((*name).to_owned(), value),
        ([name], None) => _ = members.remove(*name),
        ([name, rest @ ..], value) => {
            let is_there = members.get(*name).is_some_and(Value::is_object);
            if !is_there && value.is_none() {
                return;
            }
            let mut inner = match members.get_mut(*name).map(Value::take) {
                Some(Value::Object(inner)) => inner,
                _ => Map::new(),
            };
            let is_removal = value.is_none();
            set(&mut inner, rest, value);
            if is_removal && inner.is_empty() && *name != "properties" {
                members.remove(*name);
            } else {
                members.insert((*name).to_owned(), Value::Object(inner));
            }
        }
    }
}

/// Members that differ; objects member by member, everything else whole.
fn merge_patch(before: &Value, after: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (before, after) else { return after.clone() };
    let mut patch = Map::new();
    for (name, value) in new {
        match old.get(name) {
            Some(before) if before == value => {}
            Some(before) => _ = patch.insert(name.clone(), merge_patch(before, value)),
            None => _ = patch.insert(name.clone(), value.clone()),
        }
    }
    let gone = old.iter().filter(|(name, value)| !value.is_null() && !new.contains_key(*name));
    patch.extend(gone.map(|(name, _)| (name.clone(), Value::Null)));
    Value::Object(patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logger() -> AnyResource {
        AnyResource::from_value(json!({ "id": "/x/loggers/a", "properties": {
            "loggerType": "azureEventHub", "description": null, "new": { "deep": [1, null] },
            "credentials": { "name": "hub", "connectionString": "hunter2", "new": "hunter2" } } }))
    }

    #[test]
    fn one_change_leaves_the_rest() {
        let mut changed = logger();
        changed.set("credentials.name", Some("other".into()));
        changed.set("description", None);
        changed.set("more.deep", None);
        let mut expected = logger().raw().clone();
        expected["properties"]["credentials"]["name"] = "other".into();
        assert_eq!(changed.raw(), &expected, "nulls and unknown members stay");
        changed.set("sampling.percentage", Some(5.into()));
        assert_eq!(changed.property("sampling.percentage"), Some(&Value::from(5)));
        changed.set("sampling.percentage", None);
        assert_eq!(changed.raw(), &expected, "what was made for it goes with it");
    }

    #[test]
    fn a_patch_says_what_differs() {
        let mut changed = logger();
        changed.set("credentials.name", Some("other".into()));
        changed.set("new", None);
        assert_eq!(changed.patch_from(&logger()), json!({ "properties": { "credentials": { "name": "other" }, "new": null } }));
        assert_eq!(logger().patch_from(&logger()), json!({ "properties": {} }));
    }

    #[test]
    fn no_secret_survives() {
        for resource in [
            logger(),
            AnyResource::from_value(json!({ "properties": { "secret": true, "value": "hunter2" } })),
            AnyResource::from_value(json!({ "properties": { "primaryKey": "hunter2", "secondaryKey": "hunter2", "state": "active" } })),
        ] {
            assert!(!resource.redacted().to_string().contains("hunter2"), "{}", resource.redacted());
            assert!(!format!("{resource:?}").contains("hunter2"));
        }
        let plain = AnyResource::from_value(json!({ "properties": { "secret": false, "value": "shown" } }));
        assert_eq!(plain.redacted()["properties"]["value"], "shown");
        let reference =
            AnyResource::from_value(json!({ "properties": { "credentials": { "connectionString": "{{Logger-Credentials--1}}" } } }));
        assert_eq!(&reference.redacted(), reference.raw(), "a reference is no secret");
    }
}
