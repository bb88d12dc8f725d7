//! The form for a backend: one function from a draft to fields. Without WebAssembly it is posted to
//! the page's own path and comes back drawn by the server; with it, the same pairs go to the server
//! function.

mod basics;
mod breaker;
mod credentials;
mod pool;

use super::{conflict::ConflictPanel, leave_guard::LeaveGuard};
use crate::{
    api::{WireError, backends::save_backend},
    pages::problem::ProblemPanel,
    routes,
    state::{
        RefusedDraft,
        form::{focus, submitted},
    },
};
use basics::Basics;
use breaker::Breaker;
use credentials::{Connection, Credentials};
use domain::{
    FieldError, Pairs, Problem, ProblemCode,
    backend::{BackendDraft, BackendKind, FormAction, SaveBackend},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use pool::Pool;
use ui::{Button, FormErrors, LinkButton, Toasts, Tone, use_toasts};

/// The errors of a refused draft, for the fields to find theirs.
#[derive(Clone, Default)]
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    pub(super) fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

/// What the form shows; a new version draws it anew.
#[derive(Clone, Copy)]
struct FormState {
    state: RwSignal<RefusedDraft>,
    version: RwSignal<u32>,
    is_busy: RwSignal<bool>,
    is_dirty: RwSignal<bool>,
}

impl FormState {
    fn show(self, next: RefusedDraft, focus_on: impl Into<String>) {
        self.state.set(next);
        self.version.update(|version| *version += 1);
        focus(focus_on.into());
    }
}

#[component]
pub(super) fn BackendForm(gateway: String, state: RefusedDraft, candidates: Vec<String>, back: String) -> impl IntoView {
    let form = FormState {
        is_dirty: RwSignal::new(state.problem.is_some()),
        state: RwSignal::new(state),
        version: RwSignal::new(0),
        is_busy: RwSignal::new(false),
    };
    let location = use_location();
    let action = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() { path } else { format!("{path}?{search}") }
    };
    let submit = submit_handler(form, gateway.clone());
    let drawn = move |_: u32| {
        view! { <Drawn gateway=gateway.clone() state=form.state.get_untracked() candidates=candidates.clone() back=back.clone() is_busy=form.is_busy/> }
    };
    view! {
        <form method="post" action=action on:submit=submit on:input=move |_| form.is_dirty.set(true) class="grid grid-cols-1 gap-4" novalidate="novalidate">
            <For each=move || [form.version.get()] key=|version| *version children=drawn/>
        </form>
        <LeaveGuard is_dirty=form.is_dirty/>
    }
}

/// Everything inside the form.
#[component]
fn Drawn(gateway: String, state: RefusedDraft, candidates: Vec<String>, back: String, is_busy: RwSignal<bool>) -> impl IntoView {
    let seen = state.seen_json();
    let RefusedDraft { draft, etag, problem, .. } = state;
    let is_new = etag.is_empty();
    let errors = Errors(problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default());
    let main = match draft.kind {
        BackendKind::Single => view! { <Credentials draft=draft.clone() errors=errors.clone()/> }.into_any(),
        BackendKind::Pool => view! { <Pool draft=draft.clone() errors=errors.clone() candidates/> }.into_any(),
    };
    let is_single = draft.kind == BackendKind::Single;
    let label = if is_new { format!("Create in {gateway}") } else { format!("Apply to {gateway}") };
    view! {
        <input type="hidden" name="kind" value=draft.kind.slug()/>
        <input type="hidden" name="etag" value=etag/>
        <input type="hidden" name="seen" value=seen/>
        // Pressing Enter in a field saves: the first submit button of a form is its default.
        <button type="submit" name="do" value="save" class="hidden" tabindex="-1" aria-hidden="true"></button>
        {problem.map(|problem| view! { <Refusal problem/> })}
        <Basics draft=draft.clone() errors=errors.clone() is_new/>
        {main}
        {is_single.then(|| view! { <Breaker draft=draft.clone() errors=errors.clone()/> })}
        {is_single.then(|| view! { <Connection draft=draft.clone() errors=errors.clone()/> })}
        {(!is_single).then(|| view! { <TlsOfPool draft=draft.clone()/> })}
        <div class="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t border-base-300 bg-base-200 px-1 py-3">
            <Button kind="submit" name="do" value="save" tone=Tone::Primary busy=is_busy>{label}</Button>
            <LinkButton href=back>"Cancel"</LinkButton>
            <span class="text-xs text-base-content/75">"Kept in the audit log with your name, before and after."</span>
        </div>
    }
}

