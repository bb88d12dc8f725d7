//! A chat with a model: the conversation, its input, its target and its parameters.

mod conversation;
mod form;
mod parameters;
#[cfg(feature = "hydrate")]
mod stream;
mod turn;

#[cfg(feature = "ssr")]
pub(crate) use form::Chat;
