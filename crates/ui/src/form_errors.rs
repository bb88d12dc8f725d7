//! The list of everything wrong with a form, above it. The page's script gives it the focus when it appears, and each line
//! leads to its field.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// `items` are the id of a field and what is wrong with it; an empty id gives a line without a link.
#[component]
pub fn FormErrors(#[prop(into)] title: String, items: Vec<(String, String)>) -> impl IntoView {
    let lines = items.into_iter().map(|(field, text)| view! { <Line field text /> }).collect_view();
    view! {
        <div id="form-errors" tabindex="-1" role="alert" class="mb-4 flex gap-2.5 rounded-box border border-error/50 bg-error/8 px-3.5 py-3">
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
    view! {
        <li>
            <a href=format!("#{field}") class="underline underline-offset-2">
                {text}
            </a>
        </li>
    }
    .into_any()
}
