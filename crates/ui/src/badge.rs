//! A short word in a thin frame: a kind, a role, a count.

use leptos::prelude::*;

use crate::StateTone;

/// One or two words in a frame; the tone tints it.
#[component]
pub fn Badge(#[prop(optional)] tone: StateTone, #[prop(into)] text: String) -> impl IntoView {
    let class = match tone {
        StateTone::Neutral => "badge badge-sm border-base-300 bg-base-100",
        StateTone::Info => "badge badge-sm border-info/30 bg-info/8 text-info",
        StateTone::Success => "badge badge-sm border-success/35 bg-success/8 text-base-content",
        StateTone::Warning => "badge badge-sm border-warning bg-warning/15 text-base-content",
        StateTone::Error => "badge badge-sm border-error/50 bg-error/8 text-base-content",
    };
    view! { <span class=class>{text}</span> }
}
