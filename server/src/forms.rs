//! Plain form posts: what a page's forms do without WebAssembly.
//!
//! A handler here is mounted with POST on its page's own path (the same parameter names as in the
//! app's route table: `/g/{gateway}/backends`), calls `control`, and answers with a redirect (303)
//! or with the page again ([`render_page`] and the field errors as context). No rule lives here.

mod answer;
mod audit;
mod backends;
mod playground;
mod theme;

pub use crate::render::render_page;

use crate::AppState;
use axum::{Router, routing::post};

/// POST routes; GET on the same paths belongs to the app.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/g/{gateway}/backends/new", post(backends::create))
        .route("/g/{gateway}/backends/{backend}", post(backends::act))
        .route("/g/{gateway}/backends/{backend}/edit", post(backends::edit))
        .route("/g/{gateway}/backends/{backend}/delete", post(backends::delete))
        .route("/g/{gateway}/playground", post(playground::send))
        .route("/audit/{entry}", post(audit::settle))
        .route("/theme", post(theme::choose))
}
