//! Puts a text on the clipboard. The page's script does it, on a click of whatever carries `data-copy`, and says so in
//! the button for two seconds. Browsers give the clipboard to secure pages only; elsewhere it says that it could not copy.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// `label` says what is copied, for instance `"Copy request id"`. Hidden where scripts are off.
#[component]
pub fn CopyButton(#[prop(into)] text: String, label: &'static str) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-xs btn-ghost needs-script" aria-label=label data-copy=text>
            <Icon name=Glyph::Copy class="size-3.5" />
            <span data-label="">{label}</span>
        </button>
    }
}
