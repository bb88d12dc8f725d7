//! The list of everything wrong with a form, above it. It takes the focus when it appears, and each line leads to its field.

use leptos::{ev::MouseEvent, html, prelude::*, wasm_bindgen::JsCast};

use crate::{Glyph, Icon};

/// `items` are the id of a field and what is wrong with it; an empty id gives a line without a link.
/// Render it from the answer to a submit, not from each key press: it moves the focus to itself.
#[component]
pub fn FormErrors(#[prop(into)] title: String, items: Vec<(String, String)>) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(summary) = summary.get() {
            let _ = summary.focus();
        }
    });
    let lines = items.into_iter().map(|(field, text)| view! { <Line field text /> }).collect_view();
    view! {
        <div
            id="form-errors"
            node_ref=summary
            tabindex="-1"
            role="alert"
            class="mb-4 flex gap-2.5 rounded-box border border-error/50 bg-error/8 px-3.5 py-3"
        >
            <Icon name=Glyph::Warning class="mt-0.5 size-4 text-error" />
            <div class="min-w-0 wrap-anywhere">
                <p class="font-medium">{title}</p>
                <ul class="mt-1 space-y-0.5 text-sm">{lines}</ul>
            </div>
        </div>
    }
}

#[component]
fn Line(field: String, text: String) -> impl IntoView {
    if field.is_empty() {
        return view! { <li>{text}</li> }.into_any();
    }
    let href = format!("#{field}");
    let go = move |event: MouseEvent| {
        if focus_element(&field) {
            event.prevent_default();
        }
    };
    view! {
        <li>
            <a href=href class="underline underline-offset-2" on:click=go>
                {text}
            </a>
        </li>
    }
    .into_any()
}

/// A link to a fragment scrolls; only this also lets one type at once.
fn focus_element(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}
