//! While the next page is on its way: after a moment its outline stands in the place of this one.

use super::dom;
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{document, set_timeout, set_timeout_with_handle, window_event_listener_untyped},
};
use std::{cell::Cell, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{HtmlTemplateElement, MouseEvent, SubmitEvent};

/// Pages that come sooner need no outline.
const PATIENCE: Duration = Duration::from_millis(300);
/// A page that never comes (Stop) gives this one back.
const GIVE_UP: Duration = Duration::from_secs(20);

thread_local! {
    static WAITING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

pub(super) fn start() {
    dom::on("click", |event: MouseEvent| {
        let is_elsewhere = event.default_prevented() || event.ctrl_key() || event.meta_key() || event.shift_key();
        if !is_elsewhere && dom::closest(&event, "a[href^='/']:not([target], [data-file])").is_some() {
            leaving();
        }
    });
    dom::on("submit", |event: SubmitEvent| {
        if !event.default_prevented() && dom::closest(&event, "form[method='get' i]").is_some() {
            leaving();
        }
    });
    // Also when this page comes back out of the browser's cache.
    let _ = window_event_listener_untyped("pageshow", |_| restore());
}

fn leaving() {
    let waiting = set_timeout_with_handle(show, PATIENCE).ok();
    if let Some(earlier) = WAITING.replace(waiting) {
        earlier.clear();
    }
}

fn show() {
    let template = document().get_element_by_id("page-loading").and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let copy = template.and_then(|template| template.content().clone_node_with_deep(true).ok());
    let (Some(copy), Some(main)) = (copy, dom::all("main").pop()) else { return };
    let _ = main.append_child(&copy);
    let _ = main.set_attribute("data-leaving", "");
    set_timeout(restore, GIVE_UP);
}

fn restore() {
    if let Some(waiting) = WAITING.take() {
        waiting.clear();
    }
    for main in dom::all("main[data-leaving]") {
        let _ = main.remove_attribute("data-leaving");
    }
    for outline in dom::all("main > .page-loading") {
        outline.remove();
    }
}
