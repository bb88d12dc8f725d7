//! The form around the conversation and its settings.

use super::{
    conversation::{ConversationView, Prompt},
    parameters::{Settings, Target},
    turn::Conversation,
};
use crate::routes;
use domain::{
    FieldError,
    chat::{ChatTurn, PlaygroundOptions},
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::sync::{Arc, Mutex};
use ui::Sheet;

/// What the page shows.
#[derive(Clone, Copy)]
pub(super) struct ChatState {
    pub(super) conversation: RwSignal<Conversation>,
    pub(super) errors: RwSignal<Vec<FieldError>>,
    /// An answer is on its way.
    pub(super) is_busy: RwSignal<bool>,
    /// What ends the answer that is on its way.
    pub(super) stop: StoredValue<StopHandle>,
}

/// Holds what ends the current answer.
#[derive(Clone, Default)]
pub(super) struct StopHandle(Arc<Mutex<Option<Stop>>>);

/// Ends one answer.
type Stop = Box<dyn Fn() + Send + Sync>;

impl StopHandle {
    /// Ends the answer that is on its way, if there is one.
    pub(super) fn stop(&self) {
        if let Some(stop) = self.0.lock().ok().and_then(|mut stop| stop.take()) {
            stop();
        }
    }

    /// Says how to end the answer that is on its way now.
    #[cfg(feature = "hydrate")]
    pub(super) fn replace(&self, stop: Stop) {
        if let Ok(mut held) = self.0.lock() {
            *held = Some(stop);
        }
    }
}

/// Posted as a form where scripts don't run: one question, one whole answer.
#[island]
pub(crate) fn Chat(gateway: String, options: PlaygroundOptions, turn: ChatTurn) -> impl IntoView {
    let errors = turn.problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default();
    let state = ChatState {
        conversation: RwSignal::new(Conversation::after(&turn)),
        errors: RwSignal::new(errors),
        is_busy: RwSignal::new(false),
        stop: StoredValue::new(StopHandle::default()),
    };
    // A refused question goes back into the input: nothing typed is lost.
    let refused = turn.answer.is_none().then(|| turn.request.messages.last().cloned()).flatten();
    let prompt = refused.filter(|message| message.role == "user").map(|message| message.content).unwrap_or_default();
    let action = routes::playground(&gateway);
    let submit = submit_handler(state, gateway);
    let request = StoredValue::new(turn.request);
    view! {
        <form method="post" action=action on:submit=submit class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]" novalidate="novalidate">
            <Sheet title="Conversation">
                <ConversationView state/>
                <Prompt state value=prompt/>
            </Sheet>
            <div class="grid gap-4">
                <Target state options request=request.get_value()/>
                <Settings state request=request.get_value()/>
            </div>
        </form>
    }
}

#[cfg(feature = "hydrate")]
fn submit_handler(state: ChatState, gateway: String) -> impl Fn(SubmitEvent) + 'static {
    move |event: SubmitEvent| {
        let Some((pairs, button)) = crate::browser::submitted(&event) else {
            return;
        };
        event.prevent_default();
        if button == "new" {
            state.conversation.set(Conversation::default());
            return;
        }
        if state.is_busy.get_untracked() {
            return;
        }
        super::stream::send(state, gateway.clone(), domain::chat::ChatRequest::from_pairs(&pairs));
    }
}

/// The server never submits.
#[cfg(not(feature = "hydrate"))]
fn submit_handler(_state: ChatState, _gateway: String) -> impl Fn(SubmitEvent) + 'static {
    |_| {}
}
