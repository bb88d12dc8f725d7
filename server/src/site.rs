//! The browser's files: where they are, how they are named, how long they may be cached.

mod files;
mod options;

pub use files::routes;
pub use options::{find_root, leptos_options};
