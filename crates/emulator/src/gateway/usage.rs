//! How many tokens an answer used: what it tells itself, or an estimate of four characters a token.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::{Stream, StreamExt};
use serde_json::Value;

/// More of a stream than this is not kept for counting.
const KEPT: usize = 4 * 1024 * 1024;

/// An estimate of a prompt's tokens.
pub(super) fn estimated_prompt(body: &[u8]) -> u64 {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    ["messages", "prompt", "input", "system"].iter().filter_map(|name| body.get(name)).map(|value| tokens(length(value))).sum()
}

/// The characters of all texts in a value.
fn length(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.chars().count() as u64,
        Value::Array(items) => items.iter().map(length).sum(),
        Value::Object(members) => members.values().map(length).sum(),
        _ => 0,
    }
}

fn tokens(characters: u64) -> u64 {
    characters.div_ceil(4)
}

/// What an answer says it used.
pub(super) fn told(body: &[u8]) -> Option<u64> {
    used(&serde_json::from_slice(body).ok()?)
}

/// OpenAI tells a total, Anthropic its parts.
fn used(body: &Value) -> Option<u64> {
    let usage = body.get("usage")?;
    let number = |name: &str| usage.get(name).and_then(Value::as_u64);
    number("total_tokens").or_else(|| Some(number("input_tokens")? + number("output_tokens")?))
}

/// What a stream used: its own word in the last chunk, or an estimate of its texts.
fn used_by_stream(text: &str, prompt_tokens: u64) -> u64 {
    let chunks = text.lines().filter_map(|line| line.strip_prefix("data:")).filter_map(|data| serde_json::from_str::<Value>(data).ok());
    let mut characters = 0;
    let mut told = None;
    for chunk in chunks {
        told = used(&chunk).or(told);
        let content = chunk.pointer("/choices/0/delta/content").or_else(|| chunk.pointer("/delta/text"));
        characters += content.map_or(0, length);
    }
    told.unwrap_or_else(|| prompt_tokens + tokens(characters))
}

/// A stream that is counted when it ends, also when its client goes away.
pub(super) struct Metered<S, F: FnOnce(u64)> {
    inner: S,
    seen: Vec<u8>,
    prompt_tokens: u64,
    done: Option<F>,
}

impl<S, F: FnOnce(u64)> Metered<S, F> {
    pub(super) fn new(inner: S, prompt_tokens: u64, done: F) -> Self {
        Self { inner, seen: Vec::new(), prompt_tokens, done: Some(done) }
    }

    fn finish(&mut self) {
        if let Some(done) = self.done.take() {
            done(used_by_stream(&String::from_utf8_lossy(&self.seen), self.prompt_tokens));
        }
    }
}

impl<S, F, E> Stream for Metered<S, F>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    F: FnOnce(u64) + Unpin,
{
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.inner.poll_next_unpin(context);
        match &polled {
            Poll::Ready(Some(Ok(bytes))) if self.seen.len() < KEPT => self.seen.extend_from_slice(bytes),
            Poll::Ready(None) => self.finish(),
            _ => {}
        }
        polled
    }
}

impl<S, F: FnOnce(u64)> Drop for Metered<S, F> {
    fn drop(&mut self) {
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::{told, used_by_stream};

    #[test]
    fn a_stream_is_counted_by_its_own_word_or_by_its_texts() {
        let chunk = |text: &str| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
        let text = chunk("12345678") + &chunk("1234");
        assert_eq!(used_by_stream(&text, 10), 13);
        assert_eq!(used_by_stream(&(text + "data: {\"choices\":[],\"usage\":{\"total_tokens\":99}}\n\ndata: [DONE]\n\n"), 10), 99);
        assert_eq!(told(br#"{"usage":{"input_tokens":2,"output_tokens":3}}"#), Some(5));
    }
}
