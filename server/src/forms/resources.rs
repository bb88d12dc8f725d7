//! Resources that share one form: create, edit, delete, and what their pages' buttons do.

use super::answer::{ASKED_BY_SCRIPT, Post, path, see, status_of};
use crate::AppState;
use app::{
    routes,
    state::{Posted, RefusedForm},
};
use axum::{extract::State, response::Response};
use domain::{
    FieldError,
    key::WhichKey,
    mcp::ToolDraft,
    resource::{Draft, Key, Kind, SaveResource, Saved},
};
use http::StatusCode;
use serde::Deserialize;

/// Whichever of these the path has.
#[derive(Deserialize)]
struct Place {
    gateway: String,
    collection: Option<String>,
    parent: Option<String>,
    name: Option<String>,
}

/// The resource that the path is about; 404 for a collection that there is none of.
async fn key(post: &mut Post) -> Result<Key, Response> {
    let place: Place = path(&mut post.parts).await?;
    let kind = match (&place.parent, place.collection.as_deref()) {
        (Some(_), _) => Some(Kind::Diagnostic),
        (None, collection) => Kind::from_slug(collection.unwrap_or_default()),
    };
    let not_found = || axum::response::IntoResponse::into_response(StatusCode::NOT_FOUND);
    let kind = kind.ok_or_else(not_found)?;
    Ok(Key { gateway: place.gateway, kind, parent: place.parent.unwrap_or_default(), name: place.name.unwrap_or_default() })
}

/// `POST /g/{gateway}/{collection}/new` and `…/{name}/edit`
pub async fn save(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let key = key(&mut post).await?;
    let action = post.action();
    let mut draft = Draft::from_pairs(key.kind, &post.pairs);
    if !key.name.is_empty() {
        draft.name = key.name.clone();
    }
    let etag = post.pairs.text(if action == "rebase" { "current_etag" } else { "etag" });
    let save = SaveResource {
        key,
        draft,
        seen: RefusedForm::seen_in(&post.pairs),
        etag: Some(etag).filter(|etag| !etag.is_empty()),
        is_overwrite: action == "overwrite",
    };
    Ok(match state.control.save_resource(&post.op, &save).await {
        Ok(saved) => see(&done(&save.key.named(&saved.name), &saved)),
        Err(error) => {
            let mut problem = post.problem(&error);
            let status = status_of(&problem);
            // A script carries typed secrets over; without one they are gone, and nobody must take them for saved.
            if !post.parts.headers.contains_key(ASKED_BY_SCRIPT) {
                let typed = save.draft.secrets(save.key.kind);
                problem.fields.extend(typed.map(|path| FieldError::new(path, "Type it again: it is never kept in a page.")));
            }
            let form = RefusedForm {
                draft: save.draft.without_secrets(save.key.kind),
                seen: save.seen,
                etag: save.etag.unwrap_or_default(),
                problem: Some(problem),
            };
            post.page(&state, Posted { form: Some(form), ..Posted::default() }, status).await
        }
    })
}

/// `POST /g/{gateway}/{collection}/{name}/delete`
pub async fn delete(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let key = key(&mut post).await?;
    let (etag, with_subscriptions) = (post.pairs.text("etag"), post.pairs.is_checked("with_subscriptions"));
    Ok(match state.control.delete_resource(&post.op, &key, &etag, with_subscriptions).await {
        Ok(saved) => see(&routes::audit_entry(&saved.audit_id)),
        Err(error) => {
            let posted = Posted { with_subscriptions, seen: post.seen(), ..Posted::default() };
            post.refused(&state, posted, &error).await
        }
    })
}

/// `POST /g/{gateway}/{collection}/{name}`: what the buttons of a resource's page do.
pub async fn act(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let key = key(&mut post).await?;
    let (control, op, pairs) = (&state.control, &post.op, &post.pairs);
    let api = pairs.text("api");
    let changed = match (key.kind, post.action().as_str()) {
        (Kind::Product, "add-api") => control.add_product_api(op, &key.gateway, &key.name, &api).await,
        (Kind::Product, "remove-api") => control.remove_product_api(op, &key.gateway, &key.name, &api).await,
        (Kind::McpServer, "add-tool") => return Ok(add_tool(&state, post, &key).await),
        (Kind::McpServer, "remove-tool") => control.remove_tool(op, &key.gateway, &key.name, &pairs.text("tool")).await,
        (Kind::Subscription, "reveal") => return Ok(reveal(&state, post, &key).await),
        (Kind::Subscription, "regenerate") => control.regenerate_key(op, &key.gateway, &key.name, which(&pairs.text("which"))).await,
        _ => return Ok(see(&routes::resource(&key))),
    };
    Ok(match changed {
        Ok(saved) => see(&done(&key, &saved)),
        Err(error) => post.refused(&state, Posted::default(), &error).await,
    })
}

/// `POST /g/{gateway}/apis/{parent}/diagnostics`: the preset.
pub async fn log_llm_messages(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let key = key(&mut post).await?;
    Ok(match state.control.enable_llm_logging(&post.op, &key.gateway, &key.parent).await {
        Ok(saved) => see(&done(&key.named(&saved.name), &saved)),
        Err(error) => post.refused(&state, Posted::default(), &error).await,
    })
}

async fn add_tool(state: &AppState, post: Post, key: &Key) -> Response {
    let text = |name: &str| post.pairs.text(name);
    let draft = ToolDraft {
        name: text("tool"),
        title: text("title"),
        description: text("description"),
        api: text("api"),
        operation: text("operation"),
    };
    match state.control.add_tool(&post.op, &key.gateway, &key.name, &draft).await {
        Ok(saved) => see(&done(key, &saved)),
        Err(error) => post.refused(state, Posted { tool: Some(draft), ..Posted::default() }, &error).await,
    }
}

/// The page again with the key in it: never in an address, and nothing keeps the answer.
async fn reveal(state: &AppState, post: Post, key: &Key) -> Response {
    let which = which(&post.pairs.text("which"));
    match state.control.reveal_key(&post.op, &key.gateway, &key.name, which).await {
        Ok(revealed) => post.page(state, Posted { revealed: Some(revealed), ..Posted::default() }, StatusCode::OK).await,
        Err(error) => post.refused(state, Posted::default(), &error).await,
    }
}

fn which(text: &str) -> WhichKey {
    WhichKey::parse(text).unwrap_or(WhichKey::Secondary)
}

fn done(key: &Key, saved: &Saved) -> String {
    routes::with_query(&routes::resource(key), &[("done", &saved.verb), ("entry", &saved.audit_id)])
}
