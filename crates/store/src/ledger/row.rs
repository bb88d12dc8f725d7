//! From columns to the domain's types. A value that this version does not know (a row of a later
//! version, after a downgrade) is an error here; lists leave such a row out and log it, because one
//! row must not take the whole audit page or the start of the process with it.

use super::{Intent, OutcomeRecord};
use crate::{Error, database::Database};
use domain::{
    Actor, Operation, Role, Timestamp, Upstream,
    audit::{AuditEntry, Outcome, Target},
};

/// Everything of an intent; the table is `i`.
macro_rules! intent_columns {
    () => {
        "i.id, i.at_ms, i.boot_id, i.operation, i.gateway, i.target_kind, i.target_name, i.resource_id, i.actor_id, \
         i.actor_name, i.actor_role, i.request_id, i.if_match, i.before_json, i.after_json, i.is_settleable, i.note, \
         i.reason"
    };
}

/// A row of the audit page; the tables are `i` and, for the latest outcome, `o`.
macro_rules! entry_columns {
    () => {
        "i.id, i.at_ms, i.operation, i.gateway, i.target_kind, i.target_name, i.resource_id, i.actor_id, i.actor_name, \
         i.actor_role, o.outcome, o.duration_ms, coalesce(nullif(o.note, ''), i.note) AS note"
    };
}

pub(super) use {entry_columns, intent_columns};

#[derive(sqlx::FromRow)]
pub(super) struct IntentRow {
    id: String,
    at_ms: i64,
    boot_id: String,
    operation: String,
    #[sqlx(flatten)]
    target: TargetColumns,
    #[sqlx(flatten)]
    actor: ActorColumns,
    request_id: String,
    if_match: Option<String>,
    before_json: Option<String>,
    after_json: Option<String>,
    is_settleable: bool,
    note: String,
    reason: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    pub(super) id: String,
    at_ms: i64,
    operation: String,
    #[sqlx(flatten)]
    target: TargetColumns,
    #[sqlx(flatten)]
    actor: ActorColumns,
    outcome: Option<String>,
    duration_ms: Option<i64>,
    note: String,
}

#[derive(sqlx::FromRow)]
struct TargetColumns {
    gateway: String,
    target_kind: String,
    target_name: String,
    resource_id: String,
}

#[derive(sqlx::FromRow)]
struct ActorColumns {
    actor_id: String,
    actor_name: String,
    actor_role: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct OutcomeRow {
    intent_id: String,
    at_ms: i64,
    outcome: String,
    note: String,
    duration_ms: Option<i64>,
    upstream_status: Option<u16>,
    upstream_code: Option<String>,
    upstream_message: Option<String>,
    upstream_request_id: Option<String>,
    correlation_id: Option<String>,
    etag: Option<String>,
    facts_json: Option<String>,
}

impl IntentRow {
    pub(super) fn into_intent(self, database: &Database) -> Result<Intent, Error> {
        Ok(Intent {
            operation: operation(database, &self.id, &self.operation)?,
            actor: self.actor.into_actor(database, &self.id)?,
            at: Timestamp(self.at_ms),
            boot_id: self.boot_id,
            target: self.target.into_target(),
            request_id: self.request_id,
            if_match: self.if_match,
            before: self.before_json,
            after: self.after_json,
            is_settleable: self.is_settleable,
            note: self.note,
            reason: self.reason,
            id: self.id,
        })
    }
}

impl EntryRow {
    pub(super) fn into_entry(self, database: &Database) -> Result<AuditEntry, Error> {
        let operation = operation(database, &self.id, &self.operation)?;
        let outcome = self.outcome.map(|text| outcome(database, &self.id, &text)).transpose()?;
        let actor = self.actor.into_actor(database, &self.id)?;
        Ok(AuditEntry {
            id: self.id,
            at: Timestamp(self.at_ms),
            operation,
            target: self.target.into_target(),
            actor_id: actor.id,
            actor_name: actor.name,
            actor_role: actor.role,
            outcome,
            duration_ms: self.duration_ms.map(i64::unsigned_abs),
            note: self.note,
        })
    }
}

impl OutcomeRow {
    pub(super) fn into_record(self, database: &Database) -> Result<OutcomeRecord, Error> {
        let upstream = self.upstream_status.map(|status| Upstream {
            status,
            code: self.upstream_code.unwrap_or_default(),
            message: self.upstream_message.unwrap_or_default(),
            request_id: self.upstream_request_id,
        });
        Ok(OutcomeRecord {
            outcome: outcome(database, &self.intent_id, &self.outcome)?,
            intent_id: self.intent_id,
            at: Timestamp(self.at_ms),
            note: self.note,
            duration_ms: self.duration_ms.map(i64::unsigned_abs),
            upstream,
            correlation_id: self.correlation_id,
            etag: self.etag,
            facts: self.facts_json,
        })
    }
}

impl TargetColumns {
    fn into_target(self) -> Target {
        Target { gateway: self.gateway, kind: self.target_kind, name: self.target_name, resource_id: self.resource_id }
    }
}

impl ActorColumns {
    fn into_actor(self, database: &Database, id: &str) -> Result<Actor, Error> {
        let role = Role::ALL.into_iter().chain([Role::Nobody]).find(|role| role_text(*role) == self.actor_role);
        let role = role.ok_or_else(|| unreadable(database, id, "role", &self.actor_role))?;
        Ok(Actor { id: self.actor_id, name: self.actor_name, role })
    }
}

/// As in the domain's JSON.
pub(crate) fn role_text(role: Role) -> &'static str {
    match role {
        Role::Nobody => "nobody",
        Role::Viewer => "viewer",
        Role::Operator => "operator",
        Role::Admin => "admin",
    }
}

fn operation(database: &Database, id: &str, text: &str) -> Result<Operation, Error> {
    Operation::from_id(text).ok_or_else(|| unreadable(database, id, "operation", text))
}

fn outcome(database: &Database, id: &str, text: &str) -> Result<Outcome, Error> {
    Outcome::parse(text).ok_or_else(|| unreadable(database, id, "outcome", text))
}

fn unreadable(database: &Database, id: &str, field: &'static str, value: &str) -> Error {
    Error::Unreadable { file: database.file(), id: id.to_owned(), field, value: value.to_owned() }
}

/// What could be read of a list; see the module.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T, Error>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::warn!(%error, "left an audit entry out of a list")).ok()).collect()
}
