//! Testing a backend's address and asking for new connections.

use crate::{
    api::{WireError, backends::test_backend},
    pages::problem::ProblemPanel,
    routes,
    state::use_session,
};
use domain::{
    Operation, Problem,
    backend::{BackendDetail, BackendKind, TestReport},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use ui::{Button, Sheet, StateDot, StateTone};

#[component]
pub(super) fn Tools(gateway: String, detail: BackendDetail, report: Option<TestReport>) -> impl IntoView {
    let session = use_session();
    let is_single = detail.kind == BackendKind::Single;
    let test = (is_single && session.may(Operation::BackendTest))
        .then(|| view! { <Test gateway=gateway.clone() name=detail.name.clone() report/> });
    let reconnect =
        session.may(Operation::BackendReconnect).then(|| view! { <Reconnect gateway=gateway.clone() name=detail.name.clone()/> });
    view! {
        {test}
        {reconnect}
    }
}

#[component]
fn Test(gateway: String, name: String, report: Option<TestReport>) -> impl IntoView {
    let report = RwSignal::new(report);
    let problem = RwSignal::new(None::<Problem>);
    let is_busy = RwSignal::new(false);
    let action = routes::backend(&gateway, &name);
    let run = move |event: SubmitEvent| {
        event.prevent_default();
        let (gateway, name) = (gateway.clone(), name.clone());
        is_busy.set(true);
        spawn_local(async move {
            match test_backend(gateway, name).await {
                Ok(found) => {
                    problem.set(None);
                    report.set(Some(found));
                }
                Err(WireError(failure)) => problem.set(Some(failure)),
            }
            is_busy.set(false);
        });
    };
    view! {
        <Sheet title="Connection test">
            <form method="post" action=action on:submit=run class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">
                    "Calls the address from the console's host, not from the gateway, and sends no credentials."
                </p>
                <div><Button kind="submit" name="do" value="test" busy=is_busy>"Test the connection"</Button></div>
                <div aria-live="polite">
                    {move || report.get().map(|report| view! { <Report report/> })}
                    {move || problem.get().map(|problem| view! { <ProblemPanel problem/> })}
                </div>
            </form>
        </Sheet>
    }
}

#[component]
fn Report(report: TestReport) -> impl IntoView {
    let steps = report.steps.into_iter().map(|step| {
        let tone = if step.is_ok { StateTone::Success } else { StateTone::Error };
        view! {
            <li class="grid gap-0.5 border-t border-base-300 py-2 first:border-t-0">
                <span class="flex items-baseline justify-between gap-2">
                    <StateDot tone text=step.label/>
                    <span class="text-xs text-base-content/75 tabular-nums">{step.duration_ms}" ms"</span>
                </span>
                <span class="text-xs wrap-anywhere text-base-content/75">{step.detail}</span>
            </li>
        }
    });
    view! {
        <p class="font-medium">{if report.is_ok { "It answers." } else { "It does not answer." }}</p>
        <ol>{steps.collect_view()}</ol>
    }
}

#[component]
fn Reconnect(gateway: String, name: String) -> impl IntoView {
    view! {
        <Sheet title="Reconnect">
            <form method="post" action=routes::backend(&gateway, &name) class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">"Asks the gateway to open new connections, for instance after the address moved."</p>
                <ui::Field label="Wait first" name="after" help="ISO 8601, such as PT3M; empty means two minutes.">
                    <ui::TextInput name="after" value="" mono=true/>
                </ui::Field>
                <div><Button kind="submit" name="do" value="reconnect">"Reconnect"</Button></div>
            </form>
        </Sheet>
    }
}
