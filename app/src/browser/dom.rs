//! The few ways in which the page's script touches the document.

use domain::Pairs;
use js_sys::{Array, Function};
use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement, SubmitEvent};

/// Listens at the document, for as long as the page lives.
pub(super) fn on<E: JsCast + 'static>(event: &str, handler: impl Fn(E) + 'static) {
    listen(event, false, handler);
}

/// The same, before anything on the way to the target hears of it.
pub(super) fn on_first<E: JsCast + 'static>(event: &str, handler: impl Fn(E) + 'static) {
    listen(event, true, handler);
}

fn listen<E: JsCast + 'static>(event: &str, is_capture: bool, handler: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(event.unchecked_into()));
    let _ = document().add_event_listener_with_callback_and_bool(event, listener.as_ref().unchecked_ref(), is_capture);
    listener.forget();
}

/// The element that the event happened in, or its next ancestor, that matches.
pub(super) fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Everything in the document that matches.
pub(super) fn all(selector: &str) -> Vec<Element> {
    all_in(&document(), selector)
}

/// Everything below `root` (an element, a fragment or a document) that matches.
pub(super) fn all_in(root: &JsValue, selector: &str) -> Vec<Element> {
    let method = js_sys::Reflect::get(root, &"querySelectorAll".into()).ok().and_then(|method| method.dyn_into::<Function>().ok());
    let found = method.and_then(|method| method.call1(root, &selector.into()).ok()).unwrap_or_default();
    Array::from(&found).iter().filter_map(|element| element.dyn_into().ok()).collect()
}

/// The nodes of an element, to be moved elsewhere.
pub(super) fn children(element: &Element) -> Array {
    Array::from(&element.child_nodes())
}

/// What the person typed or chose in a control.
pub(super) fn value(control: &Element) -> String {
    js_sys::Reflect::get(control, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Puts a text into a control.
pub(super) fn set_value(control: &Element, text: &str) {
    let _ = js_sys::Reflect::set(control, &"value".into(), &text.into());
}

/// The pairs that a plain post of the form would send, and the value of the button that was pressed.
pub(crate) fn submitted(event: &SubmitEvent) -> Option<(Pairs, String)> {
    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    let button = event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default();
    Some((pairs(&form)?, button))
}

pub(super) fn pairs(form: &HtmlFormElement) -> Option<Pairs> {
    let data = FormData::new_with_form(form).ok()?;
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let entries = js_sys::try_iter(&data).ok()??;
    let entries = entries.filter_map(Result::ok).map(|entry| Array::from(&entry));
    Some(entries.map(|entry| (text(entry.get(0)), text(entry.get(1)))).collect())
}

/// Moves the focus once the page has been drawn again.
pub(crate) fn focus(id: String) {
    request_animation_frame(move || focus_on(document().get_element_by_id(&id)));
}

/// Moves the focus to the element, if there is one.
pub(super) fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Leads the browser to another page.
pub(super) fn go(href: &str) {
    let _ = leptos::prelude::window().location().assign(href);
}

/// A marker for whoever waits until the page is alive.
pub(super) fn mark_hydrated() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-hydrated", "1");
    }
}
