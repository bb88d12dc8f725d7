//! `/auth/logout`: GET asks, POST ends the session here and goes on to end the provider's.

use super::OidcAuth;
use crate::{
    AppState,
    auth::visit::{KEY, Visit},
    render::notice,
    sessions,
};
use app::state::Notice;
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::Role;
use http::{StatusCode, request::Parts};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

#[derive(Debug, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /auth/logout`
pub(super) async fn ask(State(state): State<AppState>, Query(done): Query<Done>, session: Session, parts: Parts) -> Response {
    let is_signed_in = matches!(session.get::<Visit>(KEY).await, Ok(Some(_)));
    let page = match (is_signed_in, done.done.as_str()) {
        (true, _) => Notice::new("Sign out?", "This browser's session ends, here and at the identity provider.")
            .with_button("Sign out", "/auth/logout")
            .with_link("Stay signed in", "/"),
        (false, "1") => Notice::new("Signed out", "Your session has ended.").with_link("Sign in again", "/auth/login"),
        (false, _) => Notice::new("Not signed in", "There is no session to end.").with_link("Sign in", "/auth/login"),
    };
    notice(&state, parts, page, StatusCode::OK).await
}

/// `POST /auth/logout`
pub(super) async fn act(Extension(auth): Extension<Arc<OidcAuth>>, session: Session, parts: Parts) -> Response {
    let visit = session.get::<Visit>(KEY).await.ok().flatten();
    let public_id = session.id().map(|id| sessions::public_id(&id)).unwrap_or_default();
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "a session could not be ended");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let Some(visit) = visit else { return Redirect::to("/auth/logout?done=1").into_response() };
    let op = auth.op_of(&visit.actor, &visit.name, Role::Nobody, &parts.extensions);
    if let Err(error) = auth.control.signed_out(&op, &public_id).await {
        tracing::error!(%error, "a sign-out could not be recorded");
    }
    let id_token = auth.seal.unseal(&OidcAuth::place(&visit), &visit.sealed_id_token).ok();
    match auth.provider.end_session(id_token.as_deref()).await {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => Redirect::to("/auth/logout?done=1").into_response(),
    }
}