/// A pool has no TLS of its own, but its resource may carry the members: they are sent back as they
/// were.
#[component]
fn TlsOfPool(draft: BackendDraft) -> impl IntoView {
    view! {
        {draft.validate_chain.then(|| view! { <input type="hidden" name="validate_chain" value="on"/> })}
        {draft.validate_name.then(|| view! { <input type="hidden" name="validate_name" value="on"/> })}
    }
}

#[component]
fn Refusal(problem: Problem) -> impl IntoView {
    match problem.code {
        ProblemCode::Invalid => {
            let items = problem.fields.into_iter().map(|error| (error.field, error.message)).collect::<Vec<_>>();
            view! { <FormErrors title="Nothing was saved: please correct this." items/> }.into_any()
        }
        ProblemCode::Conflict => view! { <ConflictPanel problem/> }.into_any(),
        _ => view! { <div id="form-errors" tabindex="-1"><ProblemPanel problem/></div> }.into_any(),
    }
}

fn submit_handler(form: FormState, gateway: String) -> impl Fn(SubmitEvent) + 'static {
    let (navigate, toasts) = (use_navigate(), use_toasts());
    move |event: SubmitEvent| {
        let Some((pairs, button)) = submitted(&event) else { return };
        event.prevent_default();
        let action = FormAction::parse(&button);
        let etag = pairs.text("etag");
        if action.is_local() {
            return draw_local(form, &pairs, action, etag);
        }
        let draft = BackendDraft::from_pairs(&pairs);
        let rebased = pairs.text("current_etag");
        let save = SaveBackend {
            gateway: gateway.clone(),
            draft,
            seen: RefusedDraft::seen_in(&pairs),
            etag: Some(if action == FormAction::Rebase { rebased } else { etag }).filter(|etag| !etag.is_empty()),
            is_overwrite: action == FormAction::Overwrite,
        };
        let navigate = navigate.clone();
        form.is_busy.set(true);
        spawn_local(async move {
            send(form, save, toasts, navigate).await;
            form.is_busy.set(false);
        });
    }
}

/// A row more or less: nothing is sent.
fn draw_local(form: FormState, pairs: &Pairs, action: FormAction, etag: String) {
    let mut draft = BackendDraft::from_pairs(pairs);
    draft.apply(action);
    let focus_on = match action {
        FormAction::AddMember => format!("member.{}.id", draft.members.len().saturating_sub(1)),
        FormAction::AddHeader => format!("header.{}.name", draft.credentials.headers.len().saturating_sub(1)),
        FormAction::AddQuery => format!("query.{}.name", draft.credentials.query.len().saturating_sub(1)),
        FormAction::AddBreaker => "breaker.threshold".into(),
        FormAction::RemoveMember(_) => "add-member".into(),
        FormAction::RemoveHeader(_) => "add-header".into(),
        FormAction::RemoveQuery(_) => "add-query".into(),
        _ => "add-breaker".into(),
    };
    form.is_dirty.set(true);
    form.show(RefusedDraft { draft, seen: RefusedDraft::seen_in(pairs), etag, problem: None }, focus_on);
}

async fn send(form: FormState, save: SaveBackend, toasts: Toasts, navigate: impl Fn(&str, NavigateOptions)) {
    let (gateway, draft, seen, etag) = (save.gateway.clone(), save.draft.clone(), save.seen.clone(), save.etag.clone().unwrap_or_default());
    match save_backend(save).await {
        Ok(saved) => {
            form.is_dirty.set(false);
            if saved.verb != "unchanged" {
                toasts.success(format!("{} applied to {gateway}", saved.name));
            }
            let href = routes::with_query(&routes::backend(&gateway, &saved.name), &[("done", &saved.verb), ("entry", &saved.audit_id)]);
            navigate(&href, NavigateOptions::default());
        }
        Err(WireError(problem)) => form.show(RefusedDraft { draft, seen, etag, problem: Some(problem) }, "form-errors"),
    }
}
