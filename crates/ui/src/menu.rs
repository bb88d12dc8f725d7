//! A small list of links and buttons behind a button, built on `<details>` so that it opens without scripts.
//! The page's script also closes whatever carries `data-menu` on Escape, on a click elsewhere and on a choice.

use leptos::prelude::*;

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
    let button = if compact { "btn btn-xs btn-ghost btn-square" } else { "btn btn-sm" };
    let face = if compact {
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
    };
    view! {
        <details class="menu-root" data-menu="">
            <summary class=button>{face}</summary>
            <ul class="menu-panel">{children()}</ul>
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
