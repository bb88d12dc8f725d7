//! The form for a backend: one function from a draft to fields. It is posted to the page's own path and comes back drawn
//! by the server.

mod basics;
mod breaker;
mod credentials;
mod pool;

use super::conflict::ConflictPanel;
use crate::{problem_panel::ProblemPanel, state::RefusedDraft};
use basics::Basics;
use breaker::Breaker;
use credentials::{Connection, Credentials};
use domain::{
    FieldError, Problem, ProblemCode,
    backend::{BackendDraft, BackendKind},
};
use leptos::prelude::*;
use pool::Pool;
use ui::{Button, Dialog, FormErrors, LinkButton, Tone};

/// The errors of a refused draft, for the fields to find theirs.
#[derive(Clone, Default)]
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    pub(super) fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

#[component]
pub(super) fn BackendForm(gateway: String, action: String, state: RefusedDraft, candidates: Vec<String>, back: String) -> impl IntoView {
    let is_dirty = state.problem.is_some().then_some("");
    let focus = state.focus.clone();
    view! {
        <form method="post" action=action data-guard="" data-dirty=is_dirty data-focus=focus class="grid grid-cols-[minmax(0,1fr)] gap-4" novalidate="novalidate">
            <Fields gateway state candidates back/>
        </form>
        <LeaveDialog/>
    }
}

/// Opened by the page's script when a link would lose what was typed.
#[component]
fn LeaveDialog() -> impl IntoView {
    view! {
        <Dialog id="leave" title="Leave without applying?">
            <p class="mb-4">"What you changed here is not applied and will be lost."</p>
            <form method="dialog" class="flex flex-wrap justify-end gap-2">
                <Button kind="submit">"Stay"</Button>
                <button type="button" class="btn btn-sm btn-error" data-leave="">"Leave"</button>
            </form>
        </Dialog>
    }
}

/// Everything inside the form.
#[component]
fn Fields(gateway: String, state: RefusedDraft, candidates: Vec<String>, back: String) -> impl IntoView {
    let seen = state.seen_json();
    let RefusedDraft { draft, etag, problem, .. } = state;
    let is_new = etag.is_empty();
    let errors = Errors(problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default());
    let main = match draft.kind {
        BackendKind::Single => view! { <Credentials draft=draft.clone() errors=errors.clone()/> }.into_any(),
        BackendKind::Pool => view! { <Pool draft=draft.clone() errors=errors.clone() candidates/> }.into_any(),
    };
    let is_single = draft.kind == BackendKind::Single;
    let label = if is_new { format!("Create in {gateway}") } else { format!("Apply to {gateway}") };
    view! {
        <input type="hidden" name="kind" value=draft.kind.slug()/>
        <input type="hidden" name="etag" value=etag/>
        <input type="hidden" name="seen" value=seen/>
        // Pressing Enter in a field saves: the first submit button of a form is its default.
        <button type="submit" name="do" value="save" class="hidden" tabindex="-1" aria-hidden="true"></button>
        {problem.map(|problem| view! { <Refusal problem/> })}
        <Basics draft=draft.clone() errors=errors.clone() is_new/>
        {main}
        {is_single.then(|| view! { <Breaker draft=draft.clone() errors=errors.clone()/> })}
        {is_single.then(|| view! { <Connection draft=draft.clone() errors=errors.clone()/> })}
        {(!is_single).then(|| view! { <TlsOfPool draft=draft.clone()/> })}
        <div class="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t border-base-300 bg-base-200 px-1 py-3">
            <Button kind="submit" name="do" value="save" tone=Tone::Primary>{label}</Button>
            <LinkButton href=back>"Cancel"</LinkButton>
            <span class="text-xs text-base-content/75">"Kept in the audit log with your name, before and after."</span>
        </div>
    }
}

/// A pool has no TLS of its own, but its resource may carry the members: they are sent back as they
/// were.
#[component]
fn TlsOfPool(draft: BackendDraft) -> impl IntoView {
    view! {
        {draft.validate_chain.then(|| view! { <input type="hidden" name="validate_chain" value="on"/> })}
        {draft.validate_name.then(|| view! { <input type="hidden" name="validate_name" value="on"/> })}
    }
}

#[component]
fn Refusal(problem: Problem) -> impl IntoView {
    match problem.code {
        ProblemCode::Invalid => {
            let items = problem.fields.into_iter().map(|error| (error.field, error.message)).collect::<Vec<_>>();
            view! { <FormErrors title="Nothing was saved: please correct this." items/> }.into_any()
        }
        ProblemCode::Conflict => view! { <ConflictPanel problem/> }.into_any(),
        _ => view! { <div id="form-errors" tabindex="-1"><ProblemPanel problem/></div> }.into_any(),
    }
}
