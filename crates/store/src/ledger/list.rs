//! The audit page's queries: newest first, one statement each, bounded, walking an index backwards
//! from the cursor. The tests read the query plans.

use super::{
    Ledger,
    row::{EntryRow, entry_columns, readable},
};
use crate::Error;
use domain::{
    Operation, Timestamp,
    audit::{AuditEntry, AuditPage, AuditQuery},
};
use sqlx::{QueryBuilder, Sqlite};

/// No page is longer, whatever is asked.
const MAX_PAGE: u32 = 500;
/// Characters of a search text that count; SQLite refuses patterns of 50,000 bytes.
const MAX_TEXT: usize = 200;
/// In [`AuditQuery::outcome`]: entries without an outcome.
const PENDING: &str = "pending";

/// Intents with their latest outcome, if any.
macro_rules! entries {
    () => {
        concat!(
            "SELECT ",
            entry_columns!(),
            " FROM intent i LEFT JOIN outcome o ON o.intent_id = i.id \
             AND o.seq = (SELECT max(seq) FROM outcome WHERE intent_id = i.id)"
        )
    };
}

/// The same, starting at the outcomes of one state: these may be few among very many.
/// `CROSS JOIN` is SQLite's way to fix that order.
macro_rules! entries_by_state {
    () => {
        concat!(
            "SELECT ",
            entry_columns!(),
            " FROM outcome o CROSS JOIN intent i ON i.id = o.intent_id \
             WHERE o.seq = (SELECT max(seq) FROM outcome WHERE intent_id = o.intent_id)"
        )
    };
}

impl Ledger {
    /// A page of at most `limit` (1 to 500) entries, newest first, with the cursor of the next one.
    /// An operation or outcome that does not exist matches nothing. `unknown` counts the entries of
    /// the query's gateway whose outcome is unknown, whatever the other filters say. Entries of
    /// `hidden` gateways are left out.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn list(&self, query: &AuditQuery, hidden: &[String], limit: u32) -> Result<AuditPage, Error> {
        let limit = limit.clamp(1, MAX_PAGE);
        // One more than asked tells whether there is a next page.
        let mut rows: Vec<EntryRow> = page(query, hidden, limit + 1)
            .build_query_as()
            .fetch_all(self.database().reader())
            .await
            .map_err(|source| self.database().failed(source))?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more).map(|row| row.id.clone());
        let gateway = Some(query.gateway.as_str()).filter(|name| !name.is_empty());
        let unknown = self.count_unknown(gateway, hidden).await?;
        Ok(AuditPage { entries: self.entries(rows), next, unknown })
    }

    /// The newest entries about one resource.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn latest_for(&self, gateway: &str, kind: &str, name: &str, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        let rows = sqlx::query_as(concat!(
            entries!(),
            " WHERE i.gateway = ?1 AND i.target_kind = ?2 AND i.target_name = ?3 ORDER BY i.id DESC LIMIT ?4"
        ))
        .bind(gateway)
        .bind(kind)
        .bind(name)
        .bind(limit.min(MAX_PAGE))
        .fetch_all(self.database().reader())
        .await
        .map_err(|source| self.database().failed(source))?;
        Ok(self.entries(rows))
    }

    /// The newest entries of one gateway.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn latest(&self, gateway: &str, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        let rows = sqlx::query_as(concat!(entries!(), " WHERE i.gateway = ?1 ORDER BY i.id DESC LIMIT ?2"))
            .bind(gateway)
            .bind(limit.min(MAX_PAGE))
            .fetch_all(self.database().reader())
            .await
            .map_err(|source| self.database().failed(source))?;
        Ok(self.entries(rows))
    }

    /// When each operation was last set out to be done, for those that ever were, in the order of
    /// [`Operation::ALL`].
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn last_used(&self) -> Result<Vec<(Operation, Timestamp)>, Error> {
        let rows: Vec<(String, i64)> =
            last_used().build_query_as().fetch_all(self.database().reader()).await.map_err(|source| self.database().failed(source))?;
        let mut found: Vec<_> = rows.into_iter().filter_map(|(id, at)| Some((Operation::from_id(&id)?, Timestamp(at)))).collect();
        found.sort_by_key(|(operation, _)| Operation::ALL.iter().position(|each| each == operation));
        Ok(found)
    }

    fn entries(&self, rows: Vec<EntryRow>) -> Vec<AuditEntry> {
        readable(rows.into_iter().map(|row| row.into_entry(self.database())))
    }
}

fn page(query: &AuditQuery, hidden: &[String], limit: u32) -> QueryBuilder<Sqlite> {
    let (mut sql, id) = match query.outcome.as_str() {
        "" => (QueryBuilder::new(concat!(entries!(), " WHERE 1")), "i.id"),
        PENDING => (QueryBuilder::new(concat!(entries!(), " WHERE o.intent_id IS NULL")), "i.id"),
        outcome => {
            let mut sql = QueryBuilder::new(entries_by_state!());
            sql.push(" AND o.outcome = ").push_bind(outcome.to_owned());
            (sql, "o.intent_id")
        }
    };
    for (column, value) in [("i.gateway = ", &query.gateway), ("i.operation = ", &query.operation)] {
        if !value.is_empty() {
            sql.push(" AND ").push(column).push_bind(value.clone());
        }
    }
    for gateway in hidden {
        sql.push(" AND i.gateway <> ").push_bind(gateway.clone());
    }
    if !query.before.is_empty() {
        sql.push(" AND ").push(id).push(" < ").push_bind(query.before.clone());
    }
    push_text(&mut sql, query.text.trim());
    sql.push(" ORDER BY ").push(id).push(" DESC LIMIT ").push_bind(limit);
    sql
}

fn push_text(sql: &mut QueryBuilder<Sqlite>, text: &str) {
    if text.is_empty() {
        return;
    }
    let pattern = containing(text);
    for (joint, column) in [(" AND (", "i.target_name"), (" OR ", "i.actor_name"), (" OR ", "i.request_id"), (" OR ", "i.id")] {
        sql.push(joint).push(column).push(" LIKE ").push_bind(pattern.clone()).push(r" ESCAPE '\'");
    }
    sql.push(")");
}

/// A LIKE pattern for "contains this text": what it holds of wildcards stands for itself.
fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars().take(MAX_TEXT) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// One step into the index per operation, instead of a walk through all intents.
fn last_used() -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("WITH operation(id) AS (");
    sql.push_values(Operation::ALL, |mut row, operation| {
        row.push_bind(operation.id());
    });
    sql.push(
        ") SELECT operation.id, i.at_ms FROM operation CROSS JOIN intent i \
         ON i.id = (SELECT max(id) FROM intent WHERE operation = operation.id)",
    );
    sql
}

#[cfg(test)]
mod tests;
