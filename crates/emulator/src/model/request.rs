//! A chat request, checked: messages, limits, stop words, streaming. Parameters that do not change what
//! the demo model says (temperature, seed, tools…) are accepted and ignored.

use serde_json::Value;

use super::ModelError;

const ROLES: [&str; 6] = ["system", "developer", "user", "assistant", "tool", "function"];

/// What the demo model takes from a request.
pub(super) struct ChatRequest {
    pub(super) messages: Vec<Message>,
    pub(super) max_tokens: Option<usize>,
    pub(super) stop: Vec<String>,
    pub(super) streams: bool,
    /// The name in the body; empty when there is none.
    pub(super) model: String,
    pub(super) includes_usage: bool,
}

pub(super) struct Message {
    pub(super) role: String,
    pub(super) name: Option<String>,
    /// The text parts, joined.
    pub(super) text: String,
}

impl ChatRequest {
    pub(super) fn parse(body: &[u8]) -> Result<Self, ModelError> {
        let body: Value =
            serde_json::from_slice(body).map_err(|_| ModelError::invalid("", "We could not parse the JSON body of your request."))?;
        let messages = body.get("messages").ok_or_else(|| ModelError::invalid("messages", "Missing required parameter: 'messages'."))?;
        let messages = messages.as_array().filter(|messages| !messages.is_empty());
        let messages = messages.ok_or_else(|| ModelError::invalid("messages", "[] is too short - 'messages'"))?;
        let messages = messages.iter().enumerate().map(|(index, message)| Message::parse(index, message)).collect::<Result<_, _>>()?;
        if body.get("n").is_some_and(|n| !n.is_null() && n.as_u64() != Some(1)) {
            return Err(ModelError::invalid("n", "The demo model gives one choice only: 'n' must be 1."));
        }
        let max_tokens = match limit(&body, "max_completion_tokens")? {
            Some(limit) => Some(limit),
            None => limit(&body, "max_tokens")?,
        };
        let streams = flag(&body, "stream")?;
        let includes_usage = body.pointer("/stream_options/include_usage").and_then(Value::as_bool).unwrap_or(false);
        let model = body.get("model").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Self { model, messages, max_tokens, stop: stop(&body)?, streams, includes_usage })
    }

    /// The last thing a user said; empty when no user spoke.
    pub(super) fn prompt(&self) -> &str {
        self.messages.iter().rev().find(|message| message.role == "user").map_or("", |message| &message.text)
    }
}

impl Message {
    fn parse(index: usize, message: &Value) -> Result<Self, ModelError> {
        let param = |member: &str| format!("messages[{index}].{member}");
        let role = message.get("role").and_then(Value::as_str).filter(|role| ROLES.contains(role));
        let role = role.ok_or_else(|| {
            let roles = ROLES.map(|role| format!("'{role}'")).join(", ");
            ModelError::invalid(&param("role"), format!("Invalid value for '{}'. Supported values are: {roles}.", param("role")))
        })?;
        let text = match message.get("content") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect(),
            // An assistant that called a tool has no content.
            None | Some(Value::Null) if role == "assistant" => String::new(),
            _ => {
                let message = format!("Invalid value for '{}': expected a string or an array.", param("content"));
                return Err(ModelError::invalid(&param("content"), message));
            }
        };
        let name = message.get("name").and_then(Value::as_str).map(str::to_owned);
        Ok(Self { role: role.to_owned(), name, text })
    }
}

fn limit(body: &Value, name: &str) -> Result<Option<usize>, ModelError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64().and_then(|value| usize::try_from(value).ok()) {
            Some(limit) if limit > 0 => Ok(Some(limit)),
            _ => Err(ModelError::invalid(name, format!("Invalid value for '{name}': expected a whole number of at least 1."))),
        },
    }
}

fn flag(body: &Value, name: &str) -> Result<bool, ModelError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(ModelError::invalid(name, format!("Invalid type for '{name}': expected a boolean."))),
    }
}

fn stop(body: &Value) -> Result<Vec<String>, ModelError> {
    let invalid = || ModelError::invalid("stop", "Invalid value for 'stop': expected a string or up to 4 strings.");
    match body.get("stop") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(word)) => Ok(vec![word.clone()]),
        Some(Value::Array(words)) if words.len() <= 4 => {
            words.iter().map(|word| word.as_str().map(str::to_owned).ok_or_else(invalid)).collect()
        }
        Some(_) => Err(invalid()),
    }
}
