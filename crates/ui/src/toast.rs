//! Short messages at the edge of the page, after something the person did.
//! The page's script fills them in; they leave after six seconds, not while a pointer or the focus rests on them
//! (`.toast-item` in the stylesheet), and with their button.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// Where the messages appear, and the pattern of one. Once, in the layout; it must exist before a message so that screen
/// readers hear it.
#[component]
pub fn ToastStack() -> impl IntoView {
    view! {
        <div
            id="toasts"
            role="status"
            aria-live="polite"
            class="pointer-events-none fixed inset-x-4 bottom-4 z-40 flex flex-col items-end gap-2 print:hidden"
        ></div>
        <template id="toast">
            <div class="toast-item pointer-events-auto flex w-full max-w-sm items-start gap-2.5 rounded-box border border-base-content/25 bg-base-100 py-2 pr-2 pl-3">
                <Icon name=Glyph::Check class="mt-0.5 size-4 text-success" />
                <p class="min-w-0 flex-1 wrap-anywhere"></p>
                <button type="button" class="btn btn-xs btn-ghost btn-square" aria-label="Close message">
                    <Icon name=Glyph::Close class="size-3.5" />
                </button>
            </div>
        </template>
    }
}
