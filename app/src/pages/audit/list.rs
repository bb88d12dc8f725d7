//! The list of entries.

use super::parts::OutcomeDot;
use crate::{
    api::audit::list_audit,
    pages::{loaded::loaded, parameters::query_value},
    routes,
    state::use_session,
};
use domain::{
    Operation,
    audit::{AuditEntry, AuditPage, AuditQuery, Outcome},
};
use leptos::prelude::*;
use ui::{
    Button, Cell, EmptyState, Field, Heading, LinkButton, Notice, PageHeader, PageTitle, SelectInput, StateTone, Table, TextInput, Time,
};

#[component]
pub(crate) fn AuditList() -> impl IntoView {
    let query = AuditQuery {
        text: query_value("text"),
        gateway: query_value("gateway"),
        operation: query_value("operation"),
        outcome: query_value("outcome"),
        before: query_value("before"),
    };
    let retry_href = href(&query);
    let load = list_audit(query.clone());
    view! {
        <PageTitle text="Audit"/>
        <PageHeader title="Audit" lead="Every change, reveal and call that went through this console: written before Azure is asked, and after."/>
        <section class="sheet" aria-label="Audit">
            <Filters query=query.clone()/>
            {loaded(load, retry_href, |page| view! { <Loaded query page/> }.into_any())}
        </section>
    }
}

fn href(query: &AuditQuery) -> String {
    let AuditQuery { text, gateway, operation, outcome, before } = query;
    let parameters = [("text", text), ("gateway", gateway), ("operation", operation), ("outcome", outcome), ("before", before)];
    routes::with_query(&routes::audit(), &parameters.map(|(name, value)| (name, value.as_str())))
}

#[component]
fn Filters(query: AuditQuery) -> impl IntoView {
    let any = |label: &str| (String::new(), label.to_owned());
    let audited = Operation::ALL.iter().filter(|op| op.effect().is_audited() && op.is_implemented());
    let operations: Vec<_> =
        std::iter::once(any("All operations")).chain(audited.map(|op| (op.id().to_owned(), op.label().to_owned()))).collect();
    let outcomes: Vec<_> = std::iter::once(any("All outcomes"))
        .chain(Outcome::ALL.map(|outcome| (outcome.as_str().to_owned(), outcome.label().to_owned())))
        .chain([("pending".to_owned(), "Under way".to_owned())])
        .collect();
    let names = use_session().gateways.into_iter().map(|gateway| (gateway.name.clone(), gateway.name));
    let gateways: Vec<_> = std::iter::once(any("All gateways")).chain(names).collect();
    view! {
        <form method="get" action=routes::audit() role="search" class="grid items-end gap-3 border-b border-base-300 p-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_180px_200px_160px_auto]">
            <Field label="Name, person or request id" name="text"><TextInput name="text" value=query.text/></Field>
            <Field label="Gateway" name="gateway"><SelectInput name="gateway" value=query.gateway options=gateways/></Field>
            <Field label="Operation" name="operation"><SelectInput name="operation" value=query.operation options=operations/></Field>
            <Field label="Outcome" name="outcome"><SelectInput name="outcome" value=query.outcome options=outcomes/></Field>
            <Button kind="submit">"Filter"</Button>
        </form>
    }
}

#[component]
fn Loaded(query: AuditQuery, page: AuditPage) -> impl IntoView {
    let unknown = (page.unknown > 0 && query.outcome != "unknown").then(|| {
        let href = href(&AuditQuery { outcome: "unknown".into(), ..AuditQuery::default() });
        let text = if page.unknown == 1 {
            "One change has an unknown outcome. ".to_owned()
        } else {
            format!("{} changes have an unknown outcome. ", page.unknown)
        };
        view! { <div class="p-3"><Notice tone=StateTone::Warning>{text}<a class="link" href=href>"Show"</a></Notice></div> }
    });
    let is_filtered = query != AuditQuery::default();
    let next = page.next.clone().map(|before| href(&AuditQuery { before, ..query.clone() }));
    let newest = (!query.before.is_empty()).then(|| href(&AuditQuery { before: String::new(), ..query.clone() }));
    let body = if page.entries.is_empty() && is_filtered {
        view! {
            <EmptyState title="Nothing matches" text="No entry is like this.">
                <LinkButton href=routes::audit()>"Show all"</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else if page.entries.is_empty() {
        view! { <EmptyState title="Nothing happened yet" text="The first change or chat through this console appears here.">""</EmptyState> }.into_any()
    } else {
        view! { <Rows entries=page.entries/> }.into_any()
    };
    view! {
        {unknown}
        {body}
        <div class="flex justify-end gap-2 border-t border-base-300 p-3">
            {newest.map(|href| view! { <LinkButton href>"Newest"</LinkButton> })}
            {next.map(|href| view! { <LinkButton href>"Older"</LinkButton> })}
        </div>
    }
}

#[component]
fn Rows(entries: Vec<AuditEntry>) -> impl IntoView {
    let headings = ["When", "What", "Who", "Outcome"].map(Heading::new).into_iter().chain([Heading::numeric("Took")]).collect();
    let rows = entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view();
    view! { <Table caption="Audit entries" headings>{rows}</Table> }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    // Signing in, sessions and tokens are not of a gateway.
    let place = (!entry.target.gateway.is_empty()).then(|| format!(" in {}", entry.target.gateway));
    let took = entry.duration_ms.map_or("–".to_owned(), |ms| format!("{ms} ms"));
    view! {
        <tr>
            <Cell label="When"><Time unix_ms=entry.at.0 text=entry.at.readable() iso=entry.at.rfc3339()/></Cell>
            <Cell label="What">
                <a class="block font-medium hover:underline" href=routes::audit_entry(&entry.id)>{entry.operation.label()}</a>
                <span class="block text-xs text-base-content/75">
                    <span class="font-mono wrap-anywhere">{entry.target.name}</span>{place}
                </span>
            </Cell>
            <Cell label="Who">
                <span class="block">{entry.actor_name}</span>
                <span class="block text-xs text-base-content/75">{entry.actor_role.label()}</span>
            </Cell>
            <Cell label="Outcome">
                <OutcomeDot outcome=entry.outcome/>
                <span class="block max-w-80 text-xs wrap-anywhere text-base-content/75">{entry.note}</span>
            </Cell>
            <Cell label="Took" numeric=true>{took}</Cell>
        </tr>
    }
}
