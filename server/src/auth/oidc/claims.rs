//! What tokens say: which signatures count, which times, and the claims as plain JSON.

use super::error::SignInError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{Timestamp, access::Claims};
use openidconnect::{
    AdditionalClaims, EmptyAdditionalClaims, IdTokenClaims,
    core::{CoreGenderClaim, CoreJwsSigningAlgorithm as Alg},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far the provider's clock and ours may be apart.
const SKEW_MS: i64 = 60_000;

pub(super) type IdClaims = IdTokenClaims<EmptyAdditionalClaims, CoreGenderClaim>;

/// Whatever else userinfo says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Others(serde_json::Map<String, Value>);

impl AdditionalClaims for Others {}

/// Signatures by a key pair of the provider's. Never `none`, never one by a shared secret.
pub(super) fn algorithms() -> Vec<Alg> {
    vec![
        Alg::RsaSsaPkcs1V15Sha256,
        Alg::RsaSsaPkcs1V15Sha384,
        Alg::RsaSsaPkcs1V15Sha512,
        Alg::RsaSsaPssSha256,
        Alg::RsaSsaPssSha384,
        Alg::RsaSsaPssSha512,
        Alg::EcdsaP256Sha256,
        Alg::EcdsaP384Sha384,
        Alg::EdDsa,
    ]
}

/// A token that ended within the skew still counts.
pub(super) fn earliest(now: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now.0 - SKEW_MS).unwrap_or_default()
}

/// Ten minutes are the longest that a sign-in takes.
pub(super) fn issued_in_time(issued: DateTime<Utc>, now: Timestamp) -> Result<(), String> {
    let age_ms = now.0 - issued.timestamp_millis();
    if age_ms < -SKEW_MS {
        return Err("it was issued in the future: are the clocks right?".into());
    }
    if age_ms > 600_000 + SKEW_MS { Err("it was issued too long ago".into()) } else { Ok(()) }
}

/// openidconnect does not look at `nbf`.
pub(super) fn check_times(claims: &Claims, now: Timestamp) -> Result<(), SignInError> {
    let not_before = claims.get("nbf").and_then(Value::as_f64).unwrap_or(0.0) * 1000.0;
    if not_before > (now.0 + SKEW_MS) as f64 {
        return Err(SignInError::Token { detail: "it is not valid yet: are the clocks right?".into() });
    }
    Ok(())
}

/// The middle part of a token whose signature was verified.
pub(super) fn payload(token: &str) -> Result<Claims, SignInError> {
    let part = token.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|error| SignInError::Token { detail: error.to_string() })?;
    serde_json::from_slice(&bytes).map_err(|error| SignInError::Token { detail: error.to_string() })
}

/// Userinfo's claims as plain JSON.
pub(super) fn as_map(user: &impl Serialize) -> Claims {
    match serde_json::to_value(user) {
        Ok(Value::Object(claims)) => claims,
        _ => Claims::new(),
    }
}

/// An error with its causes, in one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

/// A name for pages: what the provider offers first, or the subject.
pub(super) fn name(claims: &Claims) -> String {
    let text = |key: &str| claims.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let found = ["name", "preferred_username", "email", "upn", "sub"].into_iter().find_map(text);
    found.unwrap_or_default().chars().take(200).collect()
}

/// What the person types where they sign in; empty when the provider does not say.
pub(super) fn login(claims: &Claims) -> String {
    let text = |key: &str| claims.get(key).and_then(Value::as_str).filter(|text| text.contains('@'));
    ["preferred_username", "upn", "email"].into_iter().find_map(text).unwrap_or_default().chars().take(200).collect()
}

/// How the person proved who they are.
pub(super) fn proof(claims: &Claims) -> String {
    let text = |key: &str| match claims.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    };
    let parts = [("acr", text("acr")), ("amr", text("amr"))];
    let parts: Vec<_> = parts.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")).collect();
    parts.join(", ").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: Value) -> Claims {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn clocks_may_differ_by_a_minute() {
        let now = Timestamp(1_000_000_000);
        let at = |ms: i64| DateTime::from_timestamp_millis(now.0 + ms).unwrap();
        assert!(issued_in_time(at(59_000), now).is_ok());
        assert!(issued_in_time(at(61_000), now).is_err());
        assert!(issued_in_time(at(-700_000), now).is_err());
        assert!(check_times(&claims(json!({ "nbf": (now.0 + 59_000) / 1000 })), now).is_ok());
        assert!(check_times(&claims(json!({ "nbf": (now.0 + 62_000) / 1000 })), now).is_err());
        assert!(check_times(&claims(json!({})), now).is_ok());
    }

    #[test]
    fn people_have_a_name_whatever_the_provider_sends() {
        assert_eq!(name(&claims(json!({ "sub": "1", "email": "a@b.c", "name": " " }))), "a@b.c");
        assert_eq!(name(&claims(json!({ "sub": "1" }))), "1");
        assert_eq!(proof(&claims(json!({ "acr": "urn:mfa", "amr": ["pwd", "otp"] }))), "acr: urn:mfa, amr: pwd otp");
    }
}
