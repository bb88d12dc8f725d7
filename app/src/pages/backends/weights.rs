//! A pool's members, and their weights and priorities as a form of its own.

use crate::{
    pages::{conflict::ConflictPanel, editing::LeaveDialog},
    routes,
    state::Posted,
};
use domain::{
    FieldError, Problem,
    backend::{BackendDetail, MemberView, MemberWeight},
};
use leptos::prelude::*;
use ui::{Button, Sheet, StateDot, StateTone};

#[component]
pub(super) fn Weights(
    gateway: String,
    detail: BackendDetail,
    /// What was posted and refused, and why; empty otherwise.
    typed: Vec<MemberWeight>,
    errors: Vec<FieldError>,
    /// They were refused because the pool changed meanwhile.
    conflict: Option<Problem>,
    may_write: bool,
) -> impl IntoView {
    let members = detail.pool.map(|pool| pool.members).unwrap_or_default();
    let is_typed = !typed.is_empty();
    // A second press must not take the version that was never shown for the one that was seen.
    let etag = if conflict.is_some() { Posted::of_request().seen } else { detail.etag };
    let conflict =
        conflict.map(|problem| view! { <div class="border-b border-base-300 p-4"><ConflictPanel problem can_overwrite=false/></div> });
    let rows = members.into_iter().enumerate().map(|(row, member)| {
        let typed = typed.iter().find(|typed| typed.id == member.id).cloned();
        view! { <MemberRow gateway=gateway.clone() row member typed errors=errors.clone() may_write/> }
    });
    let rows = rows.collect_view();
    let action = routes::backend(&gateway, &detail.name);
    let label = format!("Apply weights to {gateway}");
    let save = may_write.then(|| {
        view! {
            <div class="flex flex-wrap items-center gap-3 border-t border-base-300 px-4 py-3">
                <Button kind="submit" name="do" value="weights">{label}</Button>
                <span class="text-xs text-base-content/75">
                    "A lower priority number goes first. Weight shares calls within a priority; 0 drains a member."
                </span>
            </div>
        }
    });
    view! {
        <Sheet title="Members">
            <form method="post" action=action data-guard="" data-dirty=is_typed.then_some("")>
                <input type="hidden" name="etag" value=etag/>
                <button type="submit" name="do" value="weights" class="hidden" tabindex="-1" aria-hidden="true"></button>
                {conflict}
                <ul>{rows}</ul>
                {save}
            </form>
            <LeaveDialog/>
        </Sheet>
    }
}

#[component]
fn MemberRow(
    gateway: String,
    row: usize,
    member: MemberView,
    typed: Option<MemberWeight>,
    errors: Vec<FieldError>,
    may_write: bool,
) -> impl IntoView {
    let error_of = |name: &str| errors.iter().find(|error| error.field == name).map(|error| error.message.clone());
    let (priority_name, weight_name) = (format!("member.{row}.priority"), format!("member.{row}.weight"));
    let (priority_error, weight_error) = (error_of(&priority_name), error_of(&weight_name));
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let weight = typed.as_ref().map_or_else(|| number(member.weight), |typed| typed.weight.clone());
    let priority = typed.as_ref().map_or_else(|| number(member.priority), |typed| typed.priority.clone());
    let missing = (!member.exists).then(|| view! { <StateDot tone=StateTone::Error text="does not exist"/> });
    let href = routes::backend(&gateway, &member.name);
    view! {
        <li class="flex flex-wrap items-center gap-3 border-b border-base-300 px-4 py-2.5 last:border-b-0">
            <span class="w-full min-w-40 sm:w-auto sm:flex-1">
                <a class="font-mono font-medium wrap-anywhere hover:underline" href=href>{member.name.clone()}</a>
                " "{missing}
            </span>
            <input type="hidden" name=format!("member.{row}.id") value=member.id/>
            <Number name=priority_name label="Priority" of=member.name.clone() value=priority error=priority_error may_write/>
            <Number name=weight_name label="Weight" of=member.name value=weight error=weight_error may_write/>
        </li>
    }
}

#[component]
fn Number(name: String, label: &'static str, of: String, value: String, error: Option<String>, may_write: bool) -> impl IntoView {
    if !may_write {
        let value = if value.is_empty() { "–".to_owned() } else { value };
        return view! { <span class="text-sm text-base-content/75">{label}" "<span class="tabular-nums">{value}</span></span> }.into_any();
    }
    let error_id = format!("{name}-error");
    let (is_invalid, described_by) = (error.as_ref().map(|_| "true"), error.as_ref().map(|_| error_id.clone()));
    view! {
        <label class="flex items-center gap-2 text-sm text-base-content/75">
            {label}
            <span class="sr-only">" of "{of}</span>
            <input
                id=name.clone()
                name=name
                value=value
                inputmode="numeric"
                autocomplete="off"
                placeholder="default"
                aria-invalid=is_invalid
                aria-describedby=described_by
                class="input input-sm w-20 text-right text-base-content tabular-nums"
            />
        </label>
        {error.map(|text| view! { <p id=error_id class="order-last w-full text-right text-sm text-error">{text}</p> })}
    }
    .into_any()
}
