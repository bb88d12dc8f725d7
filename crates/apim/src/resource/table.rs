//! The macro [`resource!`]: a view and its edit from one table of members, so that a getter, a setter
//! and a field of the edit cannot drift apart.

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
        pub fn $get(&self) -> Option<$crate::resource::table::member_type!($kind)> {
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
        pub fn $set(&mut self, wanted: Option<$crate::resource::table::member_type!($kind)>) {
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
    (texts $resource:ident $set:ident $change:expr) => { $crate::resource::table::apply!(list $resource $set $change) };
    (items $resource:ident $set:ident $change:expr) => { $crate::resource::table::apply!(list $resource $set $change) };
    ($kind:ident $resource:ident $set:ident $change:expr) => {
        match $change {
            $crate::Change::Keep => {}
            $crate::Change::Set(wanted) => $resource.$set(Some(*wanted)),
            $crate::Change::Clear => $resource.$set(None),
        }
    };
}

/// The change that asks for what a getter gives.
#[cfg(test)]
macro_rules! same {
    (text $value:expr) => {
        $crate::Change::to($value.map(str::to_owned))
    };
    (texts $value:expr) => {
        $crate::Change::Set($value)
    };
    (items $value:expr) => {
        $crate::Change::Set($value)
    };
    ($kind:ident $value:expr) => {
        $crate::Change::to($value)
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
            pub(crate) const KNOWN: &'static [&'static str] = &[$($shown_path,)* $($path,)* $($also_path,)*];

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

            $($crate::resource::table::getter!($(#[$shown_doc])* $shown_kind $($shown_item,)? $shown $shown_path);)*
            $($crate::resource::table::getter!($(#[$edited_doc])* $kind $($item,)? $get $path);)*
            $($crate::resource::table::setter!($kind $($item,)? $set $path);)*
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
            $($(#[$edited_doc])* pub $get: $crate::Change<$crate::resource::table::member_type!($kind $($item)?)>,)*
            $($(#[$also_doc])* pub $also: $crate::Change<Vec<$also_type>>,)*
        }

        impl $edit {
            /// Lays the edit over the raw JSON.
            pub fn apply(&self, to: &mut $name) {
                $($crate::resource::table::apply!($kind to $set &self.$get);)*
                $($crate::resource::table::apply!(list to $also_set &self.$also);)*
            }

            /// Asks for every member to be what it is.
            #[cfg(test)]
            pub(crate) fn same(value: &$name) -> Self {
                Self {
                    $($get: $crate::resource::table::same!($kind value.$get()),)*
                    $($also: $crate::Change::Set(value.$also()),)*
                }
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

#[cfg(test)]
pub(crate) use same;
pub(crate) use {apply, getter, member_type, resource, setter};
