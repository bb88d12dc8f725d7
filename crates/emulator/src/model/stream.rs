//! The answer as server-sent events: the role, then a piece at a time, then why it ended, then usage if asked for,
//! then `[DONE]`. One frame is made at a time, so a client that goes away costs nothing further.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::answer::Answer;

/// Where a stream stands.
#[derive(Clone, Copy)]
enum Next {
    Role,
    Piece(usize),
    Usage,
    Done,
}

/// A response whose frames come at `pace` until they are all sent or the emulator stops.
pub(super) fn events(answer: Answer, includes_usage: bool, pace: Duration, stop: CancellationToken) -> Response {
    let frames = frames(answer, includes_usage, pace).take_until(async move { stop.cancelled().await });
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-cache")];
    (headers, Body::from_stream(frames)).into_response()
}

fn frames(answer: Answer, includes_usage: bool, pace: Duration) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold((answer, Some(Next::Role)), move |(answer, next)| async move {
        let next = next?;
        if matches!(next, Next::Piece(_)) && !pace.is_zero() {
            tokio::time::sleep(pace).await;
        }
        let (frame, then) = frame(&answer, next, includes_usage);
        Some((Ok(frame), (answer, then)))
    })
}

fn frame(answer: &Answer, next: Next, includes_usage: bool) -> (Bytes, Option<Next>) {
    let chunk = |delta: Value, is_last: bool| {
        let mut chunk = answer.chunk(&delta, is_last);
        if includes_usage {
            chunk["usage"] = Value::Null;
        }
        data(&chunk)
    };
    match next {
        Next::Role => (chunk(json!({ "role": "assistant", "content": "" }), false), Some(Next::Piece(0))),
        Next::Piece(index) => match answer.pieces.get(index) {
            Some(piece) => (chunk(json!({ "content": piece.text }), false), Some(Next::Piece(index + 1))),
            None => (chunk(json!({}), true), Some(if includes_usage { Next::Usage } else { Next::Done })),
        },
        Next::Usage => (data(&answer.usage_chunk()), Some(Next::Done)),
        Next::Done => (Bytes::from_static(b"data: [DONE]\n\n"), None),
    }
}

fn data(value: &Value) -> Bytes {
    Bytes::from(format!("data: {value}\n\n"))
}
