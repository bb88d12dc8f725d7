//! What administrators see of the console itself.

use super::{WireError, codec::Json, ssr};
use domain::identity::{Everyone, SettingLine};
use leptos::server;

/// Everyone's sessions and tokens. `Permission:` administer.
#[server(prefix = "/api", endpoint = "sessions/list", input = Json, output = Json)]
pub async fn list_everyone() -> Result<Everyone, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.everyone(&op, &ssr::visitor().session).await)
}

/// The configuration, without secrets. `Permission:` administer.
#[server(prefix = "/api", endpoint = "settings/get", input = Json, output = Json)]
pub async fn get_settings() -> Result<Vec<SettingLine>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.settings(&op, ssr::setting_lines()))
}
