//! A moment, in the words the caller chose; the exact one is in its attributes.

use leptos::prelude::*;

/// `text` is shown ("4 s ago", "12:03"); `iso` is the exact moment, `unix_ms` the same in milliseconds.
#[component]
pub fn Time(unix_ms: i64, #[prop(into)] text: String, #[prop(into)] iso: String) -> impl IntoView {
    view! {
        <time class="tabular-nums" datetime=iso.clone() title=iso data-unix-ms=unix_ms.to_string()>
            {text}
        </time>
    }
}
