//! No such page.

use crate::routes;
use leptos::prelude::*;
use ui::{EmptyState, LinkButton, PageTitle, Tone};

#[component]
pub(crate) fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::ssr::set_status(404);
    view! {
        <PageTitle text="Not found"/>
        <div class="sheet">
            <h1 class="sr-only">"Not found"</h1>
            <EmptyState title="There is no such page" text="The address may be mistyped, or what it showed was deleted.">
                <LinkButton href=routes::home() tone=Tone::Primary>"To the overview"</LinkButton>
            </EmptyState>
        </div>
    }
}
