//! How SQLite answers: each step must be a SEARCH in an index, in the order of the page.

use super::*;
use crate::Store;

async fn plan(ledger: &Ledger, sql: &str) -> Vec<String> {
    let rows: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(ledger.database().reader()).await.unwrap();
    rows.into_iter().map(|(_, _, _, detail)| detail).collect()
}

fn walks(plan: &[String], index: &str) -> bool {
    let is_bounded = |step: &String| !step.contains("SCAN ") || step == "SCAN CONSTANT ROW";
    plan.iter().any(|step| step.contains(index)) && plan.iter().all(|step| is_bounded(step) && !step.contains("TEMP B-TREE"))
}

#[tokio::test]
async fn a_page_walks_an_index_and_sorts_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let before = || String::from("0199");
    let cases = [
        (AuditQuery { gateway: "prod".into(), before: before(), ..AuditQuery::default() }, "intent_by_gateway (gateway=? AND id<?)"),
        (
            AuditQuery { gateway: "prod".into(), before: before(), text: "x".into(), ..AuditQuery::default() },
            "intent_by_gateway (gateway=? AND id<?)",
        ),
        (
            AuditQuery { operation: "Backend_Delete".into(), before: before(), ..AuditQuery::default() },
            "intent_by_operation (operation=? AND id<?)",
        ),
        (
            AuditQuery { outcome: "unknown".into(), gateway: "prod".into(), before: before(), ..AuditQuery::default() },
            "outcome_by_state (outcome=? AND intent_id<?)",
        ),
        (AuditQuery { outcome: "pending".into(), gateway: "prod".into(), ..AuditQuery::default() }, "intent_by_gateway (gateway=?)"),
        (AuditQuery { before: before(), ..AuditQuery::default() }, "(id<?)"),
    ];
    for (query, index) in cases {
        let plan = plan(&store.ledger, page(&query, &[], 51).sql().as_str()).await;
        assert!(walks(&plan, index), "{query:?}: {plan:#?}");
    }
    // The measure can fail: without a filter there is nothing to search by.
    let whole = plan(&store.ledger, page(&AuditQuery::default(), &[], 51).sql().as_str()).await;
    assert!(!walks(&whole, "intent") && !whole.iter().any(|step| step.contains("TEMP B-TREE")), "{whole:#?}");
}

#[tokio::test]
async fn the_overview_of_operations_does_not_read_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let plan = plan(&store.ledger, last_used().sql().as_str()).await;
    assert!(plan.iter().any(|step| step.contains("intent_by_operation (operation=?)")), "{plan:#?}");
    assert!(!plan.iter().any(|step| step.starts_with("SCAN i ") || step.starts_with("SCAN intent")), "{plan:#?}");
}

#[test]
fn wildcards_stand_for_themselves() {
    assert_eq!(containing(r"50%_a\"), r"%50\%\_a\\%");
    assert_eq!(containing(&"%".repeat(1000)).chars().count(), 2 * MAX_TEXT + 2);
}
