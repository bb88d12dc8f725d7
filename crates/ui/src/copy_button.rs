//! Puts a text on the clipboard and says so for two seconds.
//! Browsers give the clipboard to secure pages only; elsewhere the button says that it could not copy.

use std::time::Duration;

use leptos::prelude::*;

use crate::{Glyph, Icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Done,
    Refused,
}

impl Copied {
    fn announcement(self) -> &'static str {
        match self {
            Self::NotYet => "",
            Self::Done => "Copied",
            Self::Refused => "Could not copy",
        }
    }
}

/// `label` says what is copied, for instance `"Copy request id"`. Hidden where scripts are off.
#[component]
pub fn CopyButton(#[prop(into)] text: String, label: &'static str) -> impl IntoView {
    let state = RwSignal::new(Copied::NotYet);
    let copy = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            let outcome = if write_to_clipboard(&text).await { Copied::Done } else { Copied::Refused };
            let _ = state.try_set(outcome);
            let forget = move || {
                let _ = state.try_set(Copied::NotYet);
            };
            set_timeout(forget, Duration::from_secs(2));
        });
    };
    let shown = move || match state.get() {
        Copied::NotYet => label,
        after => after.announcement(),
    };
    view! {
        <button type="button" class="btn btn-xs btn-ghost needs-script" aria-label=label on:click=copy>
            {move || match state.get() {
                Copied::Done => view! { <Icon name=Glyph::Check class="size-3.5" /> },
                Copied::NotYet => view! { <Icon name=Glyph::Copy class="size-3.5" /> },
                Copied::Refused => view! { <Icon name=Glyph::Warning class="size-3.5" /> },
            }}
            <span>{shown}</span>
        </button>
        <span class="sr-only" role="status" aria-live="polite">
            {move || state.get().announcement()}
        </span>
    }
}

/// `false` when the page is not secure or the person refused.
async fn write_to_clipboard(text: &str) -> bool {
    let window = window();
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}
