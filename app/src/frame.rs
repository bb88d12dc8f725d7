//! The frame around each page: navigation, gateway switcher, top bar, toasts.

mod navigation;
mod theme;
mod top_bar;

use crate::{routes, state::use_session};
use domain::gateway::Gateway;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};
use navigation::Navigation;
use top_bar::TopBar;
use ui::{ErrorPanel, Skeleton};

/// The gateway that the page is about, or the first one where a page spans them all.
fn current_gateway() -> Option<Gateway> {
    let path = use_location().pathname.get_untracked();
    let session = use_session();
    let named = routes::gateway_of(&path).and_then(|name| session.gateway(&name).cloned());
    named.or_else(|| session.gateways.first().cloned())
}

#[component]
pub(crate) fn Frame() -> impl IntoView {
    around(view! { <Outlet/> }.into_any())
}

/// The frame around what no route matched.
#[component]
pub(crate) fn FramedNotFound() -> impl IntoView {
    around(view! { <crate::pages::NotFound/> }.into_any())
}

fn around(content: AnyView) -> impl IntoView {
    let gateway = current_gateway();
    // Erased at the edges: the frame around every page would else be part of every page's type.
    // Where there are several, a page that spans them all is not of the first.
    let session = use_session();
    let is_of_it = session.gateways.len() == 1 || routes::gateway_of(&use_location().pathname.get_untracked()).is_some();
    let is_read_only = is_of_it && gateway.as_ref().is_some_and(|gateway| gateway.is_read_only);
    let is_emulator = is_of_it && gateway.as_ref().is_some_and(|gateway| gateway.is_emulator);
    let navigation = view! { <Navigation gateway=gateway.clone()/> }.into_any();
    let top_bar = view! { <TopBar gateway/> }.into_any();
    let read_only = is_read_only.then(|| view! { <ReadOnlyBanner/> }.into_any());
    let banner = is_emulator.then(|| view! { <EmulatorBanner/> }.into_any());
    let toasts = view! { <ui::ToastStack/> }.into_any();
    view! {
        <a href="#main" class="skip-link">"Skip to the content"</a>
        <div class="flex min-h-screen">
            <aside aria-label="Navigation" class="sticky top-0 hidden h-screen w-[232px] shrink-0 flex-col border-r border-base-300 bg-base-100 lg:flex">
                {navigation}
            </aside>
            <div class="flex min-w-0 flex-1 flex-col">
                {top_bar}
                {banner}
                {read_only}
                <main id="main" tabindex="-1" class="mx-auto w-full max-w-[1240px] flex-1 px-4 py-5 sm:px-6 sm:py-6">
                    {content}
                </main>
            </div>
        </div>
        {toasts}
        {view! { <ForTheScript/> }.into_any()}
    }
}

/// What the page's script fills in or copies: words for screen readers, the outline of the next page, and the panel for
/// a form that got no answer.
#[component]
fn ForTheScript() -> impl IntoView {
    let message = "The console does not answer. Is it running, and are you online? What you typed is still here.";
    view! {
        <p id="announcements" class="sr-only" role="status" aria-live="polite"></p>
        <template id="page-loading"><div class="page-loading sheet"><Skeleton rows=8 columns=4/></div></template>
        <template id="no-answer"><div class="mb-4"><ErrorPanel title="No answer" message/></div></template>
    }
}

#[component]
fn ReadOnlyBanner() -> impl IntoView {
    view! {
        <section aria-label="Read-only" class="border-b border-base-300 bg-base-100 px-4 py-1.5 text-xs text-base-content/75 sm:px-6">
            <p><span class="font-medium text-base-content">"Read-only."</span>" This gateway takes no changes from here: its configuration says read_only."</p>
        </section>
    }
}

#[component]
fn EmulatorBanner() -> impl IntoView {
    view! {
        <section aria-label="Local emulator" class="border-b border-base-300 bg-base-100 px-4 py-1.5 text-xs text-base-content/75 sm:px-6">
            <p>
                <span class="font-medium text-base-content">"Local emulator."</span>
                " Everything here runs on this machine and nothing reaches Azure."
            </p>
        </section>
    }
}
