//! `/`: on to the first gateway.

use crate::{routes, state::use_session};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use ui::{EmptyState, PageTitle};

#[component]
pub(crate) fn Home() -> impl IntoView {
    match use_session().gateways.first() {
        Some(gateway) => view! { <Redirect path=routes::overview(&gateway.name)/> }.into_any(),
        None => view! {
            <PageTitle text="No gateway"/>
            <h1 class="sr-only">"No gateway"</h1>
            <EmptyState
                title="No gateway is configured"
                text="Add a [[gateway]] section to console.toml and start the console again, or start it without --no-emulator to use the local one."
            >
                ""
            </EmptyState>
        }
        .into_any(),
    }
}
