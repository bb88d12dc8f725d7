//! Puts the answer to a form in the place of the page's content.

use crate::browser::{dom, leave, toasts::announce};
use leptos::prelude::document;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, HtmlDetailsElement, SupportedType};

/// What a freshly drawn page wants to be looked at first.
const FIRST: &str = "#form-errors, main [role='alert'], main [data-first]";
/// Hidden inputs that do not tell which form it is: the version of what it is about, and its rows.
const VERSIONS: &str = "[name='etag'], [name='current_etag'], [name='seen'], [name*='.']";

/// The page that `html` holds instead of the one around `form`. Where that has a failure and no such form (the page could
/// not be made), what was typed stays and only the failure is shown.
pub(super) fn redraw(form: &Element, button: Option<&Element>, html: &str) {
    let Some(fresh) = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml)).ok() else { return };
    let (Some(old), Some(new)) = (dom::all("main").pop(), dom::all_in(&fresh, "main").pop()) else { return };
    let failure = dom::all_in(&new, "[role='alert']").into_iter().next();
    if let Some(failure) = failure.filter(|_| same_form(form, &new).is_none()) {
        return put_above(form, &failure);
    }
    keep_open(&old, &new);
    keep_secrets(&old, &new);
    let is_guarded = form.has_attribute("data-guard");
    old.replace_children_with_node(&dom::children(&new));
    document().set_title(&fresh.title());
    match same_form(form, &old) {
        Some(form) => {
            if is_guarded {
                leave::mark(&form);
            }
            focus_again(&form, button);
        }
        // What was asked for is done, and the page tells of it from its beginning.
        None => focus_on_any(dom::all(FIRST).into_iter().chain(dom::all("main h1")).next()),
    }
    for words in dom::all_in(&old, "[data-announce]") {
        announce(&words.get_attribute("data-announce").unwrap_or_default());
    }
}

/// Shows a failure right above the form, instead of an earlier one.
pub(super) fn put_above(form: &Element, failure: &Element) {
    for earlier in dom::all("[data-failure]") {
        earlier.remove();
    }
    let Ok(panel) = document().import_node_with_deep(failure, true) else { return };
    let panel: Element = panel.unchecked_into();
    let _ = panel.set_attribute("data-failure", "");
    let _ = panel.set_attribute("tabindex", "-1");
    let _ = form.insert_adjacent_element("beforebegin", &panel);
    dom::focus_on(Some(panel));
}

/// The form below `root` that does the same to the same: of several with one address the hidden inputs tell which.
fn same_form(form: &Element, root: &Element) -> Option<Element> {
    let wanted = identity(form);
    dom::all_in(root, "form[method='post' i]").into_iter().find(|found| identity(found) == wanted)
}

fn identity(form: &Element) -> (Option<String>, Vec<(Option<String>, String)>) {
    let hidden = dom::all_in(form, &format!("input[type='hidden']:not({VERSIONS})"));
    (form.get_attribute("action"), hidden.iter().map(|input| (input.get_attribute("name"), dom::value(input))).collect())
}

/// What was folded open stays so.
fn keep_open(old: &Element, new: &Element) {
    let title = |details: &Element| dom::all_in(details, "summary").into_iter().next().and_then(|summary| summary.text_content());
    let open: Vec<_> = dom::all_in(old, "details[open]").iter().filter_map(title).collect();
    for details in dom::all_in(new, "details") {
        if title(&details).is_some_and(|title| open.contains(&title)) {
            details.unchecked_ref::<HtmlDetailsElement>().set_open(true);
        }
    }
}

/// The server never writes a typed secret into a page, so it is carried over here: by the name that stands beside it,
/// since rows may have moved.
fn keep_secrets(old: &Element, new: &Element) {
    let fields = |root: &Element| dom::all_in(root, "input[type='password']");
    let typed: HashMap<_, _> =
        fields(old).into_iter().map(|field| (key(old, &field), dom::value(&field))).filter(|(_, value)| !value.is_empty()).collect();
    for field in fields(new) {
        if let Some(value) = typed.get(&key(new, &field)) {
            dom::set_value(&field, value);
        }
    }
}

/// `header/api-key` for `header.2.value` beside the name `api-key`; else the field's own name.
fn key(root: &Element, field: &Element) -> String {
    let name = field.get_attribute("name").unwrap_or_default();
    let row = name.strip_suffix(".value").unwrap_or(&name);
    let beside = dom::all_in(root, &format!("[name='{row}.name']")).pop().map(|beside| dom::value(&beside));
    match (row.rsplit_once('.'), beside) {
        (Some((list, _)), Some(beside)) if !beside.is_empty() => format!("{list}/{beside}"),
        _ => name,
    }
}

/// The focus goes where the page says, to what went wrong, or back to the button that was pressed.
fn focus_again(form: &Element, button: Option<&Element>) {
    if let Some(id) = form.get_attribute("data-focus").filter(|id| !id.is_empty()) {
        return dom::focus(id);
    }
    let attribute = |button: &Element, name: &str| button.get_attribute(name);
    let pressed = button.and_then(|button| {
        let is_same = |found: &Element| ["name", "value"].iter().all(|name| attribute(found, name) == attribute(button, name));
        dom::all_in(form, "button").into_iter().rfind(is_same)
    });
    match dom::all(FIRST).into_iter().next() {
        Some(first) => focus_on_any(Some(first)),
        None => dom::focus_on(pressed),
    }
}

/// Also on what can't be reached with the keyboard.
fn focus_on_any(element: Option<Element>) {
    if let Some(element) = &element
        && !element.has_attribute("tabindex")
    {
        let _ = element.set_attribute("tabindex", "-1");
    }
    dom::focus_on(element);
}

/// A page that begins with what went wrong begins there.
pub(super) fn focus_first() {
    dom::focus_on(dom::all("#form-errors").into_iter().next());
}
