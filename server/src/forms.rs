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
use axum::{
    Router, middleware,
    routing::{MethodRouter, post},
};

/// POST routes; GET on the same paths belongs to the app.
pub fn routes() -> Router<AppState> {
    let add = |router: Router<AppState>, (path, handler)| router.route(path, handler);
    table().into_iter().fold(Router::new(), add).layer(middleware::from_fn(answer::tell_script))
}

/// The paths of [`routes`].
pub fn paths() -> impl Iterator<Item = &'static str> {
    table().into_iter().map(|(path, _)| path)
}

fn table() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        (posts::NEW_BACKEND, post(backends::create)),
        (posts::BACKEND, post(backends::act)),
        (posts::EDIT_BACKEND, post(backends::edit)),
        (posts::DELETE_BACKEND, post(backends::delete)),
        (posts::NEW_LLM_API, post(llm_api::create)),
        (posts::API_POLICY, post(policies::act)),
        (posts::API_DIAGNOSTICS, post(resources::log_llm_messages)),
        (posts::NEW_API_DIAGNOSTIC, post(resources::save)),
        (posts::API_DIAGNOSTIC, post(resources::act)),
        (posts::EDIT_API_DIAGNOSTIC, post(resources::save)),
        (posts::DELETE_API_DIAGNOSTIC, post(resources::delete)),
        (posts::NEW_RESOURCE, post(resources::save)),
        (posts::RESOURCE, post(resources::act)),
        (posts::EDIT_RESOURCE, post(resources::save)),
        (posts::DELETE_RESOURCE, post(resources::delete)),
        (posts::PLAYGROUND, post(playground::send)),
        (posts::AUDIT_ENTRY, post(audit::settle)),
        (posts::ME, post(me::act)),
        (posts::SETTINGS, post(me::act_for_everyone)),
        (posts::THEME, post(theme::choose)),
    ]
}
