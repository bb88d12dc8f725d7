//! The list of backends.

use super::{query, tone_of};
use crate::{
    api::backends::list_backends,
    pages::{loaded::loaded, parameters::segment},
    routes,
    state::use_session,
};
use domain::{
    Operation,
    backend::{BackendFilter, BackendKind, BackendList as List, BackendQuery, BackendRow, BackendSort},
    page::Direction,
    timestamp::readable_age,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{
    Badge, Cell, EmptyState, FilterTabs, Glyph, Heading, Icon, LinkButton, Menu, MenuLink, NameCell, PageHeader, PageTitle, Pager, Sorted,
    StateDot, StateTone, Table, Tone,
};

#[component]
pub(crate) fn BackendList() -> impl IntoView {
    let gateway = segment("gateway");
    let query = use_query_map().with_untracked(query::read);
    let actions = {
        let (may_write, gateway) = (use_session().may(Operation::BackendCreateOrUpdate), gateway.clone());
        move || may_write.then(|| view! { <NewLinks gateway=gateway.clone()/> })
    };
    let retry_href = query::href(&gateway, &query);
    let load = list_backends(gateway.clone(), query.clone());
    view! {
        <PageTitle text="Backends"/>
        <PageHeader
            title="Backends"
            lead="Where the gateway sends calls: single endpoints and pools with priorities, weights and circuit breakers."
            actions
        />
        <section class="sheet" aria-label="Backends">
            {loaded(load, retry_href, |list| view! { <Loaded gateway query list/> }.into_any())}
        </section>
    }
}

#[component]
fn NewLinks(gateway: String) -> impl IntoView {
    view! {
        <LinkButton href=routes::new_backend(&gateway, "pool")>"New pool"</LinkButton>
        <LinkButton href=routes::new_backend(&gateway, "single") tone=Tone::Primary>"New backend"</LinkButton>
    }
}

#[component]
fn Loaded(gateway: String, query: BackendQuery, list: List) -> impl IntoView {
    let is_empty = list.counts.all == 0;
    let may_create = use_session().may(Operation::BackendCreateOrUpdate);
    let has_match = !list.page.rows.is_empty();
    let previous = (!list.page.is_first()).then(|| query::href(&gateway, &BackendQuery { page: list.page.number - 1, ..query.clone() }));
    let next = (!list.page.is_last()).then(|| query::href(&gateway, &BackendQuery { page: list.page.number + 1, ..query.clone() }));
    let range = list.page.range();
    let all = query::href(&gateway, &BackendQuery::default());
    view! {
        <Toolbar gateway=gateway.clone() query=query.clone() list=list.clone()/>
        {if is_empty {
            view! {
                <EmptyState title="No backends yet" text="A backend is an endpoint that the gateway sends calls to, such as an Azure OpenAI resource.">
                    {may_create.then(|| view! {
                        <LinkButton href=routes::new_backend(&gateway, "single") tone=Tone::Primary>"Create the first backend"</LinkButton>
                    })}
                </EmptyState>
            }.into_any()
        } else if has_match {
            view! { <Rows gateway query rows=list.page.rows/> <Pager range previous next/> }.into_any()
        } else {
            view! {
                <EmptyState title="Nothing matches" text="No backend has this text in its name, title, address or region, or is of this kind.">
                    <LinkButton href=all>"Show all"</LinkButton>
                </EmptyState>
            }.into_any()
        }}
    }
}

#[component]
fn Toolbar(gateway: String, query: BackendQuery, list: List) -> impl IntoView {
    let counts = list.counts;
    let age = format!("Read {} ago", readable_age(list.now.millis_since(list.read_at)));
    let again = query::href(&gateway, &BackendQuery { is_refresh: true, ..query.clone() });
    let export = query::export_href(&gateway, &query);
    let tabs = BackendFilter::SLUGS.map(|(filter, _)| {
        let (label, count) = match filter {
            BackendFilter::All => ("All", counts.all),
            BackendFilter::Single => ("Single", counts.single),
            BackendFilter::Pool => ("Pools", counts.pool),
            BackendFilter::Attention => ("Needs attention", counts.attention),
        };
        let href = query::href(&gateway, &BackendQuery { filter, page: 1, is_refresh: false, ..query.clone() });
        (label.to_owned(), count, href, query.filter == filter)
    });
    view! {
        <div class="flex flex-wrap items-center gap-2 border-b border-base-300 p-3">
            <form method="get" action=routes::backends(&gateway) role="search" class="w-full sm:w-auto">
                <label class="input input-sm w-full sm:w-80">
                    <Icon name=Glyph::Search class="size-3.5 opacity-60"/>
                    <span class="sr-only">"Filter by name, address or region"</span>
                    <input type="search" name="text" value=query.text.clone() placeholder="Filter by name, address or region"/>
                </label>
                <Hidden query=query.clone()/>
            </form>
            <FilterTabs items=tabs.to_vec() label="Show"/>
            <span class="flex-1"></span>
            <span class="text-xs text-base-content/75">{age}</span>
            <a class="btn btn-ghost btn-sm" href=export data-file="">"Export CSV"</a>
            <a class="btn btn-ghost btn-sm" href=again>"Refresh"</a>
        </div>
    }
}

/// What a search keeps: the filter and the order.
#[component]
fn Hidden(query: BackendQuery) -> impl IntoView {
    let kept = BackendQuery { text: String::new(), ..query.whole() }.pairs();
    kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

fn headings(gateway: &str, query: &BackendQuery) -> Vec<Heading> {
    let sorted = if query.direction == Direction::Asc { Sorted::Asc } else { Sorted::Desc };
    let sortable = |label: &str, sort: BackendSort| {
        let href = query::href(gateway, &query::sorted_by(query, sort));
        Heading { sort_href: Some(href), sorted: (query.sort == sort).then_some(sorted), ..Heading::new(label) }
    };
    vec![
        sortable("Name", BackendSort::Name),
        sortable("Type", BackendSort::Kind),
        sortable("Where", BackendSort::Url),
        sortable("State", BackendSort::State),
        Heading::new("Used by"),
        Heading::hidden("Actions"),
    ]
}

#[component]
fn Rows(gateway: String, query: BackendQuery, rows: Vec<BackendRow>) -> impl IntoView {
    let headings = headings(&gateway, &query);
    let rows = rows.into_iter().map(|row| view! { <Row gateway=gateway.clone() row/> }).collect_view();
    view! { <Table caption="Backends" headings>{rows}</Table> }
}

#[component]
fn Row(gateway: String, row: BackendRow) -> impl IntoView {
    let href = routes::backend(&gateway, &row.name);
    let second = match row.kind {
        BackendKind::Pool => row.members_summary.clone(),
        BackendKind::Single => row.title.clone().unwrap_or_default(),
    };
    let place = match row.kind {
        BackendKind::Pool => format!("{} {}", row.members, if row.members == 1 { "member" } else { "members" }),
        BackendKind::Single => row.azure_region.clone().or_else(|| row.url.as_deref().map(host)).unwrap_or_default(),
    };
    let address = row.azure_region.is_some().then(|| row.url.as_deref().map(host)).flatten();
    let kind = row.kind.label();
    let kind_tone = if row.kind == BackendKind::Pool { StateTone::Info } else { StateTone::Neutral };
    let (name, state, has_breaker) = (row.name.clone(), row.state, row.has_breaker);
    let menu = view! { <RowMenu gateway=gateway.clone() name=name.clone()/> };
    view! {
        <tr>
            <NameCell href name detail=second/>
            <Cell label="Type"><Badge tone=kind_tone text=kind/></Cell>
            <Cell label="Where">
                <span class="block">{place}</span>
                <span class="block text-xs break-all text-base-content/75">{address}</span>
            </Cell>
            <Cell label="State">
                <StateDot tone=tone_of(state) text=state.label()/>
                <span class="block text-xs text-base-content/75">{has_breaker.then_some("with circuit breaker")}</span>
            </Cell>
            <Cell label="Used by"><UsedBy gateway row/></Cell>
            <Cell label="">{menu}</Cell>
        </tr>
    }
}

#[component]
fn UsedBy(gateway: String, row: BackendRow) -> impl IntoView {
    if row.used_by.is_empty() {
        return view! { <span class="text-base-content/75">"no pool"</span> }.into_any();
    }
    let links = row.used_by.into_iter().map(|user| {
        view! { <a class="link block link-hover font-mono text-xs" href=routes::backend(&gateway, &user.name)>{user.name.clone()}</a> }
    });
    links.collect_view().into_any()
}

#[component]
fn RowMenu(gateway: String, name: String) -> impl IntoView {
    let session = use_session();
    let edit = session.may(Operation::BackendCreateOrUpdate).then(|| {
        view! {
            <MenuLink href=routes::edit_backend(&gateway, &name)>"Edit"</MenuLink>
            <MenuLink href=routes::duplicate_backend(&gateway, &name)>"Duplicate"</MenuLink>
        }
    });
    let delete =
        session.may(Operation::BackendDelete).then(|| view! { <MenuLink href=routes::delete_backend(&gateway, &name)>"Delete"</MenuLink> });
    view! {
        <Menu label=format!("Actions for {name}") compact=true>
            <MenuLink href=routes::backend(&gateway, &name)>"Open"</MenuLink>
            {edit}
            {delete}
        </Menu>
    }
}

/// The host of an address, for the second line.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}
