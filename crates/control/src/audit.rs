//! Reading the audit.

use crate::{Control, Error, Op, differences::differences};
use domain::{
    Operation, Timestamp,
    audit::{AuditDetail, AuditEntry, AuditPage, AuditQuery, Outcome, OutcomeRow},
};
use serde_json::Value;
use store::{AuditRecord, OutcomeRecord};

/// Entries a page.
const PAGE: u32 = 50;

impl Control {
    /// `Permission:` read.
    pub async fn list_audit(&self, op: &Op, query: &AuditQuery) -> Result<AuditPage, Error> {
        op.authorise(Operation::AuditList)?;
        Ok(self.inner.store.ledger.list(query, &self.hidden_gateways(op), PAGE).await?)
    }

    /// `Permission:` read.
    pub async fn get_audit(&self, op: &Op, id: &str) -> Result<AuditDetail, Error> {
        op.authorise(Operation::AuditList)?;
        let record = self.inner.store.ledger.find(id).await?.filter(|record| op.role_on(&record.intent.target.gateway).is_some());
        record.map(detail).ok_or_else(|| Error::NotFound { kind: "audit entry", name: id.to_owned() })
    }

    /// When each operation was last used, for the operations page. `Permission:` read.
    pub async fn operations_last_used(&self, op: &Op) -> Result<Vec<(Operation, Timestamp)>, Error> {
        op.authorise(Operation::AuditList)?;
        Ok(self.inner.store.ledger.last_used().await?)
    }
}

fn detail(record: AuditRecord) -> AuditDetail {
    let AuditRecord { intent, outcomes } = record;
    let last = outcomes.last();
    let entry = AuditEntry {
        id: intent.id,
        at: intent.at,
        operation: intent.operation,
        target: intent.target,
        actor_id: intent.actor.id,
        actor_name: intent.actor.name,
        actor_role: intent.actor.role,
        outcome: last.map(|row| row.outcome),
        duration_ms: outcomes.iter().find_map(|row| row.duration_ms),
        note: last.map(|row| row.note.clone()).filter(|note| !note.is_empty()).unwrap_or(intent.note),
    };
    let parse = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let has_resource = intent.before.is_some() || intent.after.is_some();
    AuditDetail {
        can_settle: intent.is_settleable && entry.outcome == Some(Outcome::Unknown),
        entry,
        reason: intent.reason,
        request_id: intent.request_id,
        boot_id: intent.boot_id,
        outcomes: outcomes.into_iter().map(row).collect(),
        changes: if has_resource { differences(&parse(&intent.before), &parse(&intent.after)) } else { vec![] },
        before: intent.before.as_deref().map(pretty),
        after: intent.after.as_deref().map(pretty),
    }
}

fn row(record: OutcomeRecord) -> OutcomeRow {
    OutcomeRow {
        at: record.at,
        outcome: record.outcome,
        note: record.note,
        duration_ms: record.duration_ms,
        upstream: record.upstream,
        correlation_id: record.correlation_id,
        facts: record.facts,
    }
}

fn pretty(text: &str) -> String {
    serde_json::from_str::<Value>(text).ok().and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| text.to_owned())
}
