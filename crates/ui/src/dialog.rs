//! A modal dialog on the browser's own `<dialog>`: it traps the focus, closes with Escape and gives the focus back.
//! It opens with scripts only; whatever must work without them needs a page of its own.

use leptos::{ev::MouseEvent, html, prelude::*, wasm_bindgen::JsCast};

use crate::{Glyph, Icon};

/// Shown while `open` is true; closing it in any way sets the signal to false.
#[component]
pub fn Dialog(#[prop(into)] id: String, #[prop(into)] title: String, open: RwSignal<bool>, children: Children) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    // A click on the dialog element itself is a click beside its content, on the backdrop.
    let close_beside = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if target.is_some() {
            open.set(false);
        }
    };
    view! {
        <dialog
            id=id
            node_ref=dialog
            class="dialog m-auto w-[calc(100vw-2rem)] max-w-lg rounded-box border border-base-300 bg-base-100 p-0 text-base-content"
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:click=close_beside
        >
            <div class="flex items-center gap-2 border-b border-base-300 py-2 pr-2 pl-4">
                <h2 id=title_id class="min-w-0 flex-1 font-medium wrap-anywhere">
                    {title}
                </h2>
                <button type="button" class="btn btn-sm btn-ghost btn-square" aria-label="Close" on:click=move |_| open.set(false)>
                    <Icon name=Glyph::Close />
                </button>
            </div>
            <div class="p-4">{children()}</div>
        </dialog>
    }
}
