//! Reading an answer as it comes, in the browser.

use super::{
    form::ChatState,
    turn::{Turn, TurnFacts},
};
use crate::{browser::focus, routes};
use domain::{
    Problem, ProblemCode, Upstream,
    chat::{ChatRequest, TokenUsage},
    sse::EventReader,
};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestInit, Response};

/// Sends the request and shows the answer while it comes.
pub(super) fn send(state: ChatState, gateway: String, request: ChatRequest) {
    let body = match request.body(true) {
        Ok(body) => body.to_string(),
        Err(errors) => {
            focus(errors.first().map(|error| error.field.clone()).unwrap_or_default());
            return state.errors.set(errors);
        }
    };
    let Some(question) = request.messages.last().cloned() else { return };
    state.errors.set(Vec::new());
    state.is_busy.set(true);
    state.conversation.update(|conversation| {
        conversation.problem = None;
        conversation.turns.push(Turn::of("user", question.content.clone()));
        conversation.turns.push(Turn::of("assistant", ""));
    });
    set_prompt("");
    let route = request.route;
    let url = routes::relay_chat(&gateway, &route.api_path, &route.deployment, &route.subscription, &route.api_version);
    spawn_local(async move {
        let ended = stream(state, &url, &body).await;
        if state.is_busy.try_get_untracked().is_none() {
            return; // the page is gone
        }
        if let Err(problem) = ended {
            give_back(state, problem, &question.content);
        }
        state.is_busy.set(false);
        focus("prompt".into());
    });
}

/// The question goes back into the input when there was no answer to it.
fn give_back(state: ChatState, problem: Problem, question: &str) {
    state.errors.set(problem.fields.clone());
    let is_unanswered =
        state.conversation.with_untracked(|conversation| conversation.turns.last().is_some_and(|turn| turn.message.content.is_empty()));
    state.conversation.update(|conversation| {
        if is_unanswered {
            let kept = conversation.turns.len().saturating_sub(2);
            conversation.turns.truncate(kept);
        }
        conversation.problem = Some(problem);
    });
    if is_unanswered {
        set_prompt(question);
    }
}

fn set_prompt(text: &str) {
    let found = document().get_element_by_id("prompt");
    if let Some(input) = found {
        let _ = js_sys::Reflect::set(&input, &JsValue::from_str("value"), &JsValue::from_str(text));
    }
}

/// Milliseconds since some start.
fn now() -> f64 {
    js_sys::Date::now()
}

async fn stream(state: ChatState, url: &str, body: &str) -> Result<(), Problem> {
    let started = now();
    let controller = AbortController::new().ok();
    watch_stop(state, controller.clone());
    let response = fetch(url, body, controller.as_ref()).await?;
    let header = |name: &str| response.headers().get(name).ok().flatten().unwrap_or_default();
    let mut facts = TurnFacts { audit_id: header("x-audit-id"), ..TurnFacts::default() };
    if !response.ok() {
        return Err(refusal(&response, facts.audit_id).await);
    }
    let ended = read(state, &response, &mut facts, started).await;
    facts.latency_ms = Some((now() - started) as u64);
    facts.is_stopped = controller.is_some_and(|controller| controller.signal().aborted());
    let is_stopped = facts.is_stopped;
    update_last(state, |turn| turn.facts = Some(facts));
    if is_stopped { Ok(()) } else { ended }
}

/// Stop, and leaving the page, abort the request that is under way.
fn watch_stop(state: ChatState, controller: Option<AbortController>) {
    let Some(controller) = controller.map(SendWrapper::new) else { return };
    state.stop.with_value(|handle| handle.replace(Box::new(move || controller.abort())));
}

async fn fetch(url: &str, body: &str, controller: Option<&AbortController>) -> Result<Response, Problem> {
    let lost = |_: JsValue| Problem::new(ProblemCode::Unavailable, "The console does not answer. Is it running, and are you online?");
    let headers = Headers::new().map_err(lost)?;
    headers.set("content-type", "application/json").map_err(lost)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    init.set_signal(controller.map(AbortController::signal).as_ref());
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.map_err(lost)?;
    response.dyn_into::<Response>().map_err(lost)
}

/// Our own errors are problems; the gateway's and the model's come as they were sent.
async fn refusal(response: &Response, audit_id: String) -> Problem {
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|text| text.as_string()).unwrap_or_default(),
        Err(_) => String::new(),
    };
    if let Ok(problem) = serde_json::from_str::<Problem>(&text) {
        return problem;
    }
    let json: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    let part = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let message = [part("/error/message"), part("/message")].into_iter().find(|text| !text.is_empty());
    let message = message.unwrap_or_else(|| format!("The gateway answered with status {}.", response.status()));
    let code = if response.status() == 429 { ProblemCode::Throttled } else { ProblemCode::Upstream };
    let upstream = Upstream { status: response.status(), code: part("/error/code"), message: message.clone(), request_id: None };
    Problem { upstream: Some(upstream), audit_id: Some(audit_id).filter(|id| !id.is_empty()), ..Problem::new(code, message) }
}

async fn read(state: ChatState, response: &Response, facts: &mut TurnFacts, started: f64) -> Result<(), Problem> {
    let lost = || Problem::new(ProblemCode::Unavailable, "The answer broke off: the connection was lost.");
    let body = response.body().ok_or_else(lost)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into().map_err(|_| lost())?;
    let mut events = EventReader::default();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| lost())?;
        let is_done = js_sys::Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy());
        if is_done {
            return Ok(());
        }
        let bytes = js_sys::Reflect::get(&chunk, &"value".into()).map(|value| js_sys::Uint8Array::new(&value).to_vec()).unwrap_or_default();
        facts.first_byte_ms.get_or_insert((now() - started) as u64);
        for data in events.push(&bytes) {
            if let Ok(json) = serde_json::from_str(&data) {
                take(state, facts, &json)?;
            }
        }
    }
}

/// One event: text for the turn, facts about it, or an error in the middle of the stream.
fn take(state: ChatState, facts: &mut TurnFacts, json: &Value) -> Result<(), Problem> {
    if let Some(message) = json.pointer("/error/message").and_then(Value::as_str) {
        return Err(Problem::new(ProblemCode::Upstream, message));
    }
    if let Some(model) = json.get("model").and_then(Value::as_str).filter(|model| !model.is_empty()) {
        facts.model = model.to_owned();
    }
    let count = |name: &str| json.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
    if let (Some(prompt_tokens), Some(completion_tokens)) = (count("prompt_tokens"), count("completion_tokens")) {
        let total_tokens = count("total_tokens").unwrap_or(prompt_tokens + completion_tokens);
        facts.usage = Some(TokenUsage { prompt_tokens, completion_tokens, total_tokens });
    }
    let Some(choice) = json.get("choices").and_then(Value::as_array).and_then(|choices| choices.first()) else {
        return Ok(());
    };
    if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
        facts.finish_reason = Some(reason.to_owned());
    }
    if let Some(text) = choice.pointer("/delta/content").and_then(Value::as_str) {
        update_last(state, |turn| turn.message.content.push_str(text));
    }
    Ok(())
}

fn update_last(state: ChatState, change: impl FnOnce(&mut Turn)) {
    state.conversation.update(|conversation| {
        if let Some(turn) = conversation.turns.last_mut() {
            change(turn);
        }
    });
}
