//! The store through its public API, on real files.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;
mod identity;
mod ledger;
mod pages;
mod sessions;
mod unsettled;
mod usage;

use domain::{
    Actor, Operation, Timestamp,
    audit::{Outcome, Target},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;
use store::{Intent, OutcomeRecord, Store};
use tempfile::TempDir;

async fn open() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    (dir, store)
}

/// A connection of someone else: what it sees is committed.
async fn stranger(dir: &Path, file: &str) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(dir.join(file))).await.unwrap()
}

/// The `n`th intent of boot `boot-a`, on the backend `gpt` of the gateway `prod`.
fn intent(n: u32) -> Intent {
    Intent {
        id: format!("019a0000-0000-7000-8000-{n:012}"),
        at: Timestamp(1_795_386_303_000 + i64::from(n)),
        boot_id: "boot-a".into(),
        operation: Operation::BackendCreateOrUpdate,
        target: Target {
            gateway: "prod".into(),
            kind: "backend".into(),
            name: "gpt".into(),
            resource_id: "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/contoso/backends/gpt".into(),
        },
        actor: Actor::local_admin(),
        request_id: format!("req-{n}"),
        if_match: Some("\"AAAA\"".into()),
        before: Some(r#"{"url":"https://a"}"#.into()),
        after: Some(r#"{"url":"https://b"}"#.into()),
        is_settleable: true,
        note: "Change the URL".into(),
        reason: "TICKET-1".into(),
    }
}

fn outcome_of(intent: &Intent, outcome: Outcome) -> OutcomeRecord {
    OutcomeRecord {
        intent_id: intent.id.clone(),
        at: Timestamp(intent.at.0 + 40),
        outcome,
        note: String::new(),
        duration_ms: Some(40),
        upstream: None,
        correlation_id: None,
        etag: None,
        facts: None,
    }
}

/// Records an intent and, in this order, its outcomes.
async fn record(store: &Store, intent: &Intent, outcomes: &[Outcome]) {
    store.ledger.record_intent(intent).await.unwrap();
    for outcome in outcomes {
        store.ledger.record_outcome(&outcome_of(intent, *outcome)).await.unwrap();
    }
}
