//! The operations: what each does, who may, when it was last used.

use crate::{api::operations::operations_last_used, pages::loaded::loaded, routes};
use domain::{Operation, Timestamp};
use leptos::prelude::*;
use ui::{Badge, Cell, Heading, PageHeader, PageTitle, StateTone, Table, Time};

#[component]
pub(crate) fn Operations() -> impl IntoView {
    let show = |used| view! { <Rows used/> }.into_any();
    view! {
        <PageTitle text="Operations"/>
        <PageHeader title="Operations" lead="Everything this console can do to a gateway, by Azure's own names, and the least role that may."/>
        <section class="sheet" aria-label="Operations">{loaded(operations_last_used(), routes::operations(), show)}</section>
    }
}

#[component]
fn Rows(used: Vec<(Operation, Timestamp)>) -> impl IntoView {
    let headings = ["Operation", "What it does", "Who may", "Last used"].map(Heading::new);
    let rows = Operation::MISSION.iter().map(move |operation| {
        let at = used.iter().find(|(used, _)| used == operation).map(|(_, at)| *at);
        view! { <Row operation=*operation at/> }
    });
    view! { <Table caption="Operations" headings=headings.to_vec()>{rows.collect_view()}</Table> }
}

#[component]
fn Row(operation: Operation, at: Option<Timestamp>) -> impl IntoView {
    let role = operation.permission().least_role().label();
    let used = match at {
        Some(at) => view! { <Time unix_ms=at.0 text=at.readable() iso=at.rfc3339()/> }.into_any(),
        None if !operation.effect().is_audited() => view! { <span class="text-base-content/75">"reads are not recorded"</span> }.into_any(),
        None => view! { <span class="text-base-content/75">"never"</span> }.into_any(),
    };
    let planned = (!operation.is_implemented()).then(|| view! { <Badge tone=StateTone::Neutral text="not in this version"/> });
    view! {
        <tr>
            <Cell label="Operation"><span class="font-mono text-xs break-all">{operation.id()}</span></Cell>
            <Cell label="What it does">{operation.label()} " " {planned}</Cell>
            <Cell label="Who may">{format!("{role} and above")}</Cell>
            <Cell label="Last used">{used}</Cell>
        </tr>
    }
}
