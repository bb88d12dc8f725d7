//! What is recorded stays, as it was recorded.

use crate::{intent, open, outcome_of, record, stranger};
use domain::{
    Operation, Timestamp, Upstream,
    audit::{AuditQuery, Outcome},
};
use sqlx::Executor;
use store::OutcomeRecord;

#[tokio::test]
async fn an_intent_is_committed_before_the_call_returns() {
    let (dir, store) = open().await;
    let mut other = stranger(dir.path(), "ledger.db").await;
    for n in 1..=3 {
        store.ledger.record_intent(&intent(n)).await.unwrap();
        let seen: u32 = sqlx::query_scalar("SELECT count(*) FROM intent").fetch_one(&mut other).await.unwrap();
        assert_eq!(seen, n);
    }
}

#[tokio::test]
async fn an_entry_comes_back_whole() {
    let (_dir, store) = open().await;
    let intent = intent(1);
    let refused = OutcomeRecord {
        note: "Refused: the URL is not reachable".into(),
        upstream: Some(Upstream {
            status: 400,
            code: "ValidationError".into(),
            message: "One or more fields".into(),
            request_id: Some("az-1".into()),
        }),
        correlation_id: Some("corr-1".into()),
        etag: Some("\"BBBB\"".into()),
        facts: Some(r#"{"tokens":3}"#.into()),
        ..outcome_of(&intent, Outcome::Refused)
    };
    let unknown = OutcomeRecord { at: Timestamp(1), duration_ms: None, ..outcome_of(&intent, Outcome::Unknown) };
    store.ledger.record_intent(&intent).await.unwrap();
    store.ledger.record_outcome(&refused).await.unwrap();
    store.ledger.record_outcome(&unknown).await.unwrap();

    let record = store.ledger.find(&intent.id).await.unwrap().unwrap();
    assert_eq!(record.intent, intent);
    // In the order of recording, whatever the times say.
    assert_eq!(record.outcomes, [refused, unknown]);
    assert_eq!(store.ledger.find("no-such-id").await.unwrap(), None);
}

#[tokio::test]
async fn the_page_and_the_record_tell_the_same() {
    let (_dir, store) = open().await;
    let (pending, settled) = (intent(1), intent(2));
    record(&store, &pending, &[]).await;
    record(&store, &settled, &[Outcome::Unknown]).await;
    let noted = OutcomeRecord { note: "Settled by reading Azure".into(), ..outcome_of(&settled, Outcome::Applied) };
    store.ledger.record_outcome(&noted).await.unwrap();

    let entries = store.ledger.list(&AuditQuery::default(), &[], 10).await.unwrap().entries;
    assert_eq!(entries[0].outcome, Some(Outcome::Applied));
    assert_eq!(entries[0].note, "Settled by reading Azure");
    assert_eq!((entries[1].outcome, entries[1].duration_ms), (None, None));
    assert_eq!(entries[1].note, "Change the URL");
    for entry in entries {
        assert_eq!(store.ledger.find(&entry.id).await.unwrap().unwrap().entry(), entry);
    }
}

#[tokio::test]
async fn nothing_is_changed_deleted_or_replaced() {
    let (dir, store) = open().await;
    record(&store, &intent(1), &[Outcome::Applied]).await;
    let mut other = stranger(dir.path(), "ledger.db").await;
    for sql in [
        "UPDATE intent SET note = 'x'",
        "DELETE FROM intent",
        "INSERT OR REPLACE INTO intent SELECT * FROM intent",
        "UPDATE outcome SET outcome = 'refused'",
        "DELETE FROM outcome",
        "INSERT OR REPLACE INTO outcome SELECT * FROM outcome",
    ] {
        let refusal = other.execute(sql).await.unwrap_err().to_string();
        assert!(refusal.contains("append-only"), "{sql}: {refusal}");
    }
    let record = store.ledger.find(&intent(1).id).await.unwrap().unwrap();
    assert_eq!((record.intent, record.outcomes.len()), (intent(1), 1));
}

#[tokio::test]
async fn an_id_is_used_once_and_an_outcome_needs_its_intent() {
    let (dir, store) = open().await;
    store.ledger.record_intent(&intent(1)).await.unwrap();
    let twice = store.ledger.record_intent(&intent(1)).await.unwrap_err().to_string();
    assert!(twice.contains(&dir.path().join("ledger.db").display().to_string()), "{twice}");
    assert!(!twice.contains("INSERT"), "{twice}");
    assert!(store.ledger.record_outcome(&outcome_of(&intent(2), Outcome::Applied)).await.is_err());
    assert_eq!(store.ledger.find(&intent(2).id).await.unwrap(), None);
}

#[tokio::test]
async fn the_newest_intent_tells_when_an_operation_was_last_used() {
    let (_dir, store) = open().await;
    assert_eq!(store.ledger.last_used().await.unwrap(), []);
    let chat = |n| store::Intent { operation: Operation::ChatCompletions, ..intent(n) };
    for intent in [chat(1), intent(2), intent(3), chat(4)] {
        record(&store, &intent, &[]).await;
    }
    let expected = [(Operation::BackendCreateOrUpdate, intent(3).at), (Operation::ChatCompletions, intent(4).at)];
    assert_eq!(store.ledger.last_used().await.unwrap(), expected);
}

#[tokio::test]
async fn an_operation_of_a_later_version_does_not_take_the_list_with_it() {
    let (dir, store) = open().await;
    record(&store, &intent(1), &[]).await;
    let mut other = stranger(dir.path(), "ledger.db").await;
    let later = "INSERT INTO intent SELECT '019b', at_ms, boot_id, 'Workspace_Delete', gateway, target_kind, target_name, resource_id, \
                 actor_id, actor_name, actor_role, request_id, if_match, before_json, after_json, is_settleable, note, reason FROM intent";
    other.execute(later).await.unwrap();

    let first = store.ledger.list(&AuditQuery::default(), &[], 1).await.unwrap();
    assert_eq!((first.entries.len(), first.next.as_deref()), (0, Some("019b")));
    let second = store.ledger.list(&AuditQuery { before: "019b".into(), ..AuditQuery::default() }, &[], 1).await.unwrap();
    assert_eq!(second.entries[0].id, intent(1).id);
    assert_eq!(store.ledger.orphans("boot-b", 10).await.unwrap(), [intent(1)]);
    let error = store.ledger.find("019b").await.unwrap_err().to_string();
    assert!(error.contains("Workspace_Delete") && error.contains("ledger.db"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_whole_entries_while_others_write() {
    let (_dir, store) = open().await;
    let ids: Vec<_> = (0..200).map(|_| uuid::Uuid::now_v7().to_string()).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for (writer, chunk) in ids.chunks(50).map(<[String]>::to_vec).enumerate() {
        let store = store.clone();
        tasks.spawn(async move {
            for id in chunk {
                let intent = store::Intent { id, boot_id: format!("boot-{writer}"), ..intent(0) };
                record(&store, &intent, &[Outcome::Unknown, Outcome::Applied]).await;
            }
        });
    }
    for _ in 0..4 {
        let store = store.clone();
        tasks.spawn(async move {
            for _ in 0..50 {
                let entries = store.ledger.list(&AuditQuery::default(), &[], 500).await.unwrap().entries;
                assert!(entries.windows(2).all(|pair| pair[0].id > pair[1].id));
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let page = store.ledger.list(&AuditQuery { outcome: "applied".into(), ..AuditQuery::default() }, &[], 500).await.unwrap();
    assert_eq!((page.entries.len(), page.unknown), (200, 0));
}
