//! What the audit's pages and the others' "latest changes" share.

use crate::routes;
use domain::audit::{AuditEntry, Outcome};
use leptos::prelude::*;
use ui::{StateDot, StateTone, Time};

/// The dot of an outcome; none yet means that the call is under way.
#[component]
pub(crate) fn OutcomeDot(outcome: Option<Outcome>) -> impl IntoView {
    let (tone, text) = match outcome {
        Some(outcome @ Outcome::Applied) => (StateTone::Success, outcome.label()),
        Some(outcome @ Outcome::Refused) => (StateTone::Error, outcome.label()),
        Some(outcome @ Outcome::Unknown) => (StateTone::Warning, outcome.label()),
        Some(outcome @ Outcome::Aborted) => (StateTone::Neutral, outcome.label()),
        None => (StateTone::Info, "Under way"),
    };
    view! { <StateDot tone text/> }
}

/// A short list of entries.
#[component]
pub(crate) fn EntryList(entries: Vec<AuditEntry>, empty: &'static str) -> impl IntoView {
    if entries.is_empty() {
        return view! { <p class="p-4 text-sm text-base-content/75">{empty}</p> }.into_any();
    }
    let rows = entries.into_iter().map(|entry| {
        view! {
            <li class="border-t border-base-300 px-4 py-2.5 first:border-t-0">
                <a class="block font-medium hover:underline" href=routes::audit_entry(&entry.id)>
                    {entry.operation.label()} " " <span class="font-mono text-sm wrap-anywhere">{entry.target.name}</span>
                </a>
                <p class="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-base-content/75">
                    <OutcomeDot outcome=entry.outcome/>
                    <span>{entry.actor_name}</span>
                    <Time unix_ms=entry.at.0 text=entry.at.readable() iso=entry.at.rfc3339()/>
                </p>
            </li>
        }
    });
    view! { <ul>{rows.collect_view()}</ul> }.into_any()
}
