//! The `claims` parameter: what a policy asks for, and that this client understands being asked.
//!
//! `xms_cc: cp1` makes Azure end tokens at once when an account is disabled or moves (continuous
//! access evaluation), instead of when they expire. Source: Microsoft identity platform, "Claims
//! challenges, claims requests and client capabilities".

use serde_json::{Value, json};

/// The longest that Azure's own demand may be, in bytes: it becomes part of an address.
const MAX: usize = 4 * 1024;

/// The demand (a JSON object) with our capability in it.
pub(crate) fn asked(demand: Option<&str>) -> String {
    let demanded = demand.and_then(checked).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let mut claims = demanded.unwrap_or_else(|| json!({}));
    if !claims["access_token"].is_object() {
        claims["access_token"] = json!({});
    }
    claims["access_token"]["xms_cc"] = json!({ "values": ["cp1"] });
    claims.to_string()
}

/// A demand that can be passed on.
pub(super) fn checked(demand: &str) -> Option<String> {
    let is_object = demand.len() <= MAX && serde_json::from_str::<Value>(demand).is_ok_and(|claims| claims.is_object());
    is_object.then(|| demand.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demand_is_passed_on_with_our_capability() {
        assert_eq!(asked(None), r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
        let demand = r#"{"access_token":{"capolids":{"essential":true,"values":["c1"]}},"id_token":{}}"#;
        let sent: Value = serde_json::from_str(&asked(Some(demand))).unwrap();
        assert_eq!(sent["access_token"]["capolids"]["values"][0], "c1");
        assert_eq!(sent["access_token"]["xms_cc"]["values"][0], "cp1");
        assert_eq!(sent["id_token"], json!({}));
        for nonsense in ["[]", "x", r#"{"access_token":"text"}"#] {
            assert_eq!(asked(Some(nonsense)), asked(None), "{nonsense}");
        }
        assert!(checked(&format!(r#"{{"a":"{}"}}"#, "x".repeat(MAX))).is_none());
    }
}
