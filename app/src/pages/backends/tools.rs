//! Testing a backend's address and asking for new connections.

use crate::{routes, state::use_session};
use domain::{
    FieldError, Operation,
    backend::{BackendDetail, BackendKind, TestReport},
};
use leptos::prelude::*;
use ui::{Button, Sheet, StateDot, StateTone};

#[component]
pub(super) fn Tools(
    gateway: String,
    detail: BackendDetail,
    report: Option<TestReport>,
    /// As it was typed, and what is wrong with it.
    after: String,
    errors: Vec<FieldError>,
) -> impl IntoView {
    let session = use_session();
    let is_single = detail.kind == BackendKind::Single;
    let test = (is_single && session.may(Operation::BackendTest))
        .then(|| view! { <Test gateway=gateway.clone() name=detail.name.clone() report/> });
    let reconnect = session
        .may(Operation::BackendReconnect)
        .then(|| view! { <Reconnect gateway=gateway.clone() name=detail.name.clone() after errors/> });
    view! {
        {test}
        {reconnect}
    }
}

#[component]
fn Test(gateway: String, name: String, report: Option<TestReport>) -> impl IntoView {
    let action = routes::backend(&gateway, &name);
    view! {
        <Sheet title="Connection test">
            <form method="post" action=action class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">
                    "Calls the address from the console's host, not from the gateway, and sends no credentials."
                </p>
                <div><Button kind="submit" name="do" value="test">"Test the connection"</Button></div>
                {report.map(|report| view! { <Report report/> })}
            </form>
        </Sheet>
    }
}

#[component]
fn Report(report: TestReport) -> impl IntoView {
    let summary = if report.is_ok { "It answers." } else { "It does not answer." };
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
        <p class="font-medium" data-announce=summary>{summary}</p>
        <ol>{steps.collect_view()}</ol>
    }
}

#[component]
fn Reconnect(gateway: String, name: String, after: String, errors: Vec<FieldError>) -> impl IntoView {
    let error = errors.into_iter().find(|error| error.field == "after").map(|error| error.message);
    view! {
        <Sheet title="Reconnect">
            <form method="post" action=routes::backend(&gateway, &name) class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">"Asks the gateway to open new connections, for instance after the address moved."</p>
                <ui::Field label="Wait first" name="after" help="ISO 8601, such as PT3M; empty means two minutes." error>
                    <ui::TextInput name="after" value=after mono=true/>
                </ui::Field>
                <div><Button kind="submit" name="do" value="reconnect">"Reconnect"</Button></div>
            </form>
        </Sheet>
    }
}
