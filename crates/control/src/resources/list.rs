//! A list: one reading of Azure, searched, filtered, sorted and cut here.

use super::kinds::{self, Described};
use crate::{
    Control, Error, Op,
    gateways::{Connected, addressable},
    sweep::Sweep,
};
use apim::AnyResource;
use domain::{
    Timestamp,
    page::{Direction, Page},
    resource::{Kind, List, Query, Row, State, Tab, Tone},
};
use std::{collections::HashSet, sync::Arc};

/// Rows a page when nothing is asked.
const PAGE: u32 = 25;

/// What a query finds, in its order.
pub(crate) struct Matching {
    pub(crate) rows: Vec<Row>,
    tabs: Vec<Tab>,
    read_at: Timestamp,
    now: Timestamp,
}

impl Control {
    /// `parent`: the API of a diagnostic, or empty. `Permission:` read.
    pub async fn list_resources(&self, op: &Op, gateway: &str, kind: Kind, parent: &str, query: &Query) -> Result<List, Error> {
        let found = self.matching_resources(op, gateway, kind, parent, query).await?;
        let size = if query.size == 0 { PAGE } else { query.size };
        Ok(List { page: Page::cut(found.rows, query.page, size), tabs: found.tabs, read_at: found.read_at, now: found.now })
    }

    /// The rows of all pages.
    pub(crate) async fn matching_resources(
        &self,
        op: &Op,
        gateway: &str,
        kind: Kind,
        parent: &str,
        query: &Query,
    ) -> Result<Matching, Error> {
        let permit = op.authorise(kind.operations(!parent.is_empty()).list)?;
        let connected = self.gateway(&permit, gateway)?;
        if !parent.is_empty() {
            addressable("API", parent)?;
        }
        let unknown = self.inner.store.ledger.unknown_names(gateway, kind.target()).await?;
        let sweep = connected.resources(op, kind, parent, query.is_refresh).await?;
        let context = Context {
            kind,
            parent,
            unknown: unknown.iter().map(|name| name.to_ascii_lowercase()).collect(),
            service_id: connected.arm.address().resource_id(),
            now: op.clock.now(),
        };
        let rows: Vec<_> = of_kind(kind, &sweep).map(|resource| context.row(resource)).collect();
        let tabs = tabs(kind, &rows);
        let mut rows: Vec<_> = rows.into_iter().filter(|row| is_wanted(row, query)).collect();
        sort(kind, &mut rows, query);
        Ok(Matching { rows, tabs, read_at: sweep.read_at, now: context.now })
    }
}

impl Connected {
    /// All resources of a kind's collection, shared and kept for seconds.
    pub(crate) async fn resources(&self, op: &Op, kind: Kind, parent: &str, is_refresh: bool) -> Result<Arc<Sweep<AnyResource>>, Error> {
        self.sweep(op, &self.collection(kind, parent), is_refresh).await
    }
}

/// APIs and MCP servers share a collection.
pub(crate) fn of_kind(kind: Kind, sweep: &Sweep<AnyResource>) -> impl Iterator<Item = &AnyResource> {
    sweep.items.iter().filter(move |resource| match kind {
        Kind::Api => !kinds::is_mcp(resource),
        Kind::McpServer => kinds::is_mcp(resource),
        _ => true,
    })
}

/// What all rows of a list have in common.
struct Context<'a> {
    kind: Kind,
    parent: &'a str,
    unknown: HashSet<String>,
    service_id: String,
    now: Timestamp,
}

impl Context<'_> {
    fn row(&self, resource: &AnyResource) -> Row {
        let Described { title, cells, state, tabs } = kinds::describe(self.kind, resource, &self.service_id, self.now);
        let name = resource.name().to_owned();
        let label = if self.parent.is_empty() { name.clone() } else { format!("{} / {name}", self.parent) };
        let is_unknown = self.unknown.contains(&label.to_ascii_lowercase());
        Row {
            title: if title == name { String::new() } else { title },
            name,
            cells,
            state: if is_unknown { State::new(Tone::Warning, "Outcome unknown") } else { state },
            tabs: tabs.into_iter().map(str::to_owned).collect(),
        }
    }
}

fn tabs(kind: Kind, rows: &[Row]) -> Vec<Tab> {
    let count = |slug: &str| rows.iter().filter(|row| slug.is_empty() || row.tabs.iter().any(|tab| tab == slug)).count();
    let all = [("", "All")].into_iter().chain(kind.tabs().iter().copied());
    all.map(|(slug, label)| Tab { slug: slug.into(), label: label.into(), count: u32::try_from(count(slug)).unwrap_or(u32::MAX) }).collect()
}

fn is_wanted(row: &Row, query: &Query) -> bool {
    let text = query.text.trim().to_lowercase();
    let has_text = |value: &String| value.to_lowercase().contains(&text);
    let is_shown = query.show.is_empty() || row.tabs.contains(&query.show);
    is_shown && (text.is_empty() || has_text(&row.name) || has_text(&row.title) || row.cells.iter().any(has_text))
}

/// The number of "12 lines" and "50 %": what counts is sorted by how much it is.
fn quantity(cell: &str) -> Option<u64> {
    let (number, unit) = cell.split_once(' ')?;
    if unit.contains(' ') { None } else { number.parse().ok() }
}

fn sort(kind: Kind, rows: &mut [Row], query: &Query) {
    let column = kind.columns().iter().position(|column| column.slug == query.sort);
    let name = |row: &Row| row.name.to_lowercase();
    let cell = |row: &Row, index: usize| row.cells.get(index).map(|cell| (quantity(cell), cell.to_lowercase())).unwrap_or_default();
    match (column, query.sort.as_str()) {
        (Some(index), _) => rows.sort_by_cached_key(|row| (cell(row, index), name(row))),
        (None, "state") => rows.sort_by_cached_key(|row| (row.state.tone == Tone::Good, row.state.label.clone(), name(row))),
        _ => rows.sort_by_cached_key(name),
    }
    if query.direction == Direction::Desc {
        rows.reverse();
    }
}
