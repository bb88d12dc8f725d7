//! Reading tokens and text out of answers, streamed or whole. Tolerant: what is not there is
//! unknown.

use domain::chat::TokenUsage;
use serde_json::Value;

/// What an answer (or a chunk of one) says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) model: Option<String>,
    pub(super) finish_reason: Option<String>,
    pub(super) content: String,
    pub(super) usage: Option<TokenUsage>,
}

impl Facts {
    /// Adds what this JSON says. Text is only collected for whole answers.
    pub(super) fn read(&mut self, json: &Value, is_chunk: bool) {
        if let Some(model) = json.get("model").and_then(Value::as_str).filter(|model| !model.is_empty()) {
            self.model = Some(model.to_owned());
        }
        if let Some(usage) = json.get("usage").and_then(usage) {
            self.usage = Some(usage);
        }
        let Some(choice) = json.get("choices").and_then(Value::as_array).and_then(|choices| choices.first()) else {
            return;
        };
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
            self.finish_reason = Some(reason.to_owned());
        }
        if !is_chunk && let Some(text) = choice.pointer("/message/content").and_then(Value::as_str) {
            self.content.push_str(text);
        }
    }
}

fn usage(json: &Value) -> Option<TokenUsage> {
    let count = |name: &str| json.get(name).and_then(Value::as_u64);
    let (prompt_tokens, completion_tokens) = (count("prompt_tokens")?, count("completion_tokens")?);
    Some(TokenUsage { prompt_tokens, completion_tokens, total_tokens: count("total_tokens").unwrap_or(prompt_tokens + completion_tokens) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn chunks_without_choices_and_null_usage() {
        let mut facts = Facts::default();
        facts.read(&json!({"choices": [], "model": "", "prompt_filter_results": []}), true);
        facts.read(&json!({"choices": [{"delta": {"content": "x"}, "finish_reason": null}], "usage": null, "model": "gpt-4o"}), true);
        assert_eq!(facts.usage, None, "unknown is not zero");
        facts.read(&json!({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}), true);
        assert_eq!(facts.usage, Some(TokenUsage { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }));
        assert_eq!(facts.model.as_deref(), Some("gpt-4o"));
    }
}
