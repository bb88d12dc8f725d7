//! What all forms that change something share: errors beside their fields, a refusal above them,
//! the question before leaving, and the row of buttons.

use super::conflict::ConflictPanel;
use crate::{problem_panel::ProblemPanel, routes, state::Posted};
use domain::{FieldError, Problem, ProblemCode};
use leptos::prelude::*;
use ui::{Button, Dialog, FormErrors, LinkButton, TextInput, Tone};

/// The errors of a refused draft, for the fields to find theirs.
#[derive(Clone, Default)]
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    pub(super) fn new(problem: Option<&Problem>) -> Self {
        Self(problem.map(|problem| problem.fields.clone()).unwrap_or_default())
    }

    pub(super) fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

/// Opened by the page's script when a link would lose what was typed.
#[component]
pub(super) fn LeaveDialog() -> impl IntoView {
    view! {
        <Dialog id="leave" title="Leave without applying?">
            <p class="mb-4">"What you changed here is not applied and will be lost."</p>
            <form method="dialog" class="flex flex-wrap justify-end gap-2">
                <Button kind="submit">"Stay"</Button>
                <button type="button" class="btn btn-sm btn-error" data-leave="">"Leave"</button>
            </form>
        </Dialog>
    }
}

/// Why nothing was saved.
#[component]
pub(super) fn Refusal(problem: Problem) -> impl IntoView {
    match problem.code {
        ProblemCode::Invalid => {
            let items = problem.fields.into_iter().map(|error| (error.field, error.message)).collect::<Vec<_>>();
            let said = problem.upstream.map(|upstream| {
                let id = upstream.request_id.map(|id| format!(" Azure's request id: {id}.")).unwrap_or_default();
                let text = format!("Azure said {} {}.{id} Our request id: {}.", upstream.status, upstream.code, problem.request_id);
                let entry = problem.audit_id.as_deref().map(routes::audit_entry);
                let link = entry.map(|href| view! { " " <a class="link" href=href>"See it in the audit log"</a> });
                view! { <p class="-mt-2 mb-4 text-xs wrap-anywhere text-base-content/75">{text}{link}</p> }
            });
            view! { <FormErrors title="Nothing was saved: please correct this." items/> {said} }.into_any()
        }
        ProblemCode::Conflict => view! { <ConflictPanel problem/> }.into_any(),
        _ => view! { <div id="form-errors" tabindex="-1"><ProblemPanel problem/></div> }.into_any(),
    }
}

/// The buttons that stay in sight, and room for a reason.
#[component]
pub(super) fn SaveBar(#[prop(into)] label: String, #[prop(into)] back: String) -> impl IntoView {
    view! {
        <div class="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-2 border-t border-base-300 bg-base-200 px-1 py-3">
            <Button kind="submit" name="do" value="save" tone=Tone::Primary>{label}</Button>
            <LinkButton href=back>"Cancel"</LinkButton>
            <Reason/>
            <span class="text-xs text-base-content/75">"Kept in the audit log with your name, before and after."</span>
        </div>
    }
}

/// Why: kept with the entry. What was typed stays when the form is drawn again.
#[component]
pub(super) fn Reason(#[prop(default = "reason".into(), into)] id: String) -> impl IntoView {
    let reason = Posted::of_request().reason;
    view! {
        <div class="w-full sm:w-64">
            <TextInput name="reason" id=id value=reason label="Reason or ticket (optional)" placeholder="Reason or ticket (optional)"/>
        </div>
    }
}
