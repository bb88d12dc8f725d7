//! Passing an answer on while reading along: what it said of tokens goes to the audit and to the
//! usage records when it ends, and with "aborted" when nobody waited for the end.

use super::usage::Facts;
use crate::{
    Control, Error, Op,
    audited::{Finish, OpenAudit},
    gateways::Connected,
};
use apim::GatewayAnswer;
use bytes::{Bytes, BytesMut};
use domain::{
    Upstream,
    audit::Outcome,
    chat::{ChatAnswer, ChatRoute},
    sse::EventReader,
};
use futures::{Stream, StreamExt};
use serde_json::{Value, json};
use std::{future::Future, io, pin::Pin, sync::Arc};
use store::CallRecord;

/// A streamed answer. Dropping the body before its end records "aborted".
pub struct RelayAnswer {
    pub status: u16,
    pub content_type: String,
    /// Harmless headers of the gateway's answer, such as remaining tokens.
    pub headers: Vec<(String, String)>,
    pub audit_id: String,
    pub body: Pin<Box<dyn Stream<Item = Result<Bytes, io::Error>> + Send>>,
}

/// A call that was sent. Dropped before its end it is recorded too: a model that was asked has been
/// paid for.
pub(super) struct OpenCall {
    control: Control,
    audit: OpenAudit,
    record: CallRecord,
    facts: Facts,
    first_byte_ms: Option<u64>,
    is_written: bool,
}

impl OpenCall {
    pub(super) fn new(control: Control, op: &Op, connected: &Arc<Connected>, route: &ChatRoute, audit: OpenAudit, is_stream: bool) -> Self {
        let record = CallRecord {
            id: audit.id.clone(),
            at: op.clock.now(),
            gateway: connected.info.name.clone(),
            resource_id: connected.info.resource_id(),
            deployment: route.deployment.clone(),
            subscription: route.subscription.clone(),
            actor_id: op.actor.id.clone(),
            status: 0,
            prompt_tokens: None,
            completion_tokens: None,
            latency_ms: 0,
            is_stream,
        };
        Self { control, audit, record, facts: Facts::default(), first_byte_ms: None, is_written: false }
    }

    pub(super) fn answered(&mut self, status: u16) {
        self.record.status = status;
    }

    /// No answer came; the failure with its audit entry.
    pub(super) async fn failed(mut self, error: apim::Error) -> Error {
        let finish = Finish::failed(&error);
        if matches!(error, apim::Error::TimedOut { .. } | apim::Error::Unavailable { was_sent: true, .. }) {
            // Nothing was changed, so that there is nothing to find out.
            self.write(Finish { outcome: Outcome::Aborted, ..finish }).await;
        } else {
            // It never got there: no call.
            self.is_written = true;
            self.audit.finish(Finish { outcome: Outcome::Refused, ..finish }).await;
        }
        failed(&self, error.into())
    }

    fn seen_first_byte(&mut self) {
        let elapsed = self.audit.elapsed_ms();
        self.first_byte_ms.get_or_insert(elapsed);
    }

    /// Writes usage and outcome. `cut` is what ended the answer early.
    async fn finish(&mut self, refusal: Option<Upstream>, cut: Option<&str>) {
        let outcome = match (&refusal, cut) {
            (_, Some(_)) => Outcome::Aborted,
            (Some(_), None) => Outcome::Refused,
            (None, None) => Outcome::Applied,
        };
        let note = match (&refusal, cut) {
            (_, Some(cut)) => format!("The answer broke off: {cut}"),
            (Some(refusal), None) => format!("Refused: {} {}", refusal.status, refusal.code).trim_end().to_owned(),
            (None, None) => {
                self.facts.usage.map_or("Answered; tokens unknown".to_owned(), |usage| format!("Answered; {} tokens", usage.total_tokens))
            }
        };
        self.write(Finish { note, upstream: refusal, ..Finish::of(outcome) }).await;
    }

    /// Both rows, written whether or not anybody waits for them.
    fn write(&mut self, finish: Finish) -> impl Future<Output = ()> + use<> {
        self.is_written = true;
        self.record.latency_ms = self.audit.elapsed_ms();
        self.record.prompt_tokens = self.facts.usage.map(|usage| usage.prompt_tokens);
        self.record.completion_tokens = self.facts.usage.map(|usage| usage.completion_tokens);
        let outcome = self.audit.write(Finish { facts: Some(self.facts_json()), ..finish });
        let (usage, record) = (self.control.inner.store.usage.clone(), self.record.clone());
        let call = self.control.inner.tasks.spawn(async move {
            if let Err(error) = usage.record_call(&record).await {
                tracing::error!(audit_id = record.id, %error, "the call could not be recorded");
            }
        });
        async move {
            let _ = futures::join!(call, outcome);
        }
    }

