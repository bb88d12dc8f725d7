//! The Me page's buttons, and the same buttons on everyone's lists.

use super::answer::{Post, see};
use crate::AppState;
use app::{routes, state::Posted};
use axum::{extract::State, response::Response};
use control::Error;
use domain::identity::TokenDraft;
use http::StatusCode;

/// `POST /me`
pub async fn act(State(state): State<AppState>, post: Post) -> Response {
    if post.action() == "create-token" {
        return create_token(&state, post).await;
    }
    end(&state, post, &routes::me()).await
}

/// `POST /settings`
pub async fn act_for_everyone(State(state): State<AppState>, post: Post) -> Response {
    end(&state, post, &routes::settings()).await
}

/// The page again with the token in it: never in an address, and nothing keeps the answer.
async fn create_token(state: &AppState, post: Post) -> Response {
    let chosen = post.pairs.0.iter().filter_map(|(name, _)| name.strip_prefix("gateway.").map(str::to_owned)).collect();
    let draft =
        TokenDraft { name: post.pairs.text("name"), role: post.pairs.text("role"), gateways: chosen, days: post.pairs.text("days") };
    match state.control.create_token(&post.op, &draft).await {
        Ok(made) => post.page(state, Posted { new_token: Some(made), ..Posted::default() }, StatusCode::OK).await,
        Err(error) => post.refused(state, Posted { token: Some(draft), ..Posted::default() }, &error).await,
    }
}

async fn end(state: &AppState, post: Post, back: &str) -> Response {
    let (control, op) = (&state.control, &post.op);
    let ended = match post.action().as_str() {
        "revoke-session" => control.revoke_session(op, &post.pairs.text("session")).await.map(|()| "session-ended"),
        "revoke-token" => control.revoke_token(op, &post.pairs.text("token")).await.map(|()| "token-revoked"),
        "disconnect-azure" => control.disconnect_azure(op, &post.pairs.text("gateway")).await.map(|()| "azure-disconnected"),
        _ => return see(back),
    };
    match ended {
        Ok(done) => see(&routes::with_query(back, &[("done", done)])),
        // Gone already, which is what was wanted.
        Err(Error::NotFound { .. }) => see(back),
        Err(error) => post.refused(state, Posted::default(), &error).await,
    }
}
