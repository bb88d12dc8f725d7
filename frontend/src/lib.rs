//! The browser's entry point: the page's script starts, and the islands that the server drew come alive.

#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that the shell puts into the page, which then hands over the islands one by one.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    app::start();
}
