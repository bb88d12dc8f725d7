//! Sessions. Owns their rows and their end; what is in `data`, and how an id becomes a hash, is the
//! business of whoever signs people in.

use crate::{Error, database::Database};
use domain::Timestamp;

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the session's id; the id itself is never stored.
    pub id_hash: [u8; 32],
    /// JSON.
    pub data: String,
    pub expires_at: Timestamp,
}

/// `console.db`.
#[derive(Debug, Clone)]
pub struct Console(Database);

impl Console {
    pub(crate) fn new(database: Database) -> Self {
        Self(database)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0
    }

    /// The session, unless it has expired at `now`.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn load_session(&self, id_hash: &[u8; 32], now: Timestamp) -> Result<Option<SessionRow>, Error> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT data, expires_at_ms FROM session WHERE id_hash = ?1 AND expires_at_ms > ?2")
                .bind(id_hash.as_slice())
                .bind(now.0)
                .fetch_optional(self.0.reader())
                .await
                .map_err(|source| self.0.failed(source))?;
        Ok(row.map(|(data, expires_at)| SessionRow { id_hash: *id_hash, data, expires_at: Timestamp(expires_at) }))
    }

    /// `false` when the id is taken; what is there then stays as it is.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn insert_session(&self, session: &SessionRow) -> Result<bool, Error> {
        let query = sqlx::query("INSERT INTO session (id_hash, data, expires_at_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            .bind(session.id_hash.as_slice())
            .bind(&session.data)
            .bind(session.expires_at.0);
        let done = query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected() == 1)
    }

    /// Replaces data and end of a session that exists. One that was deleted meanwhile stays deleted:
    /// a request that was under way while its person signed out must not bring the session back.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn save_session(&self, session: &SessionRow) -> Result<(), Error> {
        sqlx::query("UPDATE session SET data = ?2, expires_at_ms = ?3 WHERE id_hash = ?1")
            .bind(session.id_hash.as_slice())
            .bind(&session.data)
            .bind(session.expires_at.0)
            .execute(self.0.writer())
            .await
            .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// Deletes the session; none there is fine.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn delete_session(&self, id_hash: &[u8; 32]) -> Result<(), Error> {
        let query = sqlx::query("DELETE FROM session WHERE id_hash = ?1").bind(id_hash.as_slice());
        query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// Deletes the sessions that have expired at `now`; how many those were.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<u64, Error> {
        let query = sqlx::query("DELETE FROM session WHERE expires_at_ms <= ?1").bind(now.0);
        let done = query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected())
    }
}
