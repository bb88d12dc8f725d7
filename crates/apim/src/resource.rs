//! What all resources of a service have in common: raw JSON that is the truth, getters that read it
//! and take `null` for absent, and edits that are laid over it.
//!
//! [`resource!`] writes the repeated part from a table of members, so that a getter, a setter and a
//! field of the edit cannot drift apart. Must not know of HTTP or of forms.

use serde_json::{Map, Value, json};

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

/// Sets or clears a member; one that is as wanted, `null` included, is left alone.
pub(crate) fn set<T: Member + PartialEq>(raw: &mut Value, path: &str, wanted: Option<T>) {
    let current = find(raw, path);
    if current.and_then(T::read) == wanted && (wanted.is_some() || current.is_none()) {
        return;
    }
    edit_properties(raw, |properties| crate::overlay::lay_at(properties, path, wanted.map(T::write)));
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

/// The type of a kind of member, as an edit holds it.
macro_rules! member_type {
    (text) => { String };
    (flag) => { bool };
    (integer) => { i64 };
    (number) => { f64 };
    (texts) => { Vec<String> };
    (items $item:ty) => { Vec<$item> };
}

macro_rules! getter {
    ($(#[$doc:meta])* text $get:ident $path:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<&str> {
            $crate::resource::find(&self.raw, $path)?.as_str()
        }
    };
    ($(#[$doc:meta])* texts $get:ident $path:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Vec<String> {
            $crate::resource::texts(&self.raw, $path)
        }
    };
    ($(#[$doc:meta])* items $item:ty, $get:ident $path:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Vec<$item> {
            $crate::item::read_items($crate::resource::find(&self.raw, $path))
        }
    };
    ($(#[$doc:meta])* $kind:ident $get:ident $path:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<$crate::resource::member_type!($kind)> {
            $crate::resource::Member::read($crate::resource::find(&self.raw, $path)?)
        }
    };
}

macro_rules! setter {
    (text $set:ident $path:literal) => {
        pub fn $set(&mut self, wanted: Option<&str>) {
            $crate::resource::set(&mut self.raw, $path, wanted.map(str::to_owned));
        }
    };
    (texts $set:ident $path:literal) => {
        pub fn $set(&mut self, wanted: &[String]) {
            $crate::resource::set_texts(&mut self.raw, $path, wanted);
        }
    };
    (items $item:ty, $set:ident $path:literal) => {
        pub fn $set(&mut self, wanted: &[$item]) {
            $crate::resource::set_items(&mut self.raw, $path, wanted);
        }
    };
    ($kind:ident $set:ident $path:literal) => {
        pub fn $set(&mut self, wanted: Option<$crate::resource::member_type!($kind)>) {
            $crate::resource::set(&mut self.raw, $path, wanted);
        }
    };
}

/// Applies one field of an edit.
macro_rules! apply {
    (text $resource:ident $set:ident $change:expr) => {
        match $change {
            $crate::Change::Keep => {}
            $crate::Change::Set(wanted) => $resource.$set(Some(wanted)),
            $crate::Change::Clear => $resource.$set(None),
        }
    };
    (list $resource:ident $set:ident $change:expr) => {
        match $change {
            $crate::Change::Keep => {}
            $crate::Change::Set(wanted) => $resource.$set(wanted),
            $crate::Change::Clear => $resource.$set(&[]),
        }
    };
    (texts $resource:ident $set:ident $change:expr) => { $crate::resource::apply!(list $resource $set $change) };
    (items $resource:ident $set:ident $change:expr) => { $crate::resource::apply!(list $resource $set $change) };
    ($kind:ident $resource:ident $set:ident $change:expr) => {
        match $change {
            $crate::Change::Keep => {}
            $crate::Change::Set(wanted) => $resource.$set(Some(*wanted)),
            $crate::Change::Clear => $resource.$set(None),
        }
    };
}

/// A view and its edit, from a table: `kind getter setter "path";` under `edited`, `kind getter
/// "path";` under `shown`, and under `also` lists with a getter and a setter written by hand.
macro_rules! resource {
    (
        $(#[$doc:meta])* $name:ident, $edit:ident, $what:literal, $mask:path $(, $clean:path)?;
        shown { $($(#[$shown_doc:meta])* $shown_kind:ident $(<$shown_item:ty>)? $shown:ident $shown_path:literal;)* }
        edited { $($(#[$edited_doc:meta])* $kind:ident $(<$item:ty>)? $get:ident $set:ident $path:literal;)* }
        also { $($(#[$also_doc:meta])* $also:ident $also_set:ident $also_type:ty, $also_path:literal;)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            raw: serde_json::Value,
        }

        impl $name {
            const KNOWN: &'static [&'static str] = &[$($shown_path,)* $($path,)* $($also_path,)*];

            /// As Azure gave it.
            pub fn from_value(raw: serde_json::Value) -> Self {
                Self { raw }
            }

            /// With every secret: not for logs, audit rows or pages. See [`Self::redacted`].
            pub fn raw(&self) -> &serde_json::Value {
                &self.raw
            }

            pub fn into_raw(self) -> serde_json::Value {
                self.raw
            }

            /// The last segment of the id, else `name`; empty for one that was never in Azure.
            pub fn name(&self) -> &str {
                $crate::resource::name(&self.raw)
            }

            /// The full ARM id.
            pub fn id(&self) -> Option<&str> {
                self.raw.get("id").and_then(serde_json::Value::as_str)
            }

            /// Names of the members of `properties` that no getter reads and that aren't `null`.
            pub fn other_members(&self) -> Vec<String> {
                $crate::resource::other_members(&self.raw, Self::KNOWN)
            }

            /// The whole resource with every secret masked.
            pub fn redacted(&self) -> serde_json::Value {
                $crate::resource::redacted(&self.raw, $mask)
            }

            /// What a PUT sends: `properties`, whole.
            pub fn body(&self) -> serde_json::Value {
                $crate::resource::body(&self.raw)
            }

            $($crate::resource::getter!($(#[$shown_doc])* $shown_kind $($shown_item,)? $shown $shown_path);)*
            $($crate::resource::getter!($(#[$edited_doc])* $kind $($item,)? $get $path);)*
            $($crate::resource::setter!($kind $($item,)? $set $path);)*
        }

        impl Default for $name {
            /// Nothing but empty `properties`.
            fn default() -> Self {
                Self { raw: serde_json::json!({ "properties": {} }) }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.redacted()).finish()
            }
        }

        impl $crate::resource::Resource for $name {
            const WHAT: &'static str = $what;

            fn of(raw: serde_json::Value) -> Self {
                let value = Self::from_value(raw);
                $(let value = $clean(value);)?
                value
            }

            fn sent(&self) -> serde_json::Value {
                self.body()
            }
        }

        #[doc = concat!("What a person changed of [`", stringify!($name), "`]; everything else stays as Azure has it.")]
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $edit {
            $($(#[$edited_doc])* pub $get: $crate::Change<$crate::resource::member_type!($kind $($item)?)>,)*
            $($(#[$also_doc])* pub $also: $crate::Change<Vec<$also_type>>,)*
        }

        impl $edit {
            /// Lays the edit over the raw JSON.
            pub fn apply(&self, to: &mut $name) {
                $($crate::resource::apply!($kind to $set &self.$get);)*
                $($crate::resource::apply!(list to $also_set &self.$also);)*
            }

            /// The merge patch that a PATCH sends: `{"properties": {…}}` with what differs from
            /// `before`.
            pub fn patch(&self, before: &$name) -> serde_json::Value {
                let mut after = before.clone();
                self.apply(&mut after);
                $crate::resource::patch(before.raw(), after.raw())
            }
        }
    };
}

pub(crate) use {apply, getter, member_type, resource, setter};
