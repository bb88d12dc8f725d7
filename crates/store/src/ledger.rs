//! The audit: an intent is committed before Azure is asked, what became of it is appended after.
//! Rows are never changed or deleted (the schema refuses it), the latest outcome wins, and an intent
//! without one is pending, or orphaned when its process is gone.
//!
//! Knows nothing of what an operation does, and stores what it is given: redacting is the caller's.

mod list;
mod row;
mod unsettled;

use crate::{Error, database::Database, usage::integer};
use domain::{
    Actor, Operation, Timestamp, Upstream,
    audit::{AuditEntry, Outcome, Target},
};
pub(crate) use row::role_text;
use row::{IntentRow, OutcomeRow};

/// What someone set out to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// UUID version 7 as lower-case text: entries are sorted by it.
    pub id: String,
    pub at: Timestamp,
    /// Which process wrote it.
    pub boot_id: String,
    pub operation: Operation,
    pub target: Target,
    pub actor: Actor,
    pub request_id: String,
    /// The ETag that the change was based on; `*` for an overwrite; `None` without one.
    pub if_match: Option<String>,
    /// The resource before, redacted JSON; `None` when it did not exist or isn't kept.
    pub before: Option<String>,
    /// The resource as intended, redacted JSON; `None` for a deletion.
    pub after: Option<String>,
    /// Whether reading Azure can tell what became of it.
    pub is_settleable: bool,
    /// What an entry says as long as no outcome says more.
    pub note: String,
    /// Why, in the person's own words; empty where none was given.
    pub reason: String,
}

/// What became of an intent, as far as it was known at `at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRecord {
    pub intent_id: String,
    pub at: Timestamp,
    pub outcome: Outcome,
    /// One sentence.
    pub note: String,
    /// How long Azure took; `None` while unknown.
    pub duration_ms: Option<u64>,
    /// Azure's own words, when it refused.
    pub upstream: Option<Upstream>,
    /// `x-ms-correlation-request-id`, to find the change in the Activity Log.
    pub correlation_id: Option<String>,
    /// The resource's ETag after the change.
    pub etag: Option<String>,
    /// Facts of an invocation (tokens, latency), JSON.
    pub facts: Option<String>,
}

/// An intent with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    pub intent: Intent,
    /// Oldest first.
    pub outcomes: Vec<OutcomeRecord>,
}

impl AuditRecord {
    /// The one that counts; `None` while pending.
    pub fn latest(&self) -> Option<&OutcomeRecord> {
        self.outcomes.last()
    }

    /// The row of the audit page, the same that [`Ledger::list`] gives.
    pub fn entry(&self) -> AuditEntry {
        let Intent { id, at, operation, target, actor, note, .. } = self.intent.clone();
        let latest = self.latest();
        AuditEntry {
            id,
            at,
            operation,
            target,
            actor_id: actor.id,
            actor_name: actor.name,
            actor_role: actor.role,
            outcome: latest.map(|row| row.outcome),
            duration_ms: latest.and_then(|row| row.duration_ms),
            note: latest.map(|row| row.note.clone()).filter(|text| !text.is_empty()).unwrap_or(note),
        }
    }
}

/// `ledger.db`.
#[derive(Debug, Clone)]
pub struct Ledger(Database);

impl Ledger {
    pub(crate) fn new(database: Database) -> Self {
        Self(database)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0
    }

    /// Committed and synced to disk when it returns: only then may Azure be asked.
    ///
    /// # Errors
    /// When it could not be committed, or the id is taken. The call must then not be made.
    pub async fn record_intent(&self, intent: &Intent) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO intent (id, at_ms, boot_id, operation, gateway, target_kind, target_name, resource_id, actor_id, \
             actor_name, actor_role, request_id, if_match, before_json, after_json, is_settleable, note, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )
        .bind(&intent.id)
        .bind(intent.at.0)
        .bind(&intent.boot_id)
        .bind(intent.operation.id())
        .bind(&intent.target.gateway)
        .bind(&intent.target.kind)
        .bind(&intent.target.name)
        .bind(&intent.target.resource_id)
        .bind(&intent.actor.id)
        .bind(&intent.actor.name)
        .bind(role_text(intent.actor.role))
        .bind(&intent.request_id)
        .bind(&intent.if_match)
        .bind(&intent.before)
        .bind(&intent.after)
        .bind(intent.is_settleable)
        .bind(&intent.note)
        .bind(&intent.reason)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// Appends what became of an intent; may be called again when more is known.
    ///
    /// # Errors
    /// When it could not be committed, or there is no such intent.
    pub async fn record_outcome(&self, outcome: &OutcomeRecord) -> Result<(), Error> {
        let upstream = outcome.upstream.as_ref();
        sqlx::query(
            "INSERT INTO outcome (intent_id, seq, at_ms, outcome, note, duration_ms, upstream_status, upstream_code, \
             upstream_message, upstream_request_id, correlation_id, etag, facts_json) \
             SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 \
             FROM outcome WHERE intent_id = ?1",
        )
        .bind(&outcome.intent_id)
        .bind(outcome.at.0)
        .bind(outcome.outcome.as_str())
        .bind(&outcome.note)
        .bind(outcome.duration_ms.map(integer))
        .bind(upstream.map(|answer| answer.status))
        .bind(upstream.map(|answer| &answer.code))
        .bind(upstream.map(|answer| &answer.message))
        .bind(upstream.and_then(|answer| answer.request_id.as_ref()))
        .bind(&outcome.correlation_id)
        .bind(&outcome.etag)
        .bind(&outcome.facts)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// The intent with this id and its outcomes.
    ///
    /// # Errors
    /// When the file can't be read, or the entry is of an operation that this version does not know.
    pub async fn find(&self, id: &str) -> Result<Option<AuditRecord>, Error> {
        let row: Option<IntentRow> = sqlx::query_as(concat!("SELECT ", row::intent_columns!(), " FROM intent i WHERE i.id = ?1"))
            .bind(id)
            .fetch_optional(self.0.reader())
            .await
            .map_err(|source| self.0.failed(source))?;
        let Some(row) = row else { return Ok(None) };
        let intent = row.into_intent(&self.0)?;
        let outcomes = self.outcomes(id).await?;
        Ok(Some(AuditRecord { intent, outcomes }))
    }

    async fn outcomes(&self, id: &str) -> Result<Vec<OutcomeRecord>, Error> {
        let rows: Vec<OutcomeRow> = sqlx::query_as(
            "SELECT intent_id, at_ms, outcome, note, duration_ms, upstream_status, upstream_code, upstream_message, \
             upstream_request_id, correlation_id, etag, facts_json FROM outcome WHERE intent_id = ?1 ORDER BY seq",
        )
        .bind(id)
        .fetch_all(self.0.reader())
        .await
        .map_err(|source| self.0.failed(source))?;
        rows.into_iter().map(|row| row.into_record(&self.0)).collect()
    }
}
