//! The playground where scripts don't run: one question, one whole answer.

use super::answer::{Post, path, status_of};
use crate::AppState;
use app::state::Posted;
use axum::{extract::State, response::Response};
use domain::chat::{ChatRequest, ChatTurn};
use http::StatusCode;

/// `POST /g/{gateway}/playground`
pub async fn send(State(state): State<AppState>, mut post: Post) -> Result<Response, Response> {
    let gateway: String = path(&mut post.parts).await?;
    let mut request = ChatRequest::from_pairs(&post.pairs);
    if post.action() == "new" {
        request.messages.clear();
        let turn = ChatTurn { request, ..ChatTurn::default() };
        return Ok(show(&state, post, turn, StatusCode::OK).await);
    }
    let (turn, status) = match state.control.chat(&post.op, &gateway, request.clone()).await {
        Ok(answer) => (ChatTurn { request, answer: Some(answer), problem: None }, StatusCode::OK),
        Err(error) => {
            let problem = post.problem(&error);
            let status = status_of(&problem);
            (ChatTurn { request, answer: None, problem: Some(problem) }, status)
        }
    };
    Ok(show(&state, post, turn, status).await)
}

async fn show(state: &AppState, post: Post, turn: ChatTurn, status: StatusCode) -> Response {
    post.page(state, Posted { chat: Some(turn), ..Posted::default() }, status).await
}
