//! What was said, and the input for what comes next.

use super::{
    form::{ChatState, StopHandle},
    turn::{Turn, summary},
};
use crate::{problem_panel::ProblemPanel, routes};
use leptos::prelude::*;
use ui::{Button, Field, Glyph, Icon, SafeTextarea, Tone};

#[component]
pub(super) fn ConversationView(state: ChatState) -> impl IntoView {
    let turns = move || {
        let conversation = state.conversation.get();
        let is_empty = conversation.turns.is_empty();
        let turns = conversation.turns.into_iter().enumerate().map(|(row, turn)| view! { <TurnView row turn/> }).collect_view();
        let empty = is_empty.then(|| {
            view! { <li class="px-4 py-10 text-center text-base-content/75">"Ask something: the answer comes through the gateway, token by token."</li> }
        });
        view! { {empty} {turns} }
    };
    view! {
        <ol class="grid" aria-live="polite" aria-busy=move || state.is_busy.get().to_string() aria-label="Conversation">{turns}</ol>
        {move || {
            let problem = state.conversation.with(|conversation| conversation.problem.clone());
            problem.filter(|problem| problem.fields.is_empty()).map(|problem| view! { <div class="p-4"><ProblemPanel problem/></div> })
        }}
    }
}

#[component]
fn TurnView(row: usize, turn: Turn) -> impl IntoView {
    let who = if turn.message.role == "user" { "You" } else { "Model" };
    let facts = turn.facts.map(|facts| {
        let href = (!facts.audit_id.is_empty()).then(|| routes::audit_entry(&facts.audit_id));
        view! {
            <p class="mt-1 text-xs text-base-content/75 tabular-nums" data-testid="facts">
                {summary(&facts)}
                {href.map(|href| view! { " · " <a class="link" href=href>"audit"</a> })}
            </p>
        }
    });
    view! {
        <li class="border-b border-base-300 px-4 py-3">
            <p class="text-xs font-medium text-base-content/75">{who}</p>
            <p class="mt-0.5 wrap-anywhere whitespace-pre-wrap">{turn.message.content.clone()}</p>
            {facts}
            <input type="hidden" name=format!("message.{row}.role") value=turn.message.role/>
            <input type="hidden" name=format!("message.{row}.content") value=turn.message.content/>
        </li>
    }
}

#[component]
pub(super) fn Prompt(state: ChatState, value: String) -> impl IntoView {
    let error = move || state.errors.with(|errors| errors.iter().find(|error| error.field == "prompt").map(|error| error.message.clone()));
    let stop = Callback::new(move |_| state.stop.with_value(StopHandle::stop));
    view! {
        <div class="grid gap-3 p-4">
            <Field label="Message" name="prompt" error=Signal::derive(error)>
                <SafeTextarea name="prompt" value rows=3 placeholder="What should the model answer?"/>
            </Field>
            <div class="flex flex-wrap items-center gap-2">
                <Button kind="submit" name="do" value="send" tone=Tone::Primary busy=state.is_busy>
                    <Icon name=Glyph::Send class="size-3.5"/>"Send"
                </Button>
                <Show when=move || state.is_busy.get()>
                    <Button on_click=stop><Icon name=Glyph::Stop class="size-3.5"/>"Stop"</Button>
                </Show>
                <span class="flex-1"></span>
                <Button kind="submit" name="do" value="new" tone=Tone::Ghost>"New conversation"</Button>
            </div>
        </div>
    }
}
