//! Server functions, a file per resource. They are public endpoints: each authenticates itself.

pub mod audit;
pub mod backends;
pub mod codec;
pub mod error;
pub mod operations;
pub mod overview;
pub mod playground;
pub mod resources;
pub mod ssr;

pub use error::WireError;
