//! Settling an unknown outcome.

use super::answer::{Post, path, see};
use crate::AppState;
use app::{routes, state::Posted};
use axum::{extract::State, response::Response};

/// `POST /audit/{entry}`
pub async fn settle(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let entry: String = path(&mut post.parts).await?;
    match state.control.settle(&post.op, &entry).await {
        Ok(_) => Ok(see(&routes::audit_entry(&entry))),
        Err(error) => Ok(post.refused(&state, Posted::default(), &error).await),
    }
}
