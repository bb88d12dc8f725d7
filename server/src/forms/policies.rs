//! An API's policy: saved, deleted, or drawn again with a token limit in it.

use super::answer::{Post, path, see, status_of};
use crate::AppState;
use app::{
    routes,
    state::{PolicyDraft, Posted},
};
use axum::{extract::State, response::Response};
use control::Error;
use domain::policy::{EMPTY_POLICY, SavePolicy, TokenLimit};
use http::StatusCode;

/// `POST /g/{gateway}/apis/{api}/policy`
pub async fn act(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let (gateway, api): (String, String) = path(&mut post.parts).await?;
    let draft = PolicyDraft::from_pairs(&post.pairs);
    Ok(match post.action().as_str() {
        "delete" => delete(&state, post, &gateway, &api).await,
        "limit" => put_limit(&state, post, draft).await,
        "review" => again(&state, post, draft, StatusCode::OK).await,
        _ => save(&state, post, draft, gateway, api).await,
    })
}

async fn save(state: &AppState, post: Post, draft: PolicyDraft, gateway: String, api: String) -> Response {
    let action = post.action();
    let etag = if action == "rebase" { post.pairs.text("current_etag") } else { draft.etag.clone() };
    let save = SavePolicy {
        gateway,
        api,
        document: draft.document.clone(),
        etag: Some(etag).filter(|etag| !etag.is_empty()),
        is_overwrite: action == "overwrite",
    };
    if let Err(error) = state.control.limit_is_in(&post.op, &draft.document, &draft.limit) {
        return refused(state, post, draft, &error).await;
    }
    match state.control.save_policy(&post.op, &save).await {
        Ok(saved) => see(&done(&save.gateway, &save.api, &saved)),
        Err(error) => refused(state, post, draft, &error).await,
    }
}

async fn put_limit(state: &AppState, post: Post, draft: PolicyDraft) -> Response {
    let document = if draft.document.trim().is_empty() { EMPTY_POLICY } else { &draft.document };
    match state.control.with_token_limit(&post.op, document, &draft.limit) {
        // It is in the document now: the form is for another one.
        Ok(document) => again(state, post, PolicyDraft { document, limit: TokenLimit::default(), ..draft }, StatusCode::OK).await,
        Err(error) => refused(state, post, draft, &error).await,
    }
}

async fn delete(state: &AppState, post: Post, gateway: &str, api: &str) -> Response {
    match state.control.delete_policy(&post.op, gateway, api, &post.pairs.text("etag")).await {
        Ok(saved) => see(&done(gateway, api, &saved)),
        // The document is not part of that form: the editor shows the one in force.
        Err(error) => post.refused(state, Posted::default(), &error).await,
    }
}

async fn refused(state: &AppState, post: Post, draft: PolicyDraft, error: &Error) -> Response {
    let problem = post.problem(error);
    let status = status_of(&problem);
    again(state, post, PolicyDraft { problem: Some(problem), ..draft }, status).await
}

async fn again(state: &AppState, post: Post, draft: PolicyDraft, status: StatusCode) -> Response {
    post.page(state, Posted { policy: Some(draft), ..Posted::default() }, status).await
}

fn done(gateway: &str, api: &str, saved: &domain::resource::Saved) -> String {
    routes::with_query(&routes::api_policy(gateway, api), &[("done", &saved.verb), ("entry", &saved.audit_id)])
}
