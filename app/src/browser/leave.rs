//! Asks before what was typed into a `form[data-guard]` is lost: its own dialog for links, the browser's for the rest.

use super::dom;
use leptos::{ev, prelude::document, prelude::window_event_listener};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, MouseEvent};

const DIRTY: &str = "form[data-guard][data-dirty]";

pub(super) fn start() {
    dom::on("input", |event: Event| {
        if let Some(form) = dom::closest(&event, "form[data-guard]") {
            mark(&form);
        }
    });
    let _ = window_event_listener(ev::beforeunload, |event| {
        if !dom::all(DIRTY).is_empty() {
            event.prevent_default();
        }
    });
    dom::on_first("click", |event: MouseEvent| {
        if dom::closest(&event, "[data-leave]").is_some() {
            leave();
        } else if let Some(href) = link(&event).filter(|_| !dom::all(DIRTY).is_empty())
            && let Some(dialog) = dialog()
        {
            event.prevent_default();
            event.stop_propagation();
            let _ = dialog.set_attribute("data-href", &href);
            let _ = dialog.show_modal();
        }
    });
}

/// There is something to lose.
pub(super) fn mark(form: &Element) {
    let _ = form.set_attribute("data-dirty", "");
}

/// There is nothing to lose any more.
pub(super) fn forget() {
    for form in dom::all(DIRTY) {
        let _ = form.remove_attribute("data-dirty");
    }
}

/// Where a click leads in this tab.
fn link(event: &MouseEvent) -> Option<String> {
    let is_elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
    let link = dom::closest(event, "a[href^='/']:not([target], [data-file])")?;
    link.get_attribute("href").filter(|_| !is_elsewhere)
}

fn dialog() -> Option<HtmlDialogElement> {
    document().get_element_by_id("leave")?.dyn_into().ok()
}

fn leave() {
    if let Some(href) = dialog().and_then(|dialog| dialog.get_attribute("data-href")) {
        forget();
        dom::go(&href);
    }
}
