//! Backends: the editor, deletion, weights, reconnect, test.

use super::answer::{Post, path, see, status_of};
use crate::AppState;
use app::{
    routes,
    state::{Posted, RefusedDraft},
};
use axum::{extract::State, response::Response};
use domain::backend::{BackendDraft, FormAction, MemberWeight, SaveBackend, Saved};
use http::StatusCode;

/// `POST /g/{gateway}/backends/new`
pub async fn create(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let gateway: String = path(&mut post.parts).await?;
    Ok(save(&state, post, gateway).await)
}

/// `POST /g/{gateway}/backends/{backend}/edit`
pub async fn edit(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let (gateway, _): (String, String) = path(&mut post.parts).await?;
    Ok(save(&state, post, gateway).await)
}

/// `POST /g/{gateway}/backends/{backend}/delete`
pub async fn delete(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let (gateway, name): (String, String) = path(&mut post.parts).await?;
    let etag = post.pairs.text("etag");
    match state.control.delete_backend(&post.op, &gateway, &name, &etag).await {
        Ok(saved) => Ok(see(&routes::audit_entry(&saved.audit_id))),
        Err(error) => {
            let posted = Posted { seen: post.seen(), ..Posted::default() };
            Ok(post.refused(&state, posted, &error).await)
        }
    }
}

/// `POST /g/{gateway}/backends/{backend}`: what the buttons of the detail page do.
pub async fn act(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let (gateway, name): (String, String) = path(&mut post.parts).await?;
    Ok(match post.action().as_str() {
        "weights" | "rebase" => weights(&state, post, &gateway, &name).await,
        "reconnect" => reconnect(&state, post, &gateway, &name).await,
        _ => test(&state, post, &gateway, &name).await,
    })
}

async fn weights(state: &AppState, post: Post, gateway: &str, name: &str) -> Response {
    let weights = MemberWeight::from_pairs(&post.pairs);
    let is_rebase = post.action() == "rebase";
    let etag = post.pairs.text(if is_rebase { "current_etag" } else { "etag" });
    match state.control.update_weights(&post.op, gateway, name, &etag, &weights).await {
        Ok(saved) => see(&done(gateway, &saved)),
        Err(error) => post.refused(state, Posted { weights, seen: etag, ..Posted::default() }, &error).await,
    }
}

async fn reconnect(state: &AppState, post: Post, gateway: &str, name: &str) -> Response {
    let after = post.pairs.text("after");
    match state.control.reconnect_backend(&post.op, gateway, name, &after).await {
        Ok(saved) => see(&done(gateway, &saved)),
        Err(error) => post.refused(state, Posted { after, ..Posted::default() }, &error).await,
    }
}

async fn test(state: &AppState, post: Post, gateway: &str, name: &str) -> Response {
    match state.control.test_backend(&post.op, gateway, name).await {
        Ok(report) => post.page(state, Posted { test: Some(report), ..Posted::default() }, StatusCode::OK).await,
        Err(error) => post.refused(state, Posted::default(), &error).await,
    }
}

/// A button that only changes the form draws it again; the others save.
async fn save(state: &AppState, post: Post, gateway: String) -> Response {
    let action = FormAction::parse(&post.action());
    let mut draft = BackendDraft::from_pairs(&post.pairs);
    let etag = post.pairs.text(if action == FormAction::Rebase { "current_etag" } else { "etag" });
    let seen = RefusedDraft::seen_in(&post.pairs);
    if action.is_local() {
        draft.apply(action);
        return again(state, post, RefusedDraft::redrawn(draft, seen, etag, action)).await;
    }
    let save = SaveBackend {
        gateway,
        draft,
        seen,
        etag: Some(etag).filter(|etag| !etag.is_empty()),
        is_overwrite: action == FormAction::Overwrite,
    };
    match state.control.save_backend(&post.op, &save).await {
        Ok(saved) => see(&done(&save.gateway, &saved)),
        Err(error) => {
            let problem = Some(post.problem(&error));
            let editor =
                RefusedDraft { draft: save.draft, seen: save.seen, etag: save.etag.unwrap_or_default(), focus: String::new(), problem };
            again(state, post, editor).await
        }
    }
}

/// The form with what was typed, secrets aside: those are never written into a page.
async fn again(state: &AppState, post: Post, editor: RefusedDraft) -> Response {
    let status = editor.problem.as_ref().map_or(StatusCode::OK, status_of);
    let editor = RefusedDraft { draft: editor.draft.without_secrets(), ..editor };
    post.page(state, Posted { editor: Some(editor), ..Posted::default() }, status).await
}

fn done(gateway: &str, saved: &Saved) -> String {
    routes::with_query(&routes::backend(gateway, &saved.name), &[("done", &saved.verb), ("entry", &saved.audit_id)])
}
