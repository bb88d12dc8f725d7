//! Form posts: what a page's forms do, with scripts and without.
//!
//! A handler here is mounted with POST on its page's own path (the same parameter names as in the
//! app's route table: `/g/{gateway}/backends`), calls `control`, and answers with a redirect (303)
//! or with the page again ([`render_page`] and the field errors as context). No rule lives here.

pub mod answer;
mod audit;
mod backends;
mod llm_api;
mod me;
mod playground;
mod policies;
mod resources;
mod theme;

pub use crate::render::render_page;

use crate::AppState;
use app::routes::posts;
use axum::{Router, middleware, routing::post};

/// POST routes; GET on the same paths belongs to the app.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(posts::NEW_BACKEND, post(backends::create))
        .route(posts::BACKEND, post(backends::act))
        .route(posts::EDIT_BACKEND, post(backends::edit))
        .route(posts::DELETE_BACKEND, post(backends::delete))
        .route(posts::NEW_LLM_API, post(llm_api::create))
        .route(posts::API_POLICY, post(policies::act))
        .route(posts::API_DIAGNOSTICS, post(resources::log_llm_messages))
        .route(posts::NEW_API_DIAGNOSTIC, post(resources::save))
        .route(posts::API_DIAGNOSTIC, post(resources::act))
        .route(posts::EDIT_API_DIAGNOSTIC, post(resources::save))
        .route(posts::DELETE_API_DIAGNOSTIC, post(resources::delete))
        .route(posts::NEW_RESOURCE, post(resources::save))
        .route(posts::RESOURCE, post(resources::act))
        .route(posts::EDIT_RESOURCE, post(resources::save))
        .route(posts::DELETE_RESOURCE, post(resources::delete))
        .route(posts::PLAYGROUND, post(playground::send))
        .route(posts::AUDIT_ENTRY, post(audit::settle))
        .route(posts::ME, post(me::act))
        .route(posts::SETTINGS, post(me::act_for_everyone))
        .route(posts::THEME, post(theme::choose))
        .layer(middleware::from_fn(answer::tell_script))
}
