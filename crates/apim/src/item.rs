//! Lists of objects in a resource, such as the masks of a diagnostic: read as types, written back
//! over what is there, so that an item that stays keeps what else it holds.

use serde_json::{Map, Value};

/// One item, as far as this console knows it.
pub(crate) trait Item: Clone + PartialEq {
    /// `None` for what is no such item; it is kept as it is.
    fn read(value: &Value) -> Option<Self>;
    /// Whether both speak of the same thing, whatever they say of it.
    fn is_same(&self, other: &Self) -> bool;
    /// Lays what differs from `current` over the item.
    fn lay(&self, current: Option<&Self>, members: &mut Map<String, Value>);
}

/// The items of an array.
pub(crate) fn read_items<T: Item>(list: Option<&Value>) -> Vec<T> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(T::read).collect()
}

/// The array with `wanted` in it: in its order, each laid over the item that it was.
pub(crate) fn lay_items<T: Item>(stored: Option<Value>, wanted: &[T]) -> Value {
    let mut stored = match stored {
        Some(Value::Array(items)) => items,
        _ => vec![],
    };
    let mut laid = Vec::with_capacity(wanted.len());
    for item in wanted {
        let found = stored.iter().position(|value| T::read(value).is_some_and(|stored| stored.is_same(item)));
        let base = found.map(|index| stored.remove(index)).unwrap_or_default();
        let current = T::read(&base);
        let mut members = crate::overlay::object(base);
        if current.as_ref() != Some(item) {
            item.lay(current.as_ref(), &mut members);
        }
        laid.push(Value::Object(members));
    }
    laid.extend(stored.into_iter().filter(|value| T::read(value).is_none()));
    Value::Array(laid)
}
