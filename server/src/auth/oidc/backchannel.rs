//! `/auth/backchannel-logout`: the provider itself says that a session is over. What it sends is a
//! signed token and is believed only as such (OpenID Connect Back-Channel Logout 1.0, section 2.6).

use super::{OidcAuth, claims, error::SignInError};
use axum::{
    Extension, Form, Json,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use control::ProviderLogout;
use domain::{Role, Timestamp, access::Claims};
use http::{StatusCode, header, request::Parts};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How old a token may be, and how long its id is remembered.
const TIME_MS: i64 = 120_000;

#[derive(Debug, Deserialize)]
pub(super) struct Body {
    #[serde(default)]
    logout_token: String,
}

/// `POST /auth/backchannel-logout`
pub(super) async fn end(Extension(auth): Extension<Arc<OidcAuth>>, parts: Parts, Form(body): Form<Body>) -> Response {
    let op = auth.op_of("provider", "the identity provider", Role::Nobody, &parts.extensions);
    let outcome = match auth.logout_of(&body.logout_token).await {
        Ok(logout) => auth.control.ended_by_provider(&op, &logout).await.map_err(SignInError::from),
        Err(error) => Err(error),
    };
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match outcome {
        Ok(true) => (StatusCode::OK, no_store).into_response(),
        Ok(false) => refused("the token was used before"),
        Err(error) => {
            tracing::warn!(request_id = op.request_id, %error, "a back-channel logout was refused");
            auth.control.refused(&op, &error.refusal()).await;
            refused(&error.to_string())
        }
    }
}

fn refused(description: &str) -> Response {
    let body = json!({ "error": "invalid_request", "error_description": description });
    (StatusCode::BAD_REQUEST, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

impl OidcAuth {
    async fn logout_of(&self, token: &str) -> Result<ProviderLogout, SignInError> {
        let mut is_signed = is_signed_by(token, &self.provider.keys(false).await?)?;
        if !is_signed {
            is_signed = is_signed_by(token, &self.provider.keys(true).await?)?;
        }
        if !is_signed {
            return Err(invalid("its signature is none of the provider's"));
        }
        self.check(&claims::payload(token)?)
    }

    fn check(&self, found: &Claims) -> Result<ProviderLogout, SignInError> {
        let now = self.clock.now();
        let text = |key: &str| found.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("iss").trim_end_matches('/') != self.provider.issuer() {
            return Err(invalid("its issuer is another one"));
        }
        let is_for_us = match found.get("aud") {
            Some(Value::String(one)) => one == self.provider.client_id(),
            Some(Value::Array(all)) => all.iter().any(|one| one == self.provider.client_id()),
            _ => false,
        };
        if !is_for_us {
            return Err(invalid("its audience is another one"));
        }
        let at_ms = |key: &str| found.get(key).and_then(Value::as_f64).map(|seconds| (seconds * 1000.0) as i64);
        let issued = at_ms("iat").ok_or_else(|| invalid("it does not say when it was issued"))?;
        if (now.0 - issued).abs() > TIME_MS || at_ms("exp").is_some_and(|end| end + TIME_MS / 2 < now.0) {
            return Err(invalid("it is too old, or from the future"));
        }
        if !found.get("events").is_some_and(|events| events.get(EVENT).is_some_and(Value::is_object)) {
            return Err(invalid("it is no logout token"));
        }
        if found.contains_key("nonce") {
            return Err(invalid("it has a nonce, which only an id token has"));
        }
        let (jti, subject, session) = (text("jti"), text("sub"), text("sid"));
        if jti.is_empty() || (subject.is_empty() && session.is_empty()) {
            return Err(invalid("it names neither a person nor a session, or has no id"));
        }
        let expires_at = Timestamp(issued + 2 * TIME_MS);
        Ok(ProviderLogout { jti: jti.into(), expires_at, subject: subject.into(), provider_session: session.into() })
    }
}

fn invalid(detail: &str) -> SignInError {
    SignInError::Token { detail: detail.into() }
}

/// Whether one of these keys signed it. A token that is not one at all is an error.
fn is_signed_by(token: &str, keys: &[CoreJsonWebKey]) -> Result<bool, SignInError> {
    let (message, signature) = token.rsplit_once('.').ok_or_else(|| invalid("it is no token"))?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid("it is no token"));
    let signature = decode(signature)?;
    let head: Value =
        serde_json::from_slice(&decode(message.split('.').next().unwrap_or_default())?).map_err(|_| invalid("it is no token"))?;
    let algorithm: CoreJwsSigningAlgorithm =
        serde_json::from_value(head["alg"].clone()).map_err(|_| invalid("its signature is of an unknown kind"))?;
    if !claims::algorithms().contains(&algorithm) {
        return Err(invalid("its signature is of a kind that does not count"));
    }
    let is_meant = |key: &&CoreJsonWebKey| match (head["kid"].as_str(), key.key_id()) {
        (Some(wanted), Some(id)) => id.as_str() == wanted,
        _ => true,
    };
    Ok(keys.iter().filter(is_meant).any(|key| key.verify_signature(&algorithm, message.as_bytes(), &signature).is_ok()))
}
