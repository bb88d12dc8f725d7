//! Opening, reopening, and the ways in which a directory can be wrong.

use crate::{intent, open, record, stranger};
use domain::audit::{AuditQuery, Outcome};
use sqlx::Executor;
use std::{fs, path::Path};
use store::{Error, Store};

async fn failure(dir: &Path) -> Error {
    Store::open(dir).await.err().unwrap()
}

#[tokio::test]
async fn what_was_recorded_is_there_after_reopening() {
    let (dir, store) = open().await;
    record(&store, &intent(1), &[Outcome::Applied]).await;
    store.close().await;
    assert!(store.check().await.is_err());
    assert!(!dir.path().join("ledger.db-wal").exists(), "closing folds the log into the file");

    let again = Store::open(dir.path()).await.unwrap();
    again.check().await.unwrap();
    assert_eq!(again.ledger.find(&intent(1).id).await.unwrap().unwrap().intent, intent(1));
}

#[tokio::test]
async fn a_process_that_ends_without_closing_loses_nothing() {
    let (dir, store) = open().await;
    record(&store, &intent(1), &[]).await;
    // What a crash leaves: the files as they are now, the write-ahead log not folded in.
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(dir.path()).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    assert!(copy.path().join("ledger.db-wal").exists());
    let after = Store::open(copy.path()).await.unwrap();
    assert_eq!(after.ledger.orphans("boot-b", 10).await.unwrap(), [intent(1)]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("state/data");
    let store = Store::open(&dir).await.unwrap();
    record(&store, &intent(1), &[]).await;
    assert_eq!(mode(&dir), 0o700);
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "usage.db", "console.db"] {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    store.close().await;
    fs::set_permissions(dir.join("console.db"), fs::Permissions::from_mode(0o644)).unwrap();
    Store::open(&dir).await.unwrap();
    assert_eq!(mode(&dir.join("console.db")), 0o600, "closed again at the next start");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    for name in ["ledger.db", "usage.db", "console.db"] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(name);
        fs::write(&file, "these are not the pages you are looking for\n".repeat(200)).unwrap();
        let message = failure(dir.path()).await.to_string();
        assert!(message.contains(&file.display().to_string()), "{message}");
        assert!(!message.contains("PRAGMA") && !message.contains("SELECT"), "{message}");
        assert!(fs::read_to_string(&file).unwrap().starts_with("these are not"), "left as it was");
    }
}

#[tokio::test]
async fn a_directory_that_is_none_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("data");
    fs::write(&file, "").unwrap();
    assert!(failure(&file).await.to_string().contains(&file.display().to_string()));

    fs::create_dir_all(parent.path().join("other/usage.db")).unwrap();
    let message = failure(&parent.path().join("other")).await.to_string();
    assert!(message.contains("usage.db"), "{message}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(dir.path().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert!(failure(dir.path()).await.to_string().contains("ledger.db"));
}

#[tokio::test]
async fn an_exchanged_file_is_not_ready() {
    let (dir, store) = open().await;
    store.check().await.unwrap();
    stranger(dir.path(), "usage.db").await.execute("DELETE FROM _sqlx_migrations").await.unwrap();
    let message = store.check().await.unwrap_err().to_string();
    assert!(message.contains("usage.db is at migration 0"), "{message}");
}

#[tokio::test]
async fn the_schema_of_a_later_version_is_accepted_and_a_rewritten_migration_is_not() {
    let (dir, store) = open().await;
    let mut other = stranger(dir.path(), "ledger.db").await;
    let later = "ALTER TABLE intent ADD COLUMN workspace TEXT; INSERT INTO _sqlx_migrations \
                 (version, description, success, checksum, execution_time) VALUES (9999, 'later', TRUE, x'00', 0)";
    other.execute(later).await.unwrap();
    store.close().await;

    let store = Store::open(dir.path()).await.unwrap();
    store.check().await.unwrap();
    record(&store, &intent(1), &[Outcome::Applied]).await;
    assert_eq!(store.ledger.list(&AuditQuery::default(), &[], 10).await.unwrap().entries.len(), 1);
    store.close().await;

    other.execute("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").await.unwrap();
    let message = failure(dir.path()).await.to_string();
    assert!(message.contains("ledger.db") && message.contains("migration 1"), "{message}");
}
