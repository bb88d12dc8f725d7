//! The vocabulary of the console: gateways, people, roles, operations, audit entries, backends and
//! chat, in the words of Azure API Management.
//!
//! Owns the shapes that travel between the browser and the server. Knows nothing of HTTP, SQL or
//! Leptos, does no I/O, and compiles for the browser: everything here may be read by whoever opens
//! the page, so no type in this crate holds a secret that Azure keeps.

pub mod access;
pub mod actor;
pub mod audit;
pub mod backend;
pub mod chat;
pub mod field;
pub mod gateway;
pub mod identity;
pub mod key;
pub mod llm_api;
pub mod mcp;
pub mod operation;
pub mod overview;
pub mod page;
pub mod policy;
pub mod problem;
pub mod product;
pub mod resource;
pub mod sse;
pub mod timestamp;

pub use actor::{Actor, Permission, Role};
pub use field::{FieldError, Pairs};
pub use operation::{Effect, Operation};
pub use problem::{Problem, ProblemCode, Upstream};
pub use timestamp::Timestamp;
