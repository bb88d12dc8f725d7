//! Policies of APIs.

use super::{WireError, codec::Json, ssr};
use domain::{
    policy::{PolicyDetail, SavePolicy},
    resource::Saved,
};
use leptos::server;

/// Whether the API has a policy. `Permission:` read.
#[server(prefix = "/api", endpoint = "policies/list", input = Json, output = Json)]
pub async fn list_policies(gateway: String, api: String) -> Result<Vec<String>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_policies(&op, &gateway, &api).await)
}

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "policies/get", input = Json, output = Json)]
pub async fn get_policy(gateway: String, api: String) -> Result<PolicyDetail, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.get_policy(&op, &gateway, &api).await)
}

/// Creates or replaces. `Permission:` write.
#[server(name = SavePolicyCall, prefix = "/api", endpoint = "policies/save", input = Json, output = Json)]
pub async fn save_policy(save: SavePolicy) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.save_policy(&op, &save).await)
}

/// `Permission:` delete.
#[server(prefix = "/api", endpoint = "policies/delete", input = Json, output = Json)]
pub async fn delete_policy(gateway: String, api: String, etag: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.delete_policy(&op, &gateway, &api, &etag).await)
}
