//! What the last form post did, above the page that it led to.

use crate::{pages::parameters::query_value, routes};
use leptos::prelude::*;
use ui::{Notice, StateTone};

#[component]
pub(super) fn Done(gateway: String, name: String) -> impl IntoView {
    let (done, entry) = (query_value("done"), query_value("entry"));
    let text = match done.as_str() {
        "created" => "Created.",
        "updated" => "Saved.",
        "overwrote" => "Saved over another version. The audit log has both.",
        "unchanged" => "Nothing to save: it is as you left it.",
        "reconnected" => "The gateway was asked for new connections.",
        "deleted" => "Deleted.",
        "added" => "Added.",
        "removed" => "Taken out.",
        "regenerated" => "A new key is in force; the old one no longer opens anything.",
        _ => return ().into_any(),
    };
    let toast = match done.as_str() {
        "unchanged" | "reconnected" => None,
        "deleted" => Some(format!("{name} deleted from {gateway}")),
        "regenerated" => Some(format!("{name} has a new key on {gateway}")),
        _ => Some(format!("{name} applied to {gateway}")),
    };
    let link = (!entry.is_empty()).then(|| view! { " " <a class="link" href=routes::audit_entry(&entry)>"See the audit entry"</a> });
    view! { <div class="mb-4" data-toast=toast data-toast-entry=entry><Notice tone=StateTone::Success>{text}{link}</Notice></div> }
        .into_any()
}
