//! A block of code or a raw answer, as it is.

use leptos::prelude::*;

use crate::CopyButton;

/// Monospace text that scrolls on its own; `label` says what it is.
#[component]
pub fn CodeBlock(#[prop(into)] text: String, #[prop(into)] label: String) -> impl IntoView {
    // Inside `pre` alone, a parser would drop a first line break.
    let (copied, name) = (text.clone(), label.clone());
    view! {
        <div class="overflow-hidden rounded-field border border-base-300">
            <div class="flex min-h-8 items-center gap-2 border-b border-base-300 pr-1 pl-3 text-xs text-base-content/75">
                <span class="min-w-0 flex-1 truncate">{label}</span>
                <CopyButton text=copied label="Copy" />
            </div>
            <pre tabindex="0" role="group" aria-label=name class="max-h-[28rem] overflow-auto bg-base-200 p-3 font-mono text-xs leading-5">
                <code>{text}</code>
            </pre>
        </div>
    }
}
