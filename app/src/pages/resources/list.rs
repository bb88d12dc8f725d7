//! A list of resources.

use super::{key_of_address, parts::LlmLogging, query, tone_of};
use crate::{
    api::resources::list_resources,
    pages::{NotFound, api_tabs::ApiTabs, loaded::loaded},
    routes,
    state::use_session,
};
use domain::{
    page::Direction,
    resource::{Key, Kind, List, Query, Row},
    timestamp::readable_age,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{
    Cell, EmptyState, FilterTabs, Glyph, Heading, Icon, LinkButton, Menu, MenuLink, NameCell, PageHeader, PageTitle, Pager, Sorted,
    StateDot, Table, Tone,
};

#[component]
pub(crate) fn ResourceList() -> impl IntoView {
    let Some(place) = key_of_address() else { return view! { <NotFound/> }.into_any() };
    let query = use_query_map().with_untracked(query::read);
    let kind = place.kind;
    let of_api = !place.parent.is_empty();
    let title = if of_api { place.parent.clone() } else { kind.title().to_owned() };
    let retry_href = query::href(&place, &query);
    let preset_place = place.clone();
    let load = list_resources(place.gateway.clone(), kind, place.parent.clone(), query.clone());
    let actions = {
        let place = place.clone();
        move || view! { <NewLinks place=place.clone()/> }
    };
    let page_title = if of_api { format!("{} of {}", kind.title(), place.parent) } else { kind.title().to_owned() };
    view! {
        <PageTitle text=page_title/>
        <PageHeader title lead=kind.lead() actions/>
        {of_api.then(|| view! { <ApiTabs gateway=place.gateway.clone() api=place.parent.clone() current="diagnostics"/> })}
        <section class="sheet" aria-label=kind.title()>
            {loaded(load, retry_href, |list| view! { <Loaded place query list/> }.into_any())}
        </section>
        {of_api.then(|| view! { <LlmLogging place=preset_place/> })}
    }
    .into_any()
}

/// Ways to a new one: a button for each variant, the first of them as the page's main action.
#[component]
fn NewLinks(place: Key) -> impl IntoView {
    let may_save = place.operations().save.is_some_and(|operation| use_session().may(operation));
    let href = |variant: &str| routes::new_resource(&place.gateway, place.kind, &place.parent, variant);
    let (kind, noun) = (place.kind, place.kind.noun());
    let (first, others) = match kind.variants() {
        [] => (None, [].as_slice()),
        [first, others @ ..] => (Some(first), others),
    };
    let label = move |label: &str| if label.is_empty() { format!("New {noun}") } else { format!("New {noun}: {label}") };
    let wizard = (kind == Kind::Api).then(|| {
        view! { <LinkButton href=routes::new_llm_api(&place.gateway) tone=Tone::Primary>"New LLM API"</LinkButton> }
    });
    let first_tone = if wizard.is_some() { Tone::default() } else { Tone::Primary };
    may_save.then(|| {
        view! {
            {others.iter().rev().map(|variant| view! { <LinkButton href=href(variant.slug)>{variant.label}</LinkButton> }).collect_view()}
            {first.map(|variant| view! { <LinkButton href=href(variant.slug) tone=first_tone>{label(variant.label)}</LinkButton> })}
            {wizard}
        }
    })
}

#[component]
fn Loaded(place: Key, query: Query, list: List) -> impl IntoView {
    let is_empty = list.tabs.first().is_none_or(|all| all.count == 0);
    let has_match = !list.page.rows.is_empty();
    let previous = (!list.page.is_first()).then(|| query::href(&place, &Query { page: list.page.number - 1, ..query.clone() }));
    let next = (!list.page.is_last()).then(|| query::href(&place, &Query { page: list.page.number + 1, ..query.clone() }));
    let range = list.page.range();
    let all = query::href(&place, &Query::default());
    view! {
        <Toolbar place=place.clone() query=query.clone() list=list.clone()/>
        {if is_empty {
            view! { <Nothing place/> }.into_any()
        } else if has_match {
            view! { <Rows place query rows=list.page.rows/> <Pager range previous next/> }.into_any()
        } else {
            let text = format!("No {} has this text, or is of this kind.", place.kind.noun());
            view! { <EmptyState title="Nothing matches" text><LinkButton href=all>"Show all"</LinkButton></EmptyState> }.into_any()
        }}
    }
}

/// What to do first.
#[component]
fn Nothing(place: Key) -> impl IntoView {
    let kind = place.kind;
    let title = format!("No {} yet", kind.title().strip_suffix('s').map_or(kind.title().to_owned(), |_| plural(kind)));
    let may_save = place.operations().save.is_some_and(|operation| use_session().may(operation));
    let href = match kind {
        Kind::Api => routes::new_llm_api(&place.gateway),
        _ => routes::new_resource(&place.gateway, kind, &place.parent, ""),
    };
    let button = may_save.then(|| view! { <LinkButton href tone=Tone::Primary>{format!("Create the first {}", kind.noun())}</LinkButton> });
    view! { <EmptyState title text=kind.lead()>{button}</EmptyState> }
}

fn plural(kind: Kind) -> String {
    format!("{}s", kind.noun())
}

#[component]
fn Toolbar(place: Key, query: Query, list: List) -> impl IntoView {
    let age = format!("Read {} ago", readable_age(list.now.millis_since(list.read_at)));
    let again = query::href(&place, &Query { is_refresh: true, ..query.clone() });
    let export = query::export_href(&place, &query);
    let tabs: Vec<_> = list
        .tabs
        .into_iter()
        .map(|tab| {
            let href = query::href(&place, &Query { show: tab.slug.clone(), page: 1, is_refresh: false, ..query.clone() });
            let is_current = query.show == tab.slug;
            (tab.label, tab.count, href, is_current)
        })
        .collect();
    let action = routes::resources(&place.gateway, place.kind, &place.parent);
    let kept = Query { text: String::new(), ..query.whole() }.pairs();
    let kept = kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let label = format!("Filter {}", plural(place.kind));
    view! {
        <div class="flex flex-wrap items-center gap-2 border-b border-base-300 p-3">
            <form method="get" action=action role="search" class="w-full sm:w-auto">
                <label class="input input-sm w-full sm:w-80">
                    <Icon name=Glyph::Search class="size-3.5 opacity-60"/>
                    <span class="sr-only">{label.clone()}</span>
                    <input type="search" name="text" value=query.text.clone() placeholder=label/>
                </label>
                {kept}
            </form>
            <FilterTabs items=tabs label="Show"/>
            <span class="flex-1"></span>
            <span class="text-xs text-base-content/75">{age}</span>
            <a class="btn btn-ghost btn-sm" href=export data-file="">"Export CSV"</a>
            <a class="btn btn-ghost btn-sm" href=again>"Refresh"</a>
        </div>
    }
}

fn headings(place: &Key, query: &Query) -> Vec<Heading> {
    let sorted = if query.direction == Direction::Asc { Sorted::Asc } else { Sorted::Desc };
    let sortable = |label: &str, sort: &str| {
        let href = query::href(place, &query::sorted_by(query, sort));
        Heading { sort_href: Some(href), sorted: (query.sort == sort).then_some(sorted), ..Heading::new(label) }
    };
    let columns = place.kind.columns().iter().map(|column| sortable(column.label, column.slug));
    std::iter::once(sortable("Name", "")).chain(columns).chain([sortable("State", "state"), Heading::hidden("Actions")]).collect()
}

#[component]
fn Rows(place: Key, query: Query, rows: Vec<Row>) -> impl IntoView {
    let headings = headings(&place, &query);
    let caption = place.kind.title();
    let rows = rows.into_iter().map(|row| view! { <ResourceRow place=place.clone() row/> }).collect_view();
    view! { <Table caption headings>{rows}</Table> }
}

#[component]
fn ResourceRow(place: Key, row: Row) -> impl IntoView {
    let key = place.named(&row.name);
    let href = routes::resource(&key);
    let cells = place.kind.columns().iter().zip(row.cells).map(|(column, text)| {
        let text = if text.is_empty() { "–".to_owned() } else { text };
        view! { <Cell label=column.label><span class="wrap-anywhere">{text}</span></Cell> }
    });
    view! {
        <tr>
            <NameCell href name=row.name detail=row.title/>
            {cells.collect_view()}
            <Cell label="State"><StateDot tone=tone_of(&row.state) text=row.state.label/></Cell>
            <Cell label=""><RowMenu key/></Cell>
        </tr>
    }
}

#[component]
fn RowMenu(key: Key) -> impl IntoView {
    let session = use_session();
    let operations = key.operations();
    let may = |operation: Option<domain::Operation>| operation.is_some_and(|operation| session.may(operation));
    let edit = may(operations.patch.or(operations.save)).then(|| view! { <MenuLink href=routes::edit_resource(&key)>"Edit"</MenuLink> });
    let delete = may(operations.delete).then(|| view! { <MenuLink href=routes::delete_resource(&key)>"Delete"</MenuLink> });
    view! {
        <Menu label=format!("Actions for {}", key.name) compact=true>
            <MenuLink href=routes::resource(&key)>"Open"</MenuLink>
            {edit}
            {delete}
        </Menu>
    }
}
