//! What every page does once its script runs, whatever is on it: plain DOM code on plain markup, listening at the
//! document. Pages are drawn by the server alone; what needs more than this is an island.
//!
//! Attributes are the contract: `data-menu`, `data-copy`, `data-guard`, `data-focus`, `data-toast`, `data-announce`.

mod copy;
mod dom;
mod forms;
mod leave;
mod menus;
mod progress;
mod theme;
mod toasts;

pub(crate) use dom::{focus, submitted};

/// Called once per page.
pub fn start() {
    copy::start();
    forms::start();
    leave::start();
    menus::start();
    progress::start();
    theme::start();
    toasts::start();
    // Islands come alive right after this; what waits for the page waits for them too.
    leptos::prelude::set_timeout(dom::mark_hydrated, std::time::Duration::ZERO);
}
