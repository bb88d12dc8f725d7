//! Keys of subscriptions.

use super::{WireError, codec::Json, ssr};
use domain::{
    key::{KeyHistory, RevealedKey, WhichKey},
    resource::Saved,
};
use leptos::server;

/// One key in clear. `Permission:` reveal.
#[server(prefix = "/api", endpoint = "subscriptions/reveal", input = Json, output = Json)]
pub async fn reveal_key(gateway: String, name: String, which: WhichKey) -> Result<RevealedKey, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.reveal_key(&op, &gateway, &name, which).await)
}

/// The old key stops working at once. `Permission:` manage.
#[server(prefix = "/api", endpoint = "subscriptions/regenerate", input = Json, output = Json)]
pub async fn regenerate_key(gateway: String, name: String, which: WhichKey) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.regenerate_key(&op, &gateway, &name, which).await)
}

/// When this console last made the keys new. `Permission:` read.
#[server(name = KeyHistoryCall, prefix = "/api", endpoint = "subscriptions/keys", input = Json, output = Json)]
pub async fn key_history(gateway: String, name: String) -> Result<KeyHistory, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.key_history(&op, &gateway, &name).await)
}
