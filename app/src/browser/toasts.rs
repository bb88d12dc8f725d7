//! Short messages after something was done, and words for screen readers alone.

use super::dom;
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{AnimationEvent, HtmlTemplateElement, MouseEvent};

/// Where the last message's entry is kept, so that Reload and Back do not say it again.
const LAST: &str = "toast";

pub(super) fn start() {
    dom::on("animationend", |event: AnimationEvent| {
        if let Some(toast) = dom::closest(&event, ".toast-item") {
            toast.remove();
        }
    });
    dom::on("click", |event: MouseEvent| {
        if let Some(toast) = dom::closest(&event, ".toast-item button").and_then(|button| button.closest(".toast-item").ok().flatten()) {
            toast.remove();
        }
    });
    for notice in dom::all("[data-toast]") {
        let entry = notice.get_attribute("data-toast-entry").unwrap_or_default();
        let memory = window().session_storage().ok().flatten();
        let last = memory.as_ref().and_then(|memory| memory.get_item(LAST).ok().flatten());
        if last.as_deref() != Some(&entry) {
            show(&notice.get_attribute("data-toast").unwrap_or_default());
        }
        if let Some(memory) = memory {
            let _ = memory.set_item(LAST, &entry);
        }
    }
}

/// Shows a message for some seconds.
fn show(text: &str) {
    let template = document().get_element_by_id("toast").and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let copy = template.and_then(|template| template.content().clone_node_with_deep(true).ok());
    let (Some(copy), Some(stack)) = (copy, document().get_element_by_id("toasts")) else { return };
    if let Some(words) = dom::all_in(&copy, "p").pop() {
        words.set_text_content(Some(text));
    }
    let _ = stack.append_child(&copy);
}

/// Says something to screen readers.
pub(super) fn announce(text: &str) {
    if let Some(region) = document().get_element_by_id("announcements") {
        region.set_text_content(Some(text));
    }
}
