//! The list: one reading of Azure, searched, filtered, sorted and cut here.

use super::view::{Context, candidates, row};
use crate::{Control, Error, Op};
use domain::{
    Operation, Timestamp,
    backend::{BackendCounts, BackendFilter, BackendKind, BackendList, BackendQuery, BackendRow, BackendSort},
    page::{Direction, Page},
};

/// Rows a page when nothing is asked.
const PAGE: u32 = 25;

/// What a query finds, in its order.
pub(crate) struct Matching {
    pub(crate) rows: Vec<BackendRow>,
    counts: BackendCounts,
    read_at: Timestamp,
}

impl Control {
    /// `Permission:` read.
    pub async fn list_backends(&self, op: &Op, gateway: &str, query: &BackendQuery) -> Result<BackendList, Error> {
        let found = self.matching_backends(op, gateway, query).await?;
        let size = if query.size == 0 { PAGE } else { query.size };
        Ok(BackendList { page: Page::cut(found.rows, query.page, size), counts: found.counts, read_at: found.read_at, now: op.clock.now() })
    }

    /// The rows of all pages.
    pub(crate) async fn matching_backends(&self, op: &Op, gateway: &str, query: &BackendQuery) -> Result<Matching, Error> {
        let permit = op.authorise(Operation::BackendList)?;
        let connected = self.gateway(&permit, gateway)?;
        let unknown = self.inner.store.ledger.unknown_names(gateway, "backend").await?;
        let sweep = connected.backends(op, query.is_refresh).await?;
        let context = Context::new(&sweep.items, unknown);
        let rows: Vec<_> = sweep.items.iter().map(|backend| row(backend, &context)).collect();
        let counts = count(&rows);
        let mut rows: Vec<_> = rows.into_iter().filter(|row| is_wanted(row, query)).collect();
        sort(&mut rows, query);
        Ok(Matching { rows, counts, read_at: sweep.read_at })
    }

    /// The single backends, which a new pool may hold. `Permission:` read.
    pub async fn pool_candidates(&self, op: &Op, gateway: &str) -> Result<Vec<String>, Error> {
        let permit = op.authorise(Operation::BackendList)?;
        Ok(candidates(&self.gateway(&permit, gateway)?.backends(op, false).await?.items))
    }
}

fn count(rows: &[BackendRow]) -> BackendCounts {
    let count = |wanted: fn(&BackendRow) -> bool| u32::try_from(rows.iter().filter(|row| wanted(row)).count()).unwrap_or(u32::MAX);
    BackendCounts {
        all: count(|_| true),
        single: count(|row| row.kind == BackendKind::Single),
        pool: count(|row| row.kind == BackendKind::Pool),
        attention: count(|row| row.state.needs_attention()),
    }
}

fn is_wanted(row: &BackendRow, query: &BackendQuery) -> bool {
    let is_kind = match query.filter {
        BackendFilter::All => true,
        BackendFilter::Single => row.kind == BackendKind::Single,
        BackendFilter::Pool => row.kind == BackendKind::Pool,
        BackendFilter::Attention => row.state.needs_attention(),
    };
    let text = query.text.trim().to_lowercase();
    let has_text = |value: Option<&String>| value.is_some_and(|value| value.to_lowercase().contains(&text));
    is_kind
        && (text.is_empty()
            || row.name.to_lowercase().contains(&text)
            || [&row.title, &row.url, &row.azure_region].into_iter().any(|value| has_text(value.as_ref())))
}

fn sort(rows: &mut [BackendRow], query: &BackendQuery) {
    let name = |row: &BackendRow| row.name.to_lowercase();
    match query.sort {
        BackendSort::Name => rows.sort_by_cached_key(name),
        BackendSort::Kind => rows.sort_by_cached_key(|row| (row.kind.label(), name(row))),
        BackendSort::Url => rows.sort_by_cached_key(|row| (row.url.clone().unwrap_or_default(), name(row))),
        BackendSort::State => rows.sort_by_cached_key(|row| (!row.state.needs_attention(), row.state.label(), name(row))),
    }
    if query.direction == Direction::Desc {
        rows.reverse();
    }
}
