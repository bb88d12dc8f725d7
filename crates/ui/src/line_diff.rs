//! A document's changes, line by line. Signs say what colours say.

use leptos::prelude::*;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Same,
    Removed,
    Added,
    /// Lines that are the same and left out.
    Gap,
}

/// Lines in order, each with what became of it.
#[component]
pub fn LineDiff(lines: Vec<(LineKind, String)>) -> impl IntoView {
    let rows = lines.into_iter().map(|(kind, text)| {
        let (class, sign, word) = match kind {
            LineKind::Same => ("px-3 whitespace-pre", " ", ""),
            LineKind::Removed => ("px-3 whitespace-pre bg-error/10", "−", "removed: "),
            LineKind::Added => ("px-3 whitespace-pre bg-success/10", "+", "added: "),
            LineKind::Gap => ("px-3 text-base-content/75", "…", "lines that stay"),
        };
        view! {
            <li class=class>
                <span aria-hidden="true" class="inline-block w-4 select-none">
                    {sign}
                </span>
                <span class="sr-only">{word}</span>
                {text}
            </li>
        }
    });
    view! {
        <div tabindex="0" role="group" aria-label="Changes" class="max-h-96 overflow-auto">
            <ul class="w-max min-w-full py-2 font-mono text-xs leading-5">{rows.collect_view()}</ul>
        </div>
    }
}
