//! Chat through the gateway: what the playground sends and what it learns from the answer.

mod body;

use crate::{field::Pairs, problem::Problem};
use serde::{Deserialize, Serialize};

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// `system`, `user` or `assistant`.
    pub role: String,
    pub content: String,
}

/// Where a call goes and with which key; the part of the relay's URL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatRoute {
    /// The deployment's id: `gpt-4o`.
    pub deployment: String,
    /// The API's path suffix on the gateway: `openai`, or empty.
    #[serde(default)]
    pub api_path: String,
    /// Whose key is used: a subscription's name. The key itself never comes to the browser.
    pub subscription: String,
    /// `api-version` of the inference API.
    #[serde(default)]
    pub api_version: String,
}

/// The version of the inference API when none is chosen.
pub const DEFAULT_API_VERSION: &str = "2024-10-21";

/// Model parameters as typed; empty means "the model's default" and is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatParameters {
    #[serde(default)]
    pub temperature: String,
    #[serde(default)]
    pub top_p: String,
    #[serde(default)]
    pub max_tokens: String,
    #[serde(default)]
    pub seed: String,
    #[serde(default)]
    pub stop: String,
}

/// A call of the playground.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatRequest {
    pub route: ChatRoute,
    pub messages: Vec<ChatMessage>,
    #[serde(default)]
    pub parameters: ChatParameters,
}

/// The most messages that one conversation keeps.
pub const MAX_MESSAGES: usize = 200;

impl ChatRequest {
    /// Reads the playground's form: the earlier turns are hidden inputs, `prompt` is the new one.
    pub fn from_pairs(pairs: &Pairs) -> Self {
        let turn = |row: usize| ChatMessage {
            role: pairs.text(&format!("message.{row}.role")),
            content: pairs.find(&format!("message.{row}.content")).unwrap_or_default().to_owned(),
        };
        let mut messages: Vec<_> = (0..pairs.rows("message", MAX_MESSAGES)).map(turn).collect();
        let system = pairs.text("system");
        messages.retain(|message| message.role != "system" && !message.content.is_empty());
        if !system.is_empty() {
            messages.insert(0, ChatMessage { role: "system".into(), content: system });
        }
        let prompt = pairs.text("prompt");
        if !prompt.is_empty() {
            messages.push(ChatMessage { role: "user".into(), content: prompt });
        }
        Self {
            route: ChatRoute {
                deployment: pairs.text("deployment"),
                api_path: pairs.text("api_path"),
                subscription: pairs.text("subscription"),
                api_version: pairs.text("api_version"),
            },
            messages,
            parameters: ChatParameters {
                temperature: pairs.text("temperature"),
                top_p: pairs.text("top_p"),
                max_tokens: pairs.text("max_tokens"),
                seed: pairs.text("seed"),
                stop: pairs.text("stop"),
            },
        }
    }
}

/// Tokens of one call, as the model reported them. Absent is unknown, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenUsage {
    pub prompt_tokens: u64,
    pub completion_tokens: u64,
    pub total_tokens: u64,
}

/// A finished call without streaming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatAnswer {
    pub content: String,
    pub model: String,
    pub finish_reason: Option<String>,
    /// `None`: the answer carried no usage.
    pub usage: Option<TokenUsage>,
    pub latency_ms: u64,
    pub audit_id: String,
}

/// What the playground page needs to offer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlaygroundOptions {
    /// Active subscriptions by name, without keys.
    pub subscriptions: Vec<SubscriptionChoice>,
    /// Deployments to suggest; others can be typed.
    pub deployments: Vec<String>,
    /// API paths to suggest.
    pub api_paths: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionChoice {
    pub name: String,
    pub display_name: String,
    /// `product ai-standard`, `all APIs`.
    pub scope: String,
}

/// The playground page after a form post without WebAssembly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatTurn {
    pub request: ChatRequest,
    pub answer: Option<ChatAnswer>,
    pub problem: Option<Problem>,
}
