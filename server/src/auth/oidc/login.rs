//! `/auth/login?return_to=`: off to the provider. With `silent=1` the provider shows nothing: it
//! either still knows the person, or says so and they are asked.

use super::{OidcAuth, error::SignInError, person::is_signed_in};
use crate::{
    AppState,
    auth::{attempts::remember, return_to::own_path, unauthenticated::address},
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
        remember(session, attempt).await?;
        Ok(Redirect::to(url.as_str()).into_response())
    }
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
