//! `/auth/login?return_to=`: off to the provider. With `silent=1` the provider shows nothing: it
//! either still knows the person, or says so and they are asked.

use super::{OidcAuth, error::SignInError, person::is_signed_in, provider::Attempt};
use crate::{
    AppState,
    auth::{return_to::own_path, unauthenticated::address},
    render::notice,
};
use app::state::Notice;
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

/// Sign-ins under way, in the session.
pub(super) const KEY: &str = "sign-in";
/// Tabs that may be signing in at the same time; the oldest is forgotten.
const MOST: usize = 5;
const TIME_MS: u64 = 600_000;

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    return_to: String,
    #[serde(default)]
    silent: String,
}

/// `GET /auth/login`
pub(super) async fn begin(
    State(state): State<AppState>,
    Extension(auth): Extension<Arc<OidcAuth>>,
    Query(wish): Query<Wish>,
    session: Session,
    parts: Parts,
) -> Response {
    let return_to = own_path(&wish.return_to);
    let is_silent = wish.silent == "1";
    if !is_silent && is_signed_in(&auth, &session).await {
        return Redirect::to(&return_to).into_response();
    }
    match auth.go(&session, return_to.clone(), is_silent).await {
        Ok(response) => response,
        Err(error) => failed(&auth, &state, parts, &error, &return_to).await,
    }
}

impl OidcAuth {
    /// To the provider, with what the session must remember of it.
    pub(super) async fn go(&self, session: &Session, return_to: String, is_silent: bool) -> Result<Response, SignInError> {
        let (url, attempt) = self.provider.begin(return_to, is_silent).await?;
        let mut attempts = session.get::<Vec<Attempt>>(KEY).await?.unwrap_or_default();
        let now = self.clock.now();
        attempts.retain(|attempt| now.millis_since(attempt.begun_at) < TIME_MS);
        if attempts.len() >= MOST {
            attempts.remove(0);
        }
        attempts.push(attempt);
        session.insert(KEY, attempts).await?;
        Ok(Redirect::to(url.as_str()).into_response())
    }

    /// The attempt that an answer belongs to; each is used once.
    pub(super) async fn take_attempt(&self, session: &Session, state: &str) -> Result<Attempt, SignInError> {
        let mut attempts = session.get::<Vec<Attempt>>(KEY).await?.unwrap_or_default();
        let found = attempts.iter().position(|attempt| is_equal(&attempt.state, state)).ok_or(SignInError::State)?;
        let attempt = attempts.remove(found);
        session.insert(KEY, attempts).await?;
        let is_late = self.clock.now().millis_since(attempt.begun_at) >= TIME_MS;
        if is_late { Err(SignInError::State) } else { Ok(attempt) }
    }
}

/// In a time that does not tell how much was right.
fn is_equal(expected: &str, given: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), given.as_bytes()).is_ok()
}

/// The page that says why, and how to go on to where the person wanted to be; the audit keeps it.
pub(super) async fn failed(auth: &OidcAuth, state: &AppState, parts: Parts, error: &SignInError, return_to: &str) -> Response {
    let op = auth.op_of("nobody", "not signed in", domain::Role::Nobody, &parts.extensions);
    tracing::warn!(request_id = op.request_id, code = error.code(), %error, "a sign-in failed");
    auth.control.refused(&op, &error.refusal()).await;
    let page = Notice::new("Sign-in failed", error.words())
        .with_fact("Reason", error.code())
        .with_fact("Request id", &op.request_id)
        .with_link("Sign in again", &address(return_to, false));
    notice(state, parts, page, error.status()).await
}
