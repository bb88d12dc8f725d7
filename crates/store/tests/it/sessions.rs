//! The life of a session.

use crate::{open, stranger};
use domain::Timestamp;
use store::SessionRow;

fn session(id: u8, data: &str, expires_at: i64) -> SessionRow {
    SessionRow { id_hash: [id; 32], data: data.into(), expires_at: Timestamp(expires_at), holder: None }
}

#[tokio::test]
async fn a_session_lives_until_its_end() {
    let (_dir, store) = open().await;
    let console = store.console;
    assert!(console.insert_session(&session(1, "{}", 100)).await.unwrap());
    assert_eq!(console.load_session(&[1; 32], Timestamp(99)).await.unwrap(), Some(session(1, "{}", 100)));
    assert_eq!(console.load_session(&[1; 32], Timestamp(100)).await.unwrap(), None);
    assert_eq!(console.load_session(&[2; 32], Timestamp(0)).await.unwrap(), None);

    console.save_session(&session(1, r#"{"a":1}"#, 200)).await.unwrap();
    assert_eq!(console.load_session(&[1; 32], Timestamp(199)).await.unwrap(), Some(session(1, r#"{"a":1}"#, 200)));
}

#[tokio::test]
async fn a_taken_id_is_refused_and_keeps_what_it_had() {
    let (_dir, store) = open().await;
    assert!(store.console.insert_session(&session(1, "mine", 100)).await.unwrap());
    assert!(!store.console.insert_session(&session(1, "yours", 900)).await.unwrap());
    assert_eq!(store.console.load_session(&[1; 32], Timestamp(0)).await.unwrap(), Some(session(1, "mine", 100)));
}

#[tokio::test]
async fn a_late_save_does_not_bring_a_deleted_session_back() {
    let (_dir, store) = open().await;
    store.console.insert_session(&session(1, "{}", 100)).await.unwrap();
    store.console.delete_session(&[1; 32]).await.unwrap();
    store.console.save_session(&session(1, "{}", 200)).await.unwrap();
    assert_eq!(store.console.load_session(&[1; 32], Timestamp(0)).await.unwrap(), None);
    store.console.delete_session(&[1; 32]).await.unwrap();
}

#[tokio::test]
async fn a_sweep_takes_the_expired_ones_only() {
    let (dir, store) = open().await;
    for (id, end) in [(1, 99), (2, 100), (3, 101)] {
        store.console.insert_session(&session(id, "{}", end)).await.unwrap();
    }
    assert_eq!(store.console.sweep_sessions(Timestamp(100)).await.unwrap(), 2);
    assert_eq!(store.console.sweep_sessions(Timestamp(100)).await.unwrap(), 0);
    let mut other = stranger(dir.path(), "console.db").await;
    let left: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id_hash FROM session").fetch_all(&mut other).await.unwrap();
    assert_eq!(left, [[3; 32]]);
}
