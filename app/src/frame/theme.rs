//! Choosing the theme: three submit buttons, which act at once where scripts run.

use crate::{routes, state::theme::Theme};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Glyph, Icon};

#[component]
pub(super) fn ThemeMenu() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let options = Theme::ALL.map(|theme| {
        view! {
            <button type="submit" name="theme" value=theme.slug() class="flex w-full items-center gap-2 rounded-field px-2.5 py-1.5 text-left hover:bg-base-200">
                <Icon name=glyph(theme) class="size-4"/>
                {theme.label()}
            </button>
        }
    });
    view! {
        <details data-menu="" class="relative">
            <summary class="btn btn-square list-none btn-ghost btn-sm" aria-label="Theme">
                <Icon name=Glyph::Moon class="size-4"/>
            </summary>
            <form method="post" action=routes::theme() class="absolute top-full right-0 z-20 mt-1 w-44 rounded-box border border-base-300 bg-base-100 p-1">
                <input type="hidden" name="return_to" value=path/>
                {options.into_iter().collect_view()}
            </form>
        </details>
    }
}

fn glyph(theme: Theme) -> Glyph {
    match theme {
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
        Theme::System => Glyph::Monitor,
    }
}
