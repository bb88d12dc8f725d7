//! A small list of links and buttons behind a button, built on `<details>` so that it opens without scripts.
//! With scripts it also closes on Escape, on a click elsewhere and when something in it is chosen.

use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
};

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
    let close = move || {
        if let Some(details) = details.try_get_untracked().flatten() {
            details.set_open(false);
        }
    };
    Effect::new(move |_| {
        let watch = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let is_inside = details.try_get_untracked().flatten().is_some_and(|details| details.contains(target.as_ref()));
            if !is_inside {
                close();
            }
        });
        on_cleanup(move || watch.remove());
    });
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            if let Some(Ok(Some(summary))) = details.get_untracked().map(|details| details.query_selector("summary")) {
                let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        }
    };
    let button = if compact { "btn btn-xs btn-ghost btn-square" } else { "btn btn-sm" };
    view! {
        <details class="menu-root" node_ref=details on:keydown=escape>
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
            <ul class="menu-panel" on:click=move |_| close()>
                {children()}
            </ul>
        </details>
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
