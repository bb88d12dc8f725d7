//! One answer of the demo model: its pieces, why it ended, what it cost; and its JSON in both forms.

use serde_json::{Value, json};

use super::compose;
use super::request::ChatRequest;
use super::tokens::{self, Piece};
use crate::clock;

/// A finished answer, cut into the pieces that a stream sends.
pub(super) struct Answer {
    id: String,
    model: &'static str,
    created: i64,
    pub(super) pieces: Vec<Piece>,
    finish_reason: &'static str,
    prompt_tokens: usize,
}

impl Answer {
    /// Blocks while the tokenizer loads and works.
    pub(super) fn to(request: &ChatRequest, model: &'static str) -> Self {
        let prompt = request.prompt();
        let mut text = compose::answer(prompt);
        let stops = request.stop.iter().filter(|word| !word.is_empty());
        if let Some(end) = stops.filter_map(|word| text.find(word.as_str())).min() {
            text.truncate(end);
        }
        let mut pieces = tokens::pieces(&text);
        let finish_reason = if cut(&mut pieces, request.max_tokens) { "length" } else { "stop" };
        Self {
            id: format!("chatcmpl-demo{:016x}", compose::hash(prompt)),
            model,
            created: clock::unix_ms() / 1000,
            pieces,
            finish_reason,
            prompt_tokens: tokens::count_prompt(&request.messages),
        }
    }

    /// The answer as one body.
    pub(super) fn completion(&self) -> Value {
        let content: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        let message = json!({ "role": "assistant", "content": content, "refusal": null });
        json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": "fp_demo",
            "choices": [{ "index": 0, "message": message, "finish_reason": self.finish_reason, "logprobs": null }],
            "usage": self.usage(),
        })
    }

    /// One chunk of a stream with the given `delta`.
    pub(super) fn chunk(&self, delta: &Value, is_last: bool) -> Value {
        let finish_reason = is_last.then_some(self.finish_reason);
        self.frame(&json!([{ "index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": null }]))
    }

    /// The chunk that closes a stream whose client asked for usage.
    pub(super) fn usage_chunk(&self) -> Value {
        let mut chunk = self.frame(&json!([]));
        chunk["usage"] = self.usage();
        chunk
    }

    fn frame(&self, choices: &Value) -> Value {
        json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": "fp_demo",
            "choices": choices,
        })
    }

    fn usage(&self) -> Value {
        let completion: usize = self.pieces.iter().map(|piece| piece.tokens).sum();
        let total = self.prompt_tokens + completion;
        json!({ "prompt_tokens": self.prompt_tokens, "completion_tokens": completion, "total_tokens": total })
    }
}

/// Keeps at most `limit` tokens; tells whether anything was cut off.
fn cut(pieces: &mut Vec<Piece>, limit: Option<usize>) -> bool {
    let Some(limit) = limit else { return false };
    let mut kept = 0;
    let end = pieces.iter().position(|piece| {
        kept += piece.tokens;
        kept > limit
    });
    if let Some(end) = end {
        pieces.truncate(end);
    }
    end.is_some()
}
