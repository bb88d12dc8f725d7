//! The wizard for an LLM API.

use super::answer::{Post, path, status_of};
use crate::AppState;
use app::state::{LlmApiForm, Posted};
use axum::{extract::State, response::Response};
use domain::llm_api::LlmApiDraft;
use http::StatusCode;

/// `POST /g/{gateway}/new-llm-api`
pub async fn create(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let gateway: String = path(&mut post.parts).await?;
    let draft = LlmApiDraft::from_pairs(&post.pairs);
    let (form, status) = match state.control.create_llm_api(&post.op, &gateway, &draft).await {
        Ok(report) => (LlmApiForm { draft, report: Some(report), problem: None }, StatusCode::OK),
        Err(error) => {
            let problem = post.problem(&error);
            let status = status_of(&problem);
            (LlmApiForm { draft, report: None, problem: Some(problem) }, status)
        }
    };
    Ok(post.page(&state, Posted { llm_api: Some(form), ..Posted::default() }, status).await)
}
