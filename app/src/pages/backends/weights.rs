//! A pool's members, and their weights and priorities as a form of its own.

use crate::routes;
use domain::backend::{BackendDetail, MemberView, MemberWeight};
use leptos::prelude::*;
use ui::{Button, Sheet, StateDot, StateTone};

#[component]
pub(super) fn Weights(gateway: String, detail: BackendDetail, typed: Vec<MemberWeight>, may_write: bool) -> impl IntoView {
    let members = detail.pool.map(|pool| pool.members).unwrap_or_default();
    let rows = members.into_iter().enumerate().map(|(row, member)| {
        let typed = typed.iter().find(|typed| typed.id == member.id).cloned();
        view! { <MemberRow gateway=gateway.clone() row member typed may_write/> }
    });
    let rows = rows.collect_view();
    let action = routes::backend(&gateway, &detail.name);
    let label = format!("Apply weights to {gateway}");
    let save = may_write.then(|| {
        view! {
            <div class="flex flex-wrap items-center gap-3 border-t border-base-300 p-3">
                <Button kind="submit" name="do" value="weights">{label}</Button>
                <span class="text-xs text-base-content/75">
                    "A lower priority number goes first. Weight shares calls within a priority; 0 drains a member."
                </span>
            </div>
        }
    });
    view! {
        <Sheet title="Members">
            <form method="post" action=action>
                <input type="hidden" name="etag" value=detail.etag/>
                <ul>{rows}</ul>
                {save}
            </form>
        </Sheet>
    }
}

#[component]
fn MemberRow(gateway: String, row: usize, member: MemberView, typed: Option<MemberWeight>, may_write: bool) -> impl IntoView {
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let weight = typed.as_ref().map_or_else(|| number(member.weight), |typed| typed.weight.clone());
    let priority = typed.as_ref().map_or_else(|| number(member.priority), |typed| typed.priority.clone());
    let missing = (!member.exists).then(|| view! { <StateDot tone=StateTone::Error text="does not exist"/> });
    let href = routes::backend(&gateway, &member.name);
    view! {
        <li class="flex flex-wrap items-center gap-3 border-b border-base-300 px-4 py-2.5 last:border-b-0">
            <span class="min-w-40 flex-1">
                <a class="font-mono font-medium hover:underline" href=href>{member.name.clone()}</a>
                " "{missing}
            </span>
            <input type="hidden" name=format!("member.{row}.id") value=member.id/>
            <Number name=format!("member.{row}.priority") label="Priority" of=member.name.clone() value=priority may_write/>
            <Number name=format!("member.{row}.weight") label="Weight" of=member.name value=weight may_write/>
        </li>
    }
}

#[component]
fn Number(name: String, label: &'static str, of: String, value: String, may_write: bool) -> impl IntoView {
    if !may_write {
        let value = if value.is_empty() { "–".to_owned() } else { value };
        return view! { <span class="text-sm text-base-content/75">{label}" "<span class="tabular-nums">{value}</span></span> }.into_any();
    }
    view! {
        <label class="flex items-center gap-2 text-sm text-base-content/75">
            {label}
            <span class="sr-only">" of "{of}</span>
            <input id=name.clone() name=name.clone() value=value inputmode="numeric" autocomplete="off" class="input input-sm w-16 text-right tabular-nums"/>
        </label>
    }
    .into_any()
}
