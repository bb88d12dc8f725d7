//! One SQLite file: a single writer, a few readers, and the pragmas that make this safe. Knows
//! nothing of the tables in it.

use crate::{Error, files};
use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How long a statement waits for a lock, and a caller for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
const READERS: u32 = 4;

/// What a commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A power cut: synced before the commit returns.
    EveryCommit,
    /// The end of the process; a power cut may take the last commits with it.
    Process,
}

/// A cheap handle; clones share the connections.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    file: Arc<Path>,
    /// The newest migration of this version.
    needed: i64,
    /// One connection, so that writers queue here and fairly, instead of in SQLite's busy handler.
    write: SqlitePool,
    read: SqlitePool,
}

impl Database {
    pub(crate) async fn open(file: &Path, durability: Durability, mut migrator: Migrator) -> Result<Self, Error> {
        files::prepare_file(file)?;
        let write = open_writer(file, durability).await?;
        // The previous version must run on the next one's schema: see migrations/README.md.
        migrator.set_ignore_missing(true);
        if let Err(source) = migrator.run(&write).await {
            write.close().await;
            return Err(Error::Migrate { file: file.to_owned(), source: source.into() });
        }
        let needed = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
        let read = open_readers(file).await?;
        Ok(Self { file: file.into(), needed, write, read })
    }

    /// For statements that change something.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.write
    }

    /// For queries: each sees the last commit, and never waits for the writer.
    pub(crate) fn reader(&self) -> &SqlitePool {
        &self.read
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.file.to_path_buf()
    }

    /// Names the file in a failure of sqlx; for `map_err`.
    pub(crate) fn failed(&self, source: sqlx::Error) -> Error {
        Error::Query { file: self.file(), source: source.into() }
    }

    pub(crate) async fn check(&self) -> Result<(), Error> {
        let found: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(&self.read)
            .await
            .map_err(|source| self.failed(source))?;
        match found.unwrap_or(0) {
            found if found < self.needed => Err(Error::NotMigrated { file: self.file(), found, needed: self.needed }),
            _ => Ok(()),
        }
    }

    /// Readers first: the last connection to close folds the write-ahead log in, and needs to be
    /// one that may write.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

async fn open_writer(file: &Path, durability: Durability) -> Result<SqlitePool, Error> {
    let synchronous = match durability {
        Durability::EveryCommit => SqliteSynchronous::Full,
        Durability::Process => SqliteSynchronous::Normal,
    };
    let options = connect_options(file).journal_mode(SqliteJournalMode::Wal).synchronous(synchronous);
    connect(file, 1, options).await
}

async fn open_readers(file: &Path) -> Result<SqlitePool, Error> {
    connect(file, READERS, connect_options(file).read_only(true)).await
}

fn connect_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).foreign_keys(true).busy_timeout(PATIENCE)
}

/// Connections are local and cheap to keep, and reopening the last writer would checkpoint each time:
/// so none is ever retired.
async fn connect(file: &Path, connections: u32, options: SqliteConnectOptions) -> Result<SqlitePool, Error> {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|source| Error::Open { file: file.to_owned(), source: source.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pragma(pool: &SqlitePool, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
    }

    #[tokio::test]
    async fn the_ledger_is_synced_at_every_commit_and_readers_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        for (name, durability, level) in [("a.db", Durability::EveryCommit, 2), ("b.db", Durability::Process, 1)] {
            let database = Database::open(&dir.path().join(name), durability, Migrator::DEFAULT).await.unwrap();
            assert_eq!(pragma(database.writer(), "PRAGMA synchronous").await, level, "{name}");
            for pool in [database.writer(), database.reader()] {
                assert_eq!(pragma(pool, "PRAGMA foreign_keys").await, 1);
                assert_eq!(pragma(pool, "PRAGMA busy_timeout").await, 10_000);
                let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
                assert_eq!(mode, "wal");
            }
            assert!(sqlx::query("CREATE TABLE t (a)").execute(database.reader()).await.is_err());
            database.close().await;
        }
    }
}