    fn facts_json(&self) -> Value {
        json!({
            "subscription": self.record.subscription,
            "status": self.record.status,
            "stream": self.record.is_stream,
            "model": self.facts.model,
            "finish_reason": self.facts.finish_reason,
            "prompt_tokens": self.record.prompt_tokens,
            "completion_tokens": self.record.completion_tokens,
            "first_byte_ms": self.first_byte_ms,
            "latency_ms": self.record.latency_ms,
        })
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        // Without a runtime the process is ending: the next start finds the intent.
        if !self.is_written && tokio::runtime::Handle::try_current().is_ok() {
            drop(self.write(Finish::aborted()));
        }
    }
}

/// Reads a whole answer.
pub(super) async fn collect(mut call: OpenCall, mut answer: GatewayAnswer, most: usize) -> Result<ChatAnswer, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = answer.body.next().await {
        match chunk {
            Ok(chunk) if bytes.len() + chunk.len() <= most => bytes.extend_from_slice(&chunk),
            Ok(_) => {
                call.finish(None, Some("it was too long")).await;
                return Err(failed(
                    &call,
                    Error::Upstream(Upstream { status: 502, message: "The answer was too long.".into(), ..Upstream::default() }),
                ));
            }
            Err(error) => {
                call.finish(None, Some("the connection was lost")).await;
                return Err(failed(&call, error.into()));
            }
        }
        call.seen_first_byte();
    }
    let json: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    if !(200..300).contains(&answer.status) {
        let upstream = refusal(&answer, &json);
        call.finish(Some(upstream.clone()), None).await;
        return Err(failed(&call, refused(&answer, upstream)));
    }
    call.facts.read(&json, false);
    call.finish(None, None).await;
    Ok(ChatAnswer {
        content: std::mem::take(&mut call.facts.content),
        model: call.facts.model.clone().unwrap_or_default(),
        finish_reason: call.facts.finish_reason.clone(),
        usage: call.facts.usage,
        latency_ms: call.record.latency_ms,
        audit_id: call.audit.id.clone(),
    })
}

fn failed(call: &OpenCall, source: Error) -> Error {
    Error::Audited { source: Box::new(source), audit_id: call.audit.id.clone() }
}

fn refused(answer: &GatewayAnswer, upstream: Upstream) -> Error {
    let retry_after_s = answer.retry_after.and_then(|wait| u32::try_from(wait.as_secs()).ok());
    if answer.status == 429 { Error::Throttled { retry_after_s, upstream } } else { Error::Upstream(upstream) }
}

/// Two shapes: `{"statusCode":401,"message":"…"}` from the gateway, `{"error":{"code","message"}}`
/// from a model.
fn refusal(answer: &GatewayAnswer, json: &Value) -> Upstream {
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let message = [text("/error/message"), text("/message")].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    Upstream { status: answer.status, code: text("/error/code"), message, request_id: answer.request_id.clone() }
}

/// Passes the bytes on unchanged.
pub(super) fn stream(call: OpenCall, answer: GatewayAnswer) -> RelayAnswer {
    let head = (answer.status, answer.content_type.clone(), answer.headers.clone(), call.audit.id.clone());
    let is_events = answer.content_type.starts_with("text/event-stream");
    let state = Relay { call, answer, events: is_events.then(EventReader::default), kept: Vec::new(), is_ended: false };
    let (status, content_type, headers, audit_id) = head;
    RelayAnswer { status, content_type, headers, audit_id, body: Box::pin(futures::stream::unfold(state, Relay::next)) }
}

struct Relay {
    call: OpenCall,
    answer: GatewayAnswer,
    /// Reads along; `None` when the answer is one JSON document.
    events: Option<EventReader>,
    kept: Vec<u8>,
    is_ended: bool,
}

impl Relay {
    async fn next(mut self) -> Option<(Result<Bytes, io::Error>, Self)> {
        if self.is_ended {
            return None;
        }
        match self.answer.body.next().await {
            Some(Ok(bytes)) => {
                self.call.seen_first_byte();
                self.read_along(&bytes);
                Some((Ok(bytes), self))
            }
            Some(Err(error)) => {
                self.is_ended = true;
                self.call.finish(None, Some("the connection was lost")).await;
                Some((Err(io::Error::other(error)), self))
            }
            None => {
                self.end().await;
                None
            }
        }
    }

    fn read_along(&mut self, bytes: &Bytes) {
        match &mut self.events {
            Some(reader) => {
                for data in reader.push(bytes) {
                    if let Ok(json) = serde_json::from_str(&data) {
                        self.call.facts.read(&json, true);
                    }
                }
            }
            None if self.kept.len() + bytes.len() <= super::MAX_ANSWER => self.kept.extend_from_slice(bytes),
            None => {}
        }
    }

    async fn end(&mut self) {
        let json: Value = serde_json::from_slice(&self.kept).unwrap_or(Value::Null);
        let is_ok = (200..300).contains(&self.answer.status);
        if is_ok && self.events.is_none() {
            self.call.facts.read(&json, false);
        }
        let refusal = (!is_ok).then(|| refusal(&self.answer, &json));
        self.call.finish(refusal, None).await;
    }
}
