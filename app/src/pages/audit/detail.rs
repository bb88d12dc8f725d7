//! One entry: what was intended, what became of it, what changed.

use super::parts::OutcomeDot;
use crate::{
    api::audit::get_audit,
    pages::{loaded::loaded_or, parameters::segment},
    problem_panel::ProblemPanel,
    routes,
    state::{Posted, use_session},
};
use domain::{
    Operation,
    audit::{AuditDetail as Detail, AuditEntry, OutcomeRow},
};
use leptos::prelude::*;
use ui::{Button, CodeBlock, Comparison, Facts, Notice, PageHeader, PageTitle, Sheet, StateTone, Time};

#[component]
pub(crate) fn AuditDetail() -> impl IntoView {
    let id = segment("entry");
    let posted = Posted::of_request().problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> });
    let fail = {
        let (lead, retry_href) = (id.clone(), routes::audit_entry(&id));
        move |problem| view! { <PageHeader title="Audit entry" lead/> <ProblemPanel problem retry_href/> }.into_any()
    };
    view! {
        <PageTitle text="Audit entry"/>
        {posted}
        {loaded_or(get_audit(id), |detail| view! { <Loaded detail/> }.into_any(), fail)}
    }
}

#[component]
fn Loaded(detail: Detail) -> impl IntoView {
    let entry = detail.entry.clone();
    let lead = match entry.target.gateway.as_str() {
        "" => format!("{}, by {}", entry.target.name, entry.actor_name),
        gateway => format!("{} in {gateway}, by {}", entry.target.name, entry.actor_name),
    };
    let settle = detail.can_settle.then(|| view! { <Settle id=entry.id.clone()/> });
    let rows: Vec<_> = detail.changes.iter().cloned().map(|change| (change.path, change.left, change.right)).collect();
    let changes = (!rows.is_empty()).then(|| {
        view! { <Sheet title="What it set out to change"><div class="p-4"><Comparison left_title="Before" right_title="After" rows/></div></Sheet> }
    });
    let facts = facts(&entry, &detail);
    let Detail { outcomes, before, after, .. } = detail;
    view! {
        <PageHeader title=entry.operation.label() lead/>
        {settle}
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
            <div class="grid min-w-0 gap-4">
                <Sheet title="What happened"><OutcomeRows outcomes/></Sheet>
                {changes}
                <Versions before after/>
            </div>
            <Sheet title="Entry"><Facts items=facts/></Sheet>
        </div>
    }
}

#[component]
fn Settle(id: String) -> impl IntoView {
    let button = use_session().may(Operation::AuditSettle).then(|| {
        view! {
            <form method="post" action=routes::audit_entry(&id)>
                <Button kind="submit" name="do" value="settle">"Read Azure again"</Button>
            </form>
        }
    });
    view! {
        <div class="mb-4 grid gap-2">
            <Notice tone=StateTone::Warning>
                "The answer to this change was lost: it may or may not have been made. The console keeps reading Azure until it can tell; \
                 \"not made\" is only concluded once the change can no longer be on its way."
            </Notice>
            {button}
        </div>
    }
}

#[component]
fn OutcomeRows(outcomes: Vec<OutcomeRow>) -> impl IntoView {
    if outcomes.is_empty() {
        return view! { <p class="p-4 text-base-content/75">"It is under way: no answer yet."</p> }.into_any();
    }
    let rows = outcomes.into_iter().map(|row| {
        let upstream = row.upstream.map(|upstream| {
            let id = upstream.request_id.map(|id| format!(" · request {id}")).unwrap_or_default();
            view! { <p class="mt-1 text-sm wrap-anywhere">{format!("{} {}: {}{id}", upstream.status, upstream.code, upstream.message)}</p> }
        });
        let correlation =
            row.correlation_id.map(|id| view! { <p class="mt-1 font-mono text-xs break-all text-base-content/75">"correlation " {id}</p> });
        let facts = row.facts.map(|facts| view! { <p class="mt-1 text-xs wrap-anywhere text-base-content/75">{readable(&facts)}</p> });
        view! {
            <li class="border-t border-base-300 px-4 py-3 first:border-t-0">
                <p class="flex flex-wrap items-center gap-x-3">
                    <OutcomeDot outcome=Some(row.outcome)/>
                    <span class="text-xs text-base-content/75"><Time unix_ms=row.at.0 text=row.at.readable() iso=row.at.rfc3339()/></span>
                    {row.duration_ms.map(|ms| view! { <span class="text-xs text-base-content/75 tabular-nums">{ms}" ms"</span> })}
                </p>
                <p class="mt-1 wrap-anywhere">{row.note}</p>
                {upstream}
                {facts}
                {correlation}
            </li>
        }
    });
    view! { <ol>{rows.collect_view()}</ol> }.into_any()
}

/// `{"latency_ms":6}` as `latency ms 6`; what is no object stays as it is.
fn readable(facts: &str) -> String {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_str(facts) else {
        return facts.to_owned();
    };
    let words = members.into_iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{} {value}", name.replace('_', " "))
    });
    words.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Versions(before: Option<String>, after: Option<String>) -> impl IntoView {
    if before.is_none() && after.is_none() {
        return ().into_any();
    }
    let version = |title: &'static str, text: Option<String>| {
        text.map(|text| {
            view! {
                <details>
                    <summary class="cursor-pointer font-medium">{title}</summary>
                    <div class="mt-2"><CodeBlock text label=title/></div>
                </details>
            }
        })
    };
    view! {
        <Sheet title="Whole versions, secrets masked">
            <div class="grid gap-3 p-4">{version("Before", before)} {version("After", after)}</div>
        </Sheet>
    }
    .into_any()
}

fn facts(entry: &AuditEntry, detail: &Detail) -> Vec<(String, AnyView)> {
    let code = |text: String| view! { <span class="font-mono text-xs break-all">{text}</span> }.into_any();
    let at = entry.at;
    vec![
        ("When".into(), view! { <Time unix_ms=at.0 text=at.readable() iso=at.rfc3339()/> }.into_any()),
        ("Who".into(), view! { <span>{entry.actor_name.clone()} ", " {entry.actor_role.label()}</span> }.into_any()),
        ("Why".into(), view! { <span class="wrap-anywhere">{if detail.reason.is_empty() { "not given".to_owned() } else { detail.reason.clone() }}</span> }.into_any()),
        ("Operation".into(), code(entry.operation.id().to_owned())),
        ("Resource".into(), code(entry.target.resource_id.clone())),
        ("Request id".into(), code(detail.request_id.clone())),
        ("Entry".into(), code(entry.id.clone())),
        ("Console process".into(), code(detail.boot_id.clone())),
    ]
}
