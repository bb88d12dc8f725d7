//! What lives on in the browser: drawn by the server like everything else, then taken over there. An island and all that
//! it draws is part of the browser's bundle; pages are not, so keep islands few and small.

mod chat;

#[cfg(feature = "ssr")]
pub(crate) use chat::Chat;
