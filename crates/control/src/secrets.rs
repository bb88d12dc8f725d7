//! Secrets in audit rows: that one is set, or was changed, and never its value.

use apim::MASK;
use serde_json::Value;

/// `masked` (of `wanted`), saying "changed" where the secret differs from the one in `base`.
pub(crate) fn mark_replaced(mut masked: Value, wanted: &Value, base: &Value) -> Value {
    mark(&mut masked, wanted, base);
    masked
}

fn mark(masked: &mut Value, wanted: &Value, base: &Value) {
    match (masked, wanted) {
        (Value::Object(masked), Value::Object(wanted)) => {
            for (name, member) in masked.iter_mut() {
                mark(member, wanted.get(name).unwrap_or(&Value::Null), base.get(name).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(masked), Value::Array(wanted)) => {
            for (index, item) in masked.iter_mut().enumerate() {
                mark(item, wanted.get(index).unwrap_or(&Value::Null), base.get(index).unwrap_or(&Value::Null));
            }
        }
        (Value::String(text), wanted) if text == MASK && wanted != base => *text = format!("{MASK} changed"),
        _ => {}
    }
}
