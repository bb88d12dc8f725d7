//! Server functions, a file per resource. They are public endpoints: each authenticates itself.

pub mod audit;
pub mod backends;
pub mod codec;
pub mod error;
pub mod llm_api;
pub mod mcp;
pub mod me;
pub mod operations;
pub mod overview;
pub mod playground;
pub mod policies;
pub mod products;
pub mod related;
pub mod resources;
pub mod settings;
pub mod ssr;
pub mod subscriptions;

pub use error::WireError;
