//! A modal dialog on the browser's own `<dialog>`: it traps the focus, closes with Escape and gives the focus back.
//! It opens with scripts only; whatever must work without them needs a page of its own.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// Closed at first; the page's script opens it by its id. Buttons of a `<form method="dialog">` inside close it.
#[component]
pub fn Dialog(#[prop(into)] id: String, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            id=id
            class="dialog m-auto w-[calc(100vw-2rem)] max-w-lg rounded-box border border-base-300 bg-base-100 p-0 text-base-content"
            aria-labelledby=labelled_by
        >
            <form method="dialog" class="flex items-center gap-2 border-b border-base-300 py-2 pr-2 pl-4">
                <h2 id=title_id class="min-w-0 flex-1 font-medium wrap-anywhere">
                    {title}
                </h2>
                <button class="btn btn-sm btn-ghost btn-square" aria-label="Close">
                    <Icon name=Glyph::Close />
                </button>
            </form>
            <div class="p-4">{children()}</div>
        </dialog>
    }
}
