//! Someone else changed it meanwhile: both versions side by side, and a choice.

use domain::Problem;
use leptos::prelude::*;
use ui::{Button, Comparison, Notice, StateTone, Tone};

#[component]
pub(super) fn ConflictPanel(
    problem: Problem,
    /// Whether the form's handler knows `overwrite`.
    #[prop(default = true)]
    can_overwrite: bool,
) -> impl IntoView {
    let conflict = problem.conflict.map(|conflict| *conflict);
    let current = conflict.as_ref().and_then(|conflict| conflict.current_etag.clone());
    let rows: Vec<_> = conflict
        .map(|conflict| conflict.differences)
        .unwrap_or_default()
        .into_iter()
        .map(|difference| (difference.path, difference.left, difference.right))
        .collect();
    let is_gone = current.is_none();
    let comparison = (!rows.is_empty()).then(|| view! { <Comparison left_title="Yours" right_title="In force now" rows/> });
    let rebase = current.map(|etag| {
        view! {
            <input type="hidden" name="current_etag" value=etag/>
            <Button kind="submit" name="do" value="rebase" tone=Tone::Primary>"Apply mine to the version in force"</Button>
        }
    });
    let overwrite = if is_gone { "Create it again" } else { "Overwrite anyway, whatever comes in between" };
    view! {
        <section id="form-errors" tabindex="-1" role="alert" aria-label="Conflict" class="sheet grid gap-3 p-4">
            <Notice tone=StateTone::Warning>{problem.message}</Notice>
            {comparison}
            <div class="flex flex-wrap gap-2">
                {rebase}
                {can_overwrite.then(|| view! { <Button kind="submit" name="do" value="overwrite">{overwrite}</Button> })}
            </div>
            <p class="text-xs text-base-content/75">"Or change the fields below first. What you typed is kept."</p>
        </section>
    }
}
