//! Filters and the cursor of the audit page.

use crate::{intent, open, record};
use domain::{
    Actor, Operation,
    audit::{AuditQuery, Outcome, Target},
};
use store::{Intent, Store};

fn named(n: u32, name: &str) -> Intent {
    let base = intent(n);
    Intent { target: Target { name: name.into(), ..base.target.clone() }, ..base }
}

fn of_gateway(n: u32, gateway: &str) -> Intent {
    let base = intent(n);
    Intent { target: Target { gateway: gateway.into(), ..base.target.clone() }, ..base }
}

/// The numbers of the intents on the first page.
async fn found(store: &Store, query: AuditQuery) -> Vec<u32> {
    let page = store.ledger.list(&query, &[], 100).await.unwrap();
    page.entries.iter().map(|entry| entry.request_id_number()).collect()
}

trait Number {
    fn request_id_number(&self) -> u32;
}

impl Number for domain::audit::AuditEntry {
    fn request_id_number(&self) -> u32 {
        self.id.rsplit('-').next().unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn a_text_is_searched_as_it_is_written() {
    let (_dir, store) = open().await;
    for (n, name) in [(1, "pool_a"), (2, "poolxa"), (3, "100%"), (4, "1000"), (5, r"back\slash")] {
        record(&store, &named(n, name), &[]).await;
    }
    let base = named(6, "other");
    record(&store, &Intent { actor: Actor { name: "Zoë Admin".into(), ..Actor::local_admin() }, ..base }, &[]).await;

    let text = |text: &str| AuditQuery { text: text.into(), ..AuditQuery::default() };
    assert_eq!(found(&store, text("pool_")).await, [1]);
    assert_eq!(found(&store, text("0%")).await, [3]);
    assert_eq!(found(&store, text(r"k\s")).await, [5]);
    assert_eq!(found(&store, text(" POOL ")).await, [2, 1]);
    assert_eq!(found(&store, text("Zoë")).await, [6]);
    assert_eq!(found(&store, text("req-4")).await, [4]);
    assert_eq!(found(&store, text(&intent(5).id)).await, [5]);
    assert_eq!(found(&store, text("'; DROP TABLE intent; --")).await, [0; 0]);
    assert_eq!(found(&store, text(&"%".repeat(100_000))).await, [0; 0]);
    assert_eq!(found(&store, text("  ")).await, [6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn filters_narrow_together() {
    let (_dir, store) = open().await;
    let deleting = Intent { operation: Operation::BackendDelete, ..of_gateway(3, "test") };
    record(&store, &of_gateway(1, "prod"), &[Outcome::Applied]).await;
    record(&store, &of_gateway(2, "test"), &[Outcome::Unknown, Outcome::Applied]).await;
    record(&store, &deleting, &[Outcome::Unknown]).await;
    record(&store, &of_gateway(4, "prod"), &[Outcome::Unknown]).await;
    record(&store, &of_gateway(5, "test"), &[]).await;

    let query = |gateway: &str, operation: &str, outcome: &str| AuditQuery {
        gateway: gateway.into(),
        operation: operation.into(),
        outcome: outcome.into(),
        ..AuditQuery::default()
    };
    assert_eq!(found(&store, query("test", "", "")).await, [5, 3, 2]);
    assert_eq!(found(&store, query("", "Backend_Delete", "")).await, [3]);
    assert_eq!(found(&store, query("prod", "Backend_Delete", "")).await, [0; 0]);
    assert_eq!(found(&store, query("", "", "applied")).await, [2, 1]);
    assert_eq!(found(&store, query("", "", "unknown")).await, [4, 3]);
    assert_eq!(found(&store, query("test", "", "unknown")).await, [3]);
    assert_eq!(found(&store, query("", "", "pending")).await, [5]);
    assert_eq!(found(&store, query("prod", "", "pending")).await, [0; 0]);
    assert_eq!(found(&store, query("", "", "no such outcome")).await, [0; 0]);
    assert_eq!(found(&store, query("no such gateway", "", "")).await, [0; 0]);
    // The count is the gateway's, whatever the other filters.
    assert_eq!(store.ledger.list(&query("", "", "applied"), &[], 1).await.unwrap().unknown, 2);
    assert_eq!(store.ledger.list(&query("test", "Backend_Get", ""), &[], 1).await.unwrap().unknown, 1);
}

#[tokio::test]
async fn pages_have_neither_gaps_nor_duplicates_while_entries_arrive() {
    let (_dir, store) = open().await;
    for n in 1..=25 {
        record(&store, &of_gateway(n, if n % 3 == 0 { "test" } else { "prod" }), &[Outcome::Applied]).await;
    }
    let filters = [
        (AuditQuery::default(), (1..=25).rev().collect::<Vec<u32>>()),
        (AuditQuery { gateway: "test".into(), ..AuditQuery::default() }, (1..=25).rev().filter(|n| n % 3 == 0).collect()),
        (AuditQuery { outcome: "applied".into(), ..AuditQuery::default() }, (1..=25).rev().collect()),
    ];
    let mut newest = 100;
    for (filter, expected) in filters {
        let (mut seen, mut query) = (Vec::new(), AuditQuery { before: intent(26).id, ..filter });
        loop {
            let page = store.ledger.list(&query, &[], 4).await.unwrap();
            assert!(page.entries.len() == 4 || page.next.is_none());
            seen.extend(page.entries.iter().map(Number::request_id_number));
            newest += 1;
            record(&store, &of_gateway(newest, "test"), &[Outcome::Applied]).await;
            let Some(next) = page.next else { break };
            query.before = next;
        }
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn a_full_last_page_promises_no_next_one() {
    let (_dir, store) = open().await;
    for n in 1..=4 {
        record(&store, &intent(n), &[]).await;
    }
    assert_eq!(store.ledger.list(&AuditQuery::default(), &[], 4).await.unwrap().next, None);
    assert_eq!(store.ledger.list(&AuditQuery::default(), &[], 3).await.unwrap().next, Some(intent(2).id));
    assert_eq!(store.ledger.list(&AuditQuery::default(), &[], 0).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn the_latest_of_a_gateway_and_of_a_resource() {
    let (_dir, store) = open().await;
    for intent in [named(1, "gpt"), named(2, "embeddings"), of_gateway(3, "test"), named(4, "gpt"), named(5, "gpt")] {
        record(&store, &intent, &[Outcome::Applied]).await;
    }
    let numbers = |entries: Vec<domain::audit::AuditEntry>| entries.iter().map(Number::request_id_number).collect::<Vec<_>>();
    assert_eq!(numbers(store.ledger.latest("prod", 3).await.unwrap()), [5, 4, 2]);
    assert_eq!(numbers(store.ledger.latest_for("prod", "backend", "gpt", 2).await.unwrap()), [5, 4]);
    assert_eq!(numbers(store.ledger.latest_for("prod", "logger", "gpt", 2).await.unwrap()), [0; 0]);
}
