//! Connections to Azure as the person. What is sealed in them, and how, is not known here.

use super::Console;
use crate::Error;
use domain::Timestamp;

/// One person at one Resource Manager.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectionRow {
    pub person_id: String,
    /// Origin.
    pub arm_url: String,
    /// Of this connection: connecting again makes another.
    pub id: String,
    /// As whom, for pages.
    pub account: String,
    /// The refresh token, sealed; empty once Azure has ended the connection.
    pub sealed_token: String,
    pub connected_at: Timestamp,
    /// When Azure last gave a token.
    pub renewed_at: Timestamp,
}

impl std::fmt::Debug for ConnectionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { person_id, arm_url, id, account, .. } = self;
        f.debug_struct("ConnectionRow")
            .field("person", person_id)
            .field("arm_url", arm_url)
            .field("id", id)
            .field("account", account)
            .finish()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: String,
    arm_url: String,
    id: String,
    account: String,
    sealed_token: String,
    connected_at_ms: i64,
    renewed_at_ms: i64,
}

impl Row {
    fn into_connection(self) -> ConnectionRow {
        ConnectionRow {
            person_id: self.person_id,
            arm_url: self.arm_url,
            id: self.id,
            account: self.account,
            sealed_token: self.sealed_token,
            connected_at: Timestamp(self.connected_at_ms),
            renewed_at: Timestamp(self.renewed_at_ms),
        }
    }
}

const BY_PERSON: &str = "SELECT person_id, arm_url, id, account, sealed_token, connected_at_ms, renewed_at_ms FROM azure_connection \
                         WHERE person_id = ?1 AND (?2 IS NULL OR arm_url = ?2) ORDER BY arm_url";

impl Console {
    /// In place of the connection that was there.
    ///
    /// # Errors
    /// When the file can't be written, or the person never signed in.
    pub async fn save_connection(&self, connection: &ConnectionRow) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO azure_connection (person_id, arm_url, id, account, sealed_token, connected_at_ms, renewed_at_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (person_id, arm_url) DO UPDATE SET id = excluded.id, \
             account = excluded.account, sealed_token = excluded.sealed_token, connected_at_ms = excluded.connected_at_ms, \
             renewed_at_ms = excluded.renewed_at_ms",
        )
        .bind(&connection.person_id)
        .bind(&connection.arm_url)
        .bind(&connection.id)
        .bind(&connection.account)
        .bind(&connection.sealed_token)
        .bind(connection.connected_at.0)
        .bind(connection.renewed_at.0)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// # Errors
    /// When the file can't be read.
    pub async fn find_connection(&self, person_id: &str, arm_url: &str) -> Result<Option<ConnectionRow>, Error> {
        let query = sqlx::query_as::<_, Row>(BY_PERSON).bind(person_id).bind(arm_url);
        let row = query.fetch_optional(self.0.reader()).await.map_err(|source| self.0.failed(source))?;
        Ok(row.map(Row::into_connection))
    }

    /// All of a person's.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn list_connections(&self, person_id: &str) -> Result<Vec<ConnectionRow>, Error> {
        let query = sqlx::query_as::<_, Row>(BY_PERSON).bind(person_id).bind(None::<&str>);
        let rows = query.fetch_all(self.0.reader()).await.map_err(|source| self.0.failed(source))?;
        Ok(rows.into_iter().map(Row::into_connection).collect())
    }

    /// Another sealed token in the connection with this id; empty: Azure ended it. `false` when it has
    /// gone or was made again meanwhile: what came too late is dropped.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn renew_connection(&self, connection: &ConnectionRow, sealed_token: &str, now: Timestamp) -> Result<bool, Error> {
        let query = sqlx::query(
            "UPDATE azure_connection SET sealed_token = ?3, renewed_at_ms = ?4 WHERE person_id = ?1 AND arm_url = ?2 AND id = ?5",
        )
        .bind(&connection.person_id)
        .bind(&connection.arm_url)
        .bind(sealed_token)
        .bind(now.0)
        .bind(&connection.id);
        let done = query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends it; as whom it was, or `None` when there is none.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn delete_connection(&self, person_id: &str, arm_url: &str) -> Result<Option<String>, Error> {
        let query = sqlx::query_as("DELETE FROM azure_connection WHERE person_id = ?1 AND arm_url = ?2 RETURNING account");
        let ended: Option<(String,)> =
            query.bind(person_id).bind(arm_url).fetch_optional(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(ended.map(|(account,)| account))
    }

    /// Ends the connections of everyone who can't act any more: without a session and without a
    /// personal token that live at `now`. How many those were.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn sweep_connections(&self, now: Timestamp) -> Result<u64, Error> {
        let query = sqlx::query(
            "DELETE FROM azure_connection WHERE \
             NOT EXISTS (SELECT 1 FROM session s WHERE s.person_id = azure_connection.person_id AND s.expires_at_ms > ?1) AND \
             NOT EXISTS (SELECT 1 FROM personal_token t WHERE t.person_id = azure_connection.person_id AND t.expires_at_ms > ?1)",
        );
        let done = query.bind(now.0).execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected())
    }
}
