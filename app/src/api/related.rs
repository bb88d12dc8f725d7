//! What depends on a resource.

use super::{WireError, codec::Json, ssr};
use domain::resource::{Key, Related};
use leptos::server;

/// `Permission:` read.
#[server(name = RelatedCall, prefix = "/api", endpoint = "resources/related", input = Json, output = Json)]
pub async fn related(key: Key) -> Result<Related, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.related(&op, &key).await)
}

/// Pools aside: the backend itself knows those. `Permission:` read.
#[server(prefix = "/api", endpoint = "backends/related", input = Json, output = Json)]
pub async fn related_to_backend(gateway: String, name: String) -> Result<Related, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.related_to_backend(&op, &gateway, &name).await)
}
