//! The parts of one thing, each with its own address.

use leptos::prelude::*;

/// Links to the sibling pages: label, address, whether it is the current one.
#[component]
pub fn Tabs(#[prop(into)] label: String, items: Vec<(String, String, bool)>) -> impl IntoView {
    let links = items
        .into_iter()
        .map(|(label, href, is_active)| {
            let class = if is_active { "tab tab-active font-medium" } else { "tab" };
            view! {
                <a class=class href=href aria-current=is_active.then_some("page")>
                    {label}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label class="tabs tabs-border mb-5 flex-nowrap overflow-x-auto border-b border-base-300">
            {links}
        </nav>
    }
}
