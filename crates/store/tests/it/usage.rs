//! Calls, and that unknown is not zero.

use crate::{open, stranger};
use domain::Timestamp;
use store::CallRecord;

#[tokio::test]
async fn unknown_tokens_are_null() {
    let (dir, store) = open().await;
    let counted = CallRecord {
        id: "1".into(),
        at: Timestamp(7),
        gateway: "local".into(),
        resource_id: "/service/local-apim".into(),
        deployment: "gpt-4o".into(),
        subscription: "demo".into(),
        actor_id: "local".into(),
        status: 200,
        prompt_tokens: Some(12),
        completion_tokens: Some(0),
        latency_ms: 340,
        is_stream: false,
    };
    let unknown = CallRecord { id: "2".into(), prompt_tokens: None, completion_tokens: None, is_stream: true, ..counted.clone() };
    store.usage.record_call(&counted).await.unwrap();
    store.usage.record_call(&unknown).await.unwrap();
    assert!(store.usage.record_call(&unknown).await.unwrap_err().to_string().contains("usage.db"));

    let mut other = stranger(dir.path(), "usage.db").await;
    let sql = "SELECT at_ms, deployment, status, latency_ms, is_stream FROM call ORDER BY id";
    let rows: Vec<(i64, String, u16, i64, bool)> = sqlx::query_as(sql).fetch_all(&mut other).await.unwrap();
    assert_eq!(rows, [(7, "gpt-4o".into(), 200, 340, false), (7, "gpt-4o".into(), 200, 340, true)]);
    let sql = "SELECT prompt_tokens, completion_tokens FROM call ORDER BY id";
    let tokens: Vec<(Option<i64>, Option<i64>)> = sqlx::query_as(sql).fetch_all(&mut other).await.unwrap();
    assert_eq!(tokens, [(Some(12), Some(0)), (None, None)]);
}
