//! `data-copy`: puts its text on the clipboard, and says so for two seconds.

use super::{dom, toasts::announce};
use leptos::{prelude::set_timeout, prelude::window, task::spawn_local};
use std::time::Duration;
use web_sys::{Element, MouseEvent};

pub(super) fn start() {
    dom::on("click", |event: MouseEvent| {
        if let Some(button) = dom::closest(&event, "[data-copy]") {
            spawn_local(copy(button));
        }
    });
}

async fn copy(button: Element) {
    let text = button.get_attribute("data-copy").unwrap_or_default();
    let said = if write(&text).await { "Copied" } else { "Could not copy" };
    let Some(label) = dom::all_in(&button, "[data-label]").pop() else { return };
    let usual = button.get_attribute("aria-label");
    label.set_text_content(Some(said));
    announce(said);
    set_timeout(move || label.set_text_content(usual.as_deref()), Duration::from_secs(2));
}

/// `false` when the page is not secure or the person refused.
async fn write(text: &str) -> bool {
    let window = window();
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}
