//! Two versions of a text, line by line: what an apply would change, or what somebody else did.

use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};
use ui::{LineDiff, LineKind, Sheet};

#[component]
pub(super) fn Changes(title: &'static str, before: String, after: String) -> impl IntoView {
    let diff = TextDiff::from_lines(&before, &after);
    let mut lines = Vec::new();
    for (index, group) in diff.grouped_ops(3).iter().enumerate() {
        if index > 0 {
            lines.push((LineKind::Gap, String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let kind = match change.tag() {
                ChangeTag::Equal => LineKind::Same,
                ChangeTag::Delete => LineKind::Removed,
                ChangeTag::Insert => LineKind::Added,
            };
            lines.push((kind, change.value().trim_end_matches(['\r', '\n']).to_owned()));
        }
    }
    view! { <Sheet title><LineDiff lines/></Sheet> }
}

/// On the page of a deletion that was refused because the thing changed: how it changed since the
/// person looked at it. `now` is its ARM JSON.
#[component]
pub(super) fn ChangedSince(seen: String, now: String) -> impl IntoView {
    (!seen.is_empty() && seen != now).then(|| {
        view! { <div class="mb-4"><Changes title="What changed since you opened this page" before=seen after=now/></div> }
    })
}
