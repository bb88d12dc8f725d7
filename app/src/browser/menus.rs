//! `details[data-menu]` closes on a click elsewhere, on a choice inside and on Escape; a dialog on a click beside it.

use super::dom;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlDialogElement, KeyboardEvent, MouseEvent, Node};

const OPEN: &str = "details[data-menu][open]";

pub(super) fn start() {
    dom::on("click", |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let has_chosen = dom::closest(&event, "[data-menu] > :not(summary) :is(a, button)").is_some();
        for menu in dom::all(OPEN).into_iter().filter(|menu| has_chosen || !menu.contains(target.as_ref())) {
            close(&menu);
        }
        // The dialog itself is hit beside its content, on the backdrop.
        if let Some(dialog) = target.and_then(|target| target.dyn_into::<HtmlDialogElement>().ok()) {
            dialog.close();
        }
    });
    dom::on("keydown", |event: KeyboardEvent| {
        let focused = document().active_element();
        let menu = focused.filter(|_| event.key() == "Escape").and_then(|focused| focused.closest(OPEN).ok().flatten());
        if let Some(menu) = menu {
            close(&menu);
            dom::focus_on(menu.query_selector("summary").ok().flatten());
        }
    });
}

fn close(menu: &Element) {
    menu.unchecked_ref::<HtmlDetailsElement>().set_open(false);
}
