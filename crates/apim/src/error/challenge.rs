//! The claims challenge of continuous access evaluation: Azure takes a token no longer, and says what
//! a new one must prove. Source: Microsoft identity platform, "Claims challenges, claims requests and
//! client capabilities".

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use http::{HeaderMap, header};
use serde_json::Value;

/// The longest challenge that is looked at, in bytes.
const MAX: usize = 8 * 1024;

/// `WWW-Authenticate: Bearer …, error="insufficient_claims", claims="BASE64"`: the claims, as a JSON
/// object. Anything else there is `None`.
pub(super) fn claims(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    values.filter(|value| value.len() <= MAX).find_map(claims_of)
}

fn claims_of(challenge: &str) -> Option<String> {
    let text = parameter(challenge, "claims")?;
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded = [&STANDARD, &URL_SAFE].into_iter().find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(text).ok())?;
    serde_json::from_slice::<Value>(&decoded).ok().filter(Value::is_object).map(|claims| claims.to_string())
}

/// The quoted value of `name="…"`; base64 holds no quotes, so none is escaped.
fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = challenge;
    loop {
        let at = rest.find(name)?;
        let before = rest.get(..at).unwrap_or_default();
        rest = rest.get(at + name.len()..)?;
        let is_whole = before.is_empty() || before.ends_with([' ', ',', '\t']);
        if let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start).and_then(|text| text.strip_prefix('"'))
            && is_whole
        {
            return value.split('"').next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose;
    use http::HeaderValue;

    fn found(challenge: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.append(header::WWW_AUTHENTICATE, HeaderValue::from_static("Negotiate"));
        headers.append(header::WWW_AUTHENTICATE, challenge.parse().unwrap());
        claims(&headers)
    }

    #[test]
    fn claims_are_found_in_either_alphabet() {
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
        for text in [general_purpose::STANDARD.encode(json), general_purpose::URL_SAFE_NO_PAD.encode(json)] {
            let challenge = format!(
                r#"Bearer realm="", authorization_uri="https://login/authorize?claims=no", error="insufficient_claims", claims="{text}""#
            );
            assert_eq!(found(&challenge).as_deref(), Some(json));
        }
    }

    #[test]
    fn anything_else_is_no_challenge() {
        let array = general_purpose::STANDARD.encode("[]");
        for challenge in [
            r#"Bearer error="invalid_token""#.to_owned(),
            r#"Bearer claims="%%%""#.to_owned(),
            format!(r#"Bearer claims="{array}""#),
            "Bearer claims".to_owned(),
            format!(r#"Bearer claims="{}""#, "A".repeat(MAX)),
        ] {
            assert_eq!(found(&challenge), None, "{challenge}");
        }
    }
}
