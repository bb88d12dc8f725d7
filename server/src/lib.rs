//! The process: command line, configuration, boot, the HTTP surface, shutdown.
//!
//! Joins the crates that do the work and owns what belongs to a server: listeners, middleware,
//! sessions, streaming, background jobs. Holds no rule about gateways; those live in `control`.

#![recursion_limit = "256"]

pub mod auth;
pub mod azure;
pub mod boot;
pub mod cli;
pub mod config;
mod exports;
pub mod forms;
mod jobs;
mod layers;
mod probes;
mod problem;
mod relay;
mod render;
mod router;
mod sessions;
mod shutdown;
mod site;
mod state;
mod telemetry;
mod tls;

pub use boot::Running;
pub use config::Config;
pub use render::render_page;
pub use router::posts_and_downloads;
pub use state::AppState;
