//! Who asks: each request gets its `control::Op` here, or is told to sign in.
//!
//! Two ways, chosen by `auth.mode`: one local administrator, or an OpenID Connect provider with
//! sessions and personal tokens. What someone may do is decided further in, by the use cases.

mod attempts;
pub mod azure;
pub(crate) mod http;
mod identify;
pub mod local;
pub mod oidc;
mod reason;
pub mod return_to;
pub mod seal;
mod unauthenticated;
mod visit;

pub use identify::{Auth, identify};
pub use visit::{KEY as VISIT, Visit};
