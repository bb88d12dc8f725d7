//! A small list of links and buttons behind a button, built on `<details>` so that it opens without scripts.
//! With scripts it also closes on Escape, on a click elsewhere and when something in it is chosen.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};

use crate::{Glyph, Icon};

/// `children` are `MenuLink`s, or `<li>`s with one button each.
#[component]
pub fn Menu(
    /// What the button says; with `compact` it says it to screen readers only and shows three dots.
    #[prop(into)]
    label: String,
    #[prop(optional)] compact: bool,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    close_elsewhere(details);
    let button = if compact { "btn btn-xs btn-ghost btn-square" } else { "btn btn-sm" };
    view! {
        <details class="menu-root" node_ref=details>
            <summary class=button>
                {if compact {
                    view! {
                        <Icon name=Glyph::More />
                        <span class="sr-only">{label}</span>
                    }
                        .into_any()
                } else {
                    view! {
                        <span>{label}</span>
                        <Icon name=Glyph::ChevronsUpDown class="size-3.5 opacity-70" />
                    }
                        .into_any()
                }}
            </summary>
            <ul class="menu-panel" on:click=move |_| close_details(details)>
                {children()}
            </ul>
        </details>
    }
}

/// Closes what a `<details>` opened.
pub fn close_details(details: NodeRef<html::Details>) {
    if let Some(details) = details.try_get_untracked().flatten() {
        details.set_open(false);
    }
}

/// Closes it on a click elsewhere, and on Escape inside it, which gives the focus back to its summary.
pub fn close_elsewhere(details: NodeRef<html::Details>) {
    Effect::new(move |_| {
        let clicks = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            if !holds(details, target.as_ref()) {
                close_details(details);
            }
        });
        let keys = window_event_listener(ev::keydown, move |event| {
            let focused = document().active_element();
            if event.key() == "Escape" && holds(details, focused.as_deref()) {
                close_details(details);
                focus_summary(details);
            }
        });
        on_cleanup(move || {
            clicks.remove();
            keys.remove();
        });
    });
}

fn holds(details: NodeRef<html::Details>, node: Option<&web_sys::Node>) -> bool {
    details.try_get_untracked().flatten().is_some_and(|details| details.open() && details.contains(node))
}

fn focus_summary(details: NodeRef<html::Details>) {
    if let Some(Ok(Some(summary))) = details.get_untracked().map(|details| details.query_selector("summary")) {
        let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// One line of a menu that leads somewhere.
#[component]
pub fn MenuLink(#[prop(into)] href: String, children: Children) -> impl IntoView {
    view! {
        <li>
            <a href=href>{children()}</a>
        </li>
    }
}
