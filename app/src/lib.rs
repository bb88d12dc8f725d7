//! What people see: pages, and the server functions that feed them.
//!
//! Compiled twice. On the server (`ssr`) it is everything: pages are drawn there, and every form works as a plain post.
//! In the browser (`hydrate`) it is the islands, which come alive, and the page's script in `browser`. Whatever a page
//! holds is readable in the browser.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
mod frame;
mod islands;
#[cfg(feature = "ssr")]
mod pages;
mod problem_panel;
pub mod routes;
#[cfg(feature = "ssr")]
mod shell;
pub mod state;

#[cfg(feature = "hydrate")]
pub use browser::start;
#[cfg(feature = "ssr")]
pub use shell::{App, shell};
