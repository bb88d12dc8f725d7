//! One turn of the conversation, and what is known about how it was answered.

use domain::{
    Problem,
    chat::{ChatMessage, ChatTurn, TokenUsage},
};

/// What the answer said about itself. Absent is unknown, never zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TurnFacts {
    pub(super) model: String,
    pub(super) finish_reason: Option<String>,
    pub(super) usage: Option<TokenUsage>,
    pub(super) first_byte_ms: Option<u64>,
    pub(super) latency_ms: Option<u64>,
    /// The audit entry's id.
    pub(super) audit_id: String,
    pub(super) is_stopped: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Turn {
    pub(super) message: ChatMessage,
    pub(super) facts: Option<TurnFacts>,
}

impl Turn {
    pub(super) fn of(role: &str, content: impl Into<String>) -> Self {
        Self { message: ChatMessage { role: role.into(), content: content.into() }, facts: None }
    }
}

/// The conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Conversation {
    pub(super) turns: Vec<Turn>,
    pub(super) problem: Option<Problem>,
}

impl Conversation {
    /// After a form post without WebAssembly.
    pub(super) fn after(turn: &ChatTurn) -> Self {
        let spoken = turn.request.messages.iter().filter(|message| message.role != "system");
        let mut turns: Vec<_> = spoken.map(|message| Turn { message: message.clone(), facts: None }).collect();
        match &turn.answer {
            Some(answer) => turns.push(Turn {
                facts: Some(TurnFacts {
                    model: answer.model.clone(),
                    finish_reason: answer.finish_reason.clone(),
                    usage: answer.usage,
                    first_byte_ms: None,
                    latency_ms: Some(answer.latency_ms),
                    audit_id: answer.audit_id.clone(),
                    is_stopped: false,
                }),
                ..Turn::of("assistant", answer.content.clone())
            }),
            // What was asked goes back into the input.
            None if turns.last().is_some_and(|turn| turn.message.role == "user") => drop(turns.pop()),
            None => {}
        }
        Self { turns, problem: turn.problem.clone() }
    }
}

/// `12 + 48 tokens · 0.9 s, first byte after 0.1 s · stop`.
pub(super) fn summary(facts: &TurnFacts) -> String {
    let mut parts = Vec::new();
    if !facts.model.is_empty() {
        parts.push(facts.model.clone());
    }
    parts.push(match facts.usage {
        Some(usage) => format!("{} + {} tokens", usage.prompt_tokens, usage.completion_tokens),
        None => "tokens unknown".into(),
    });
    if let Some(latency) = facts.latency_ms {
        let first = facts.first_byte_ms.map(|first| format!(", first byte after {first} ms")).unwrap_or_default();
        parts.push(format!("{latency} ms{first}"));
    }
    match (&facts.finish_reason, facts.is_stopped) {
        (_, true) => parts.push("stopped by you".into()),
        (Some(reason), false) if reason == "length" => parts.push("cut off by max tokens".into()),
        (Some(reason), false) if reason != "stop" => parts.push(reason.clone()),
        _ => {}
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_tokens_are_not_zero() {
        assert_eq!(summary(&TurnFacts::default()), "tokens unknown");
        let usage = Some(TokenUsage { prompt_tokens: 12, completion_tokens: 48, total_tokens: 60 });
        let facts = TurnFacts {
            usage,
            latency_ms: Some(900),
            first_byte_ms: Some(100),
            finish_reason: Some("length".into()),
            ..TurnFacts::default()
        };
        assert_eq!(summary(&facts), "12 + 48 tokens · 900 ms, first byte after 100 ms · cut off by max tokens");
    }
}
