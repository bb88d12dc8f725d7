//! What differs between two versions of a resource, leaf by leaf.

use domain::problem::Difference;
use serde_json::Value;
use std::collections::BTreeMap;

/// Leaves that differ, sorted by path. `null` and absent are the same: Azure uses both for "unset".
pub(crate) fn differences(left: &Value, right: &Value) -> Vec<Difference> {
    let (left, right) = (leaves(left), leaves(right));
    let paths: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    paths
        .into_iter()
        .filter(|path| left.get(*path) != right.get(*path))
        .map(|path| Difference { path: path.clone(), left: left.get(path).cloned(), right: right.get(path).cloned() })
        .collect()
}

/// Every leaf by its path, as JSON text.
pub(crate) fn leaves(value: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(value, String::new(), &mut found);
    found
}

fn collect(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(member, path, found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{path}[{index}]"), found);
            }
        }
        leaf => {
            found.insert(path, leaf.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_absent_and_order_does_not_matter() {
        assert!(differences(&json!({"a": null, "b": 1}), &json!({"b": 1})).is_empty());
    }

    #[test]
    fn names_the_leaf() {
        let found =
            differences(&json!({"pool": {"services": [{"weight": 1}]}}), &json!({"pool": {"services": [{"weight": 2}, {"id": "x"}]}}));
        let paths: Vec<_> = found.iter().map(|d| d.path.as_str()).collect();
        assert_eq!(paths, ["pool.services[0].weight", "pool.services[1].id"]);
        assert_eq!(found[0].left.as_deref(), Some("1"));
        assert_eq!(found[1].left, None);
    }
}
