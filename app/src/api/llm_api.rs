//! An LLM API in one step, and the preset that logs its messages.

use super::{WireError, codec::Json, ssr};
use domain::{
    llm_api::{LlmApiDraft, LlmApiOptions, LlmApiReport},
    resource::Saved,
};
use leptos::server;

/// Names to choose from. `Permission:` write.
#[server(name = LlmOptionsCall, prefix = "/api", endpoint = "apis/llm-options", input = Json, output = Json)]
pub async fn llm_api_options(gateway: String) -> Result<LlmApiOptions, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.llm_api_options(&op, &gateway).await)
}

/// API, operations, policy and product link. `Permission:` write.
#[server(prefix = "/api", endpoint = "apis/create-llm", input = Json, output = Json)]
pub async fn create_llm_api(gateway: String, draft: LlmApiDraft) -> Result<LlmApiReport, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.create_llm_api(&op, &gateway, &draft).await)
}

/// Prompts and answers of an API are logged. `Permission:` write.
#[server(prefix = "/api", endpoint = "diagnostics/llm-logging", input = Json, output = Json)]
pub async fn enable_llm_logging(gateway: String, api: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.enable_llm_logging(&op, &gateway, &api).await)
}

/// What that sends, for the page alone. A refusal is a panel on a page that is otherwise sound, so it sets no status.
#[cfg(feature = "ssr")]
pub async fn preview_llm_logging(gateway: String, api: String) -> Result<String, WireError> {
    let (op, control) = ssr::op()?;
    control.preview_llm_logging(&op, &gateway, &api).await.map_err(|error| WireError(error.problem(&op.request_id)))
}
