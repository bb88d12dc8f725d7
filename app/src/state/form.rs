//! Forms in the browser: the same pairs that a plain post would send.

use domain::Pairs;
use leptos::ev::SubmitEvent;

/// The pairs of the submitted form, and the value of the button that was pressed.
#[cfg(feature = "hydrate")]
pub(crate) fn submitted(event: &SubmitEvent) -> Option<(Pairs, String)> {
    use wasm_bindgen::JsCast;

    let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let button = event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default();
    Some((pairs(&form)?, button))
}

/// The server never submits.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn submitted(_event: &SubmitEvent) -> Option<(Pairs, String)> {
    None
}

#[cfg(feature = "hydrate")]
fn pairs(form: &web_sys::HtmlFormElement) -> Option<Pairs> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let text = |value: wasm_bindgen::JsValue| value.as_string().unwrap_or_default();
    let entries = js_sys::try_iter(&data).ok()??;
    let entries = entries.filter_map(Result::ok).map(|entry| js_sys::Array::from(&entry));
    Some(entries.map(|entry| (text(entry.get(0)), text(entry.get(1)))).collect())
}

/// Moves the focus once the page has been drawn again.
pub(crate) fn focus(id: String) {
    #[cfg(feature = "hydrate")]
    leptos::prelude::request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let found = leptos::prelude::document().get_element_by_id(&id);
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    drop(id);
}
