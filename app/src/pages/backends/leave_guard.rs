//! Asks before what was typed is lost.

use leptos::prelude::*;
use ui::{Button, Dialog, Tone};

/// Watches links inside the app, and the browser's own ways to leave, while `is_dirty`.
#[component]
pub(super) fn LeaveGuard(is_dirty: RwSignal<bool>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let target = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    watch(is_dirty, is_open, target);
    let navigate = leptos_router::hooks::use_navigate();
    let leave = move |_| {
        is_dirty.set(false);
        is_open.set(false);
        navigate(&target.get_untracked(), leptos_router::NavigateOptions::default());
    };
    view! {
        <Dialog id="leave" title="Leave without applying?" open=is_open>
            <p class="mb-4">"What you changed here is not applied and will be lost."</p>
            <div class="flex flex-wrap justify-end gap-2">
                <Button on_click=Callback::new(move |_| is_open.set(false))>"Stay"</Button>
                <Button tone=Tone::Danger on_click=Callback::new(leave)>"Leave"</Button>
            </div>
        </Dialog>
    }
}

#[cfg(feature = "hydrate")]
fn watch(is_dirty: RwSignal<bool>, is_open: RwSignal<bool>, target: RwSignal<String>) {
    use leptos::ev;
    use send_wrapper::SendWrapper;
    use wasm_bindgen::{JsCast, prelude::Closure};

    let unload = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty.try_get_untracked().unwrap_or(false) {
            event.prevent_default();
        }
    });
    // Before the router hears of the click.
    let click = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
        let href = link.and_then(|link| link.get_attribute("href")).filter(|href| href.starts_with('/'));
        if let Some(href) = href.filter(|_| is_dirty.try_get_untracked().unwrap_or(false)) {
            event.prevent_default();
            event.stop_immediate_propagation();
            target.set(href);
            is_open.set(true);
        }
    });
    let listener = SendWrapper::new(click);
    let _ = window().add_event_listener_with_callback_and_bool("click", listener.as_ref().unchecked_ref(), true);
    on_cleanup(move || {
        unload.remove();
        let _ = window().remove_event_listener_with_callback_and_bool("click", listener.as_ref().unchecked_ref(), true);
    });
}
