//! The playground: a chat with a model through the gateway.

mod conversation;
mod page;
mod parameters;
#[cfg(feature = "hydrate")]
mod stream;
mod turn;

pub(crate) use page::Playground;
