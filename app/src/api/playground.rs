//! The playground. Streaming goes through the relay, not through here.

use super::{WireError, codec::Json, ssr};
use domain::chat::PlaygroundOptions;
use leptos::server;

/// `Permission:` invoke.
#[server(name = PlaygroundOptionsCall, prefix = "/api", endpoint = "playground/options", input = Json, output = Json)]
pub async fn playground_options(gateway: String) -> Result<PlaygroundOptions, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.playground_options(&op, &gateway).await)
}
