//! The members of a pool.

use crate::pages::editing::Errors;
use domain::backend::{BackendDraft, MemberDraft};
use leptos::prelude::*;
use ui::{Button, Field, Glyph, Icon, Sheet, TextInput};

#[component]
pub(super) fn Pool(draft: BackendDraft, errors: Errors, candidates: Vec<String>) -> impl IntoView {
    let rows =
        draft.members.iter().cloned().enumerate().map(|(row, member)| view! { <Member row member errors=errors.clone()/> }).collect_view();
    let options = candidates.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        <Sheet title="Members">
            <div class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">
                    "Calls go to the lowest priority number first, shared by weight; higher numbers take over when those can't."
                </p>
                <datalist id="candidates">{options}</datalist>
                <ol class="grid grid-cols-[minmax(0,1fr)] gap-3">{rows}</ol>
                <div>
                    <Button kind="submit" name="do" value="add-member" id="add-member"><Icon name=Glyph::Plus class="size-3.5"/>"Add member"</Button>
                </div>
            </div>
        </Sheet>
        <Advanced draft errors/>
    }
}

#[component]
fn Member(row: usize, member: MemberDraft, errors: Errors) -> impl IntoView {
    let name = move |field: &str| format!("member.{row}.{field}");
    let error = |field: &str| errors.of(&name(field));
    let (id_error, priority_error, weight_error) = (error("id"), error("priority"), error("weight"));
    let MemberDraft { id, weight, priority } = member;
    view! {
        <li class="grid grid-cols-[minmax(0,1fr)] items-start gap-3 max-sm:border-b max-sm:border-base-300 max-sm:pb-3 sm:grid-cols-[minmax(0,1fr)_110px_110px_auto]">
            <Field label="Backend" name=name("id") error=id_error>
                <TextInput name=name("id") value=short(&id) mono=true list="candidates"/>
            </Field>
            <Field label="Priority" name=name("priority") error=priority_error>
                <TextInput name=name("priority") value=priority placeholder="default"/>
            </Field>
            <Field label="Weight" name=name("weight") error=weight_error>
                <TextInput name=name("weight") value=weight placeholder="default"/>
            </Field>
            <div class="sm:pt-6">
                <Button kind="submit" name="do" value=format!("remove-member.{row}")>
                    "Remove"<span class="sr-only">{format!(" member {}", row + 1)}</span>
                </Button>
            </div>
        </li>
    }
}

/// People think of members by name; only the wire wants the id.
fn short(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_owned()
}

#[component]
fn Advanced(draft: BackendDraft, errors: Errors) -> impl IntoView {
    let is_open = !draft.session_cookie.is_empty()
        || !draft.failure_status.is_empty()
        || errors.of("session_cookie").or_else(|| errors.of("failure_status")).is_some();
    view! {
        <details class="sheet" open=is_open>
            <summary class="cursor-pointer px-4 py-3 font-medium">"Session affinity and failure answer"</summary>
            <div class="grid gap-4 border-t border-base-300 p-4 sm:grid-cols-2">
                <Field label="Cookie for session affinity" name="session_cookie" help="Keeps a conversation on one member. Empty: off." error=errors.of("session_cookie")>
                    <TextInput name="session_cookie" value=draft.session_cookie mono=true/>
                </Field>
                <Field label="Status when no member can answer" name="failure_status" help="Empty: Azure's default." error=errors.of("failure_status")>
                    <TextInput name="failure_status" value=draft.failure_status/>
                </Field>
            </div>
        </details>
    }
}
