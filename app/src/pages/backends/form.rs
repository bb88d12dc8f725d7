//! The form for a backend: one function from a draft to fields. It is posted to the page's own path and comes back drawn
//! by the server.

mod basics;
mod breaker;
mod credentials;
mod pool;

use crate::{
    pages::editing::{Errors, LeaveDialog, Refusal, SaveBar},
    state::RefusedDraft,
};
use basics::Basics;
use breaker::Breaker;
use credentials::{Connection, Credentials};
use domain::backend::{BackendDraft, BackendKind};
use leptos::prelude::*;
use pool::Pool;

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

/// Everything inside the form.
#[component]
fn Fields(gateway: String, state: RefusedDraft, candidates: Vec<String>, back: String) -> impl IntoView {
    let seen = state.seen_json();
    let RefusedDraft { draft, etag, problem, .. } = state;
    let is_new = etag.is_empty();
    let errors = Errors::new(problem.as_ref());
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
        <SaveBar label back/>
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
