//! Plain form posts: what a page's forms do without WebAssembly.
//!
//! A handler here is mounted with POST on its page's own path (the same parameter names as in the
//! app's route table: `/g/{gateway}/backends`), calls `control`, and answers with a redirect (303)
//! or with the page again ([`render_page`] and the field errors as context). No rule lives here.

pub use crate::render::render_page;

use crate::AppState;
use axum::Router;

/// POST routes; GET on the same paths belongs to the app.
pub fn routes() -> Router<AppState> {
    Router::new()
}
