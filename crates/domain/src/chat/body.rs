//! The JSON of a call, from what the playground's form says.

use super::ChatRequest;
use crate::field::FieldError;
use serde_json::{Map, Value, json};

impl ChatRequest {
    /// The body of a chat completions call. Parameters that are empty are not sent; a stream is
    /// asked to report its tokens. Errors name the form's fields.
    pub fn body(&self, is_stream: bool) -> Result<Value, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut body = Map::new();
        if self.messages.last().is_none_or(|message| message.role != "user") {
            errors.push(FieldError::new("prompt", "Write something to send."));
        }
        body.insert("messages".into(), json!(self.messages));
        let parameters = &self.parameters;
        number(&mut body, &mut errors, "temperature", &parameters.temperature, 2);
        number(&mut body, &mut errors, "top_p", &parameters.top_p, 1);
        whole(&mut body, &mut errors, "max_tokens", &parameters.max_tokens, 1);
        whole(&mut body, &mut errors, "seed", &parameters.seed, i64::MIN);
        if !parameters.stop.is_empty() {
            body.insert("stop".into(), json!([parameters.stop]));
        }
        if is_stream {
            body.insert("stream".into(), Value::Bool(true));
            body.insert("stream_options".into(), json!({ "include_usage": true }));
        }
        if errors.is_empty() { Ok(Value::Object(body)) } else { Err(errors) }
    }
}

/// A number from 0 to `most`.
fn number(body: &mut Map<String, Value>, errors: &mut Vec<FieldError>, name: &str, text: &str, most: u8) {
    if text.is_empty() {
        return;
    }
    match text.parse::<f64>() {
        Ok(value) if (0.0..=f64::from(most)).contains(&value) => {
            body.insert(name.into(), json!(value));
        }
        _ => errors.push(FieldError::new(name, format!("Give a number from 0 to {most}, or leave it empty."))),
    }
}

fn whole(body: &mut Map<String, Value>, errors: &mut Vec<FieldError>, name: &str, text: &str, least: i64) {
    if text.is_empty() {
        return;
    }
    match text.parse::<i64>() {
        Ok(value) if value >= least => {
            body.insert(name.into(), json!(value));
        }
        _ if least == 1 => errors.push(FieldError::new(name, "Give a whole number, 1 or more, or leave it empty.")),
        _ => errors.push(FieldError::new(name, "Give a whole number, or leave it empty.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{ChatMessage, ChatParameters};

    #[test]
    fn empty_parameters_are_not_sent() {
        let messages = vec![ChatMessage { role: "user".into(), content: "hi".into() }];
        let parameters = ChatParameters { temperature: "0.5".into(), ..ChatParameters::default() };
        let request = ChatRequest { messages, parameters, ..ChatRequest::default() };
        assert_eq!(request.body(false), Ok(json!({"messages": [{"role": "user", "content": "hi"}], "temperature": 0.5})));
        assert_eq!(request.body(true).map(|body| body["stream_options"]["include_usage"] == true), Ok(true));
    }

    #[test]
    fn bad_parameters_name_their_field() {
        let parameters =
            ChatParameters { temperature: "hot".into(), top_p: "2".into(), max_tokens: "0".into(), ..ChatParameters::default() };
        let request = ChatRequest { parameters, ..ChatRequest::default() };
        let fields = request.body(false).map_err(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>());
        assert_eq!(fields, Err(vec!["prompt".into(), "temperature".into(), "top_p".into(), "max_tokens".into()]));
    }
}
