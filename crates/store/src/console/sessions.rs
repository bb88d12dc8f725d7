//! Sessions.

use super::{Console, public_id};
use crate::Error;
use domain::{Timestamp, identity::SessionInfo};

/// No list is longer.
const MOST: u32 = 200;

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the session's id; the id itself is never stored.
    pub id_hash: [u8; 32],
    /// JSON.
    pub data: String,
    pub expires_at: Timestamp,
    /// `None` while nobody has signed in.
    pub holder: Option<SessionHolder>,
}

/// Whose session it is, for lists and for ending it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionHolder {
    pub person_id: String,
    pub person_name: String,
    /// The provider's name for its own session (`sid`); empty without one.
    pub provider_session: String,
    pub agent: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
}

/// What a provider's logout token names.
#[derive(Debug, Clone, Copy)]
pub struct LogoutToken<'a> {
    pub jti: &'a str,
    pub expires_at: Timestamp,
    /// Empty when it names only a session.
    pub subject: &'a str,
    /// The provider's name for its own session; empty when it names only a person.
    pub provider_session: &'a str,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id_hash: Vec<u8>,
    person_id: String,
    person_name: String,
    agent: String,
    created_at_ms: i64,
    seen_at_ms: i64,
    expires_at_ms: i64,
}

impl ListedRow {
    fn into_info(self) -> SessionInfo {
        SessionInfo {
            id: public_id(&self.id_hash),
            person_id: self.person_id,
            person_name: self.person_name,
            agent: self.agent,
            created_at: Timestamp(self.created_at_ms),
            seen_at: Timestamp(self.seen_at_ms),
            expires_at: Timestamp(self.expires_at_ms),
            is_current: false,
        }
    }
}

impl SessionRow {
    /// Names it in lists.
    pub fn public_id(&self) -> String {
        public_id(&self.id_hash)
    }
}

impl Console {
    /// The session's data, unless it has expired at `now`.
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
        Ok(row.map(|(data, expires_at)| SessionRow { id_hash: *id_hash, data, expires_at: Timestamp(expires_at), holder: None }))
    }

    /// `false` when the id is taken; what is there then stays as it is.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn insert_session(&self, session: &SessionRow) -> Result<bool, Error> {
        let holder = session.holder.clone().unwrap_or_default();
        let query = sqlx::query(
            "INSERT INTO session (id_hash, data, expires_at_ms, person_id, person_name, provider_session, agent, created_at_ms, seen_at_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        )
        .bind(session.id_hash.as_slice())
        .bind(&session.data)
        .bind(session.expires_at.0)
        .bind(session.holder.as_ref().map(|holder| &holder.person_id))
        .bind(holder.person_name)
        .bind(holder.provider_session)
        .bind(holder.agent)
        .bind(holder.created_at.0)
        .bind(holder.seen_at.0);
        let done = query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected() == 1)
    }

    /// Replaces data and end of a session that exists. One that was deleted meanwhile stays deleted:
    /// a request that was under way while its person signed out must not bring the session back.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn save_session(&self, session: &SessionRow) -> Result<(), Error> {
        let holder = session.holder.clone().unwrap_or_default();
        sqlx::query(
            "UPDATE session SET data = ?2, expires_at_ms = ?3, person_id = ?4, person_name = ?5, provider_session = ?6, agent = ?7, \
             created_at_ms = ?8, seen_at_ms = ?9 WHERE id_hash = ?1",
        )
        .bind(session.id_hash.as_slice())
        .bind(&session.data)
        .bind(session.expires_at.0)
        .bind(session.holder.as_ref().map(|holder| &holder.person_id))
        .bind(holder.person_name)
        .bind(holder.provider_session)
        .bind(holder.agent)
        .bind(holder.created_at.0)
        .bind(holder.seen_at.0)
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

    /// The living sessions of one person, or of everyone, the latest used first; at most 200.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn list_sessions(&self, person_id: Option<&str>, now: Timestamp) -> Result<Vec<SessionInfo>, Error> {
        let rows: Vec<ListedRow> = sqlx::query_as(
            "SELECT id_hash, person_id, person_name, agent, created_at_ms, seen_at_ms, expires_at_ms FROM session \
             WHERE person_id IS NOT NULL AND (?1 IS NULL OR person_id = ?1) AND expires_at_ms > ?2 ORDER BY seen_at_ms DESC LIMIT ?3",
        )
        .bind(person_id)
        .bind(now.0)
        .bind(MOST)
        .fetch_all(self.0.reader())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(rows.into_iter().map(ListedRow::into_info).collect())
    }

    /// Ends the session that lists call `public_id`; the name of whose it was.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn end_session(&self, public_id: &str) -> Result<Option<String>, Error> {
        let ended: Option<(String,)> =
            sqlx::query_as("DELETE FROM session WHERE lower(hex(substr(id_hash, 1, 8))) = ?1 RETURNING person_name")
                .bind(public_id)
                .fetch_optional(self.0.writer())
                .await
                .map_err(|source| self.0.failed(source))?;
        Ok(ended.map(|(name,)| name).filter(|name| !name.is_empty()))
    }

    /// Ends the sessions that came out of one session at the provider, or, without its name, all of
    /// the person's; their public ids, and the name of whose each was. `None` when the token was used
    /// before: it is spent with what it ends, or not at all.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn end_sessions_by_provider(&self, token: &LogoutToken<'_>, now: Timestamp) -> Result<Option<Vec<(String, String)>>, Error> {
        self.end_by_provider(token, now).await.map_err(|source| self.0.failed(source))
    }

    async fn end_by_provider(&self, token: &LogoutToken<'_>, now: Timestamp) -> Result<Option<Vec<(String, String)>>, sqlx::Error> {
        let mut both = self.0.writer().begin().await?;
        sqlx::query("DELETE FROM spent_logout_token WHERE expires_at_ms <= ?1").bind(now.0).execute(&mut *both).await?;
        let spend = sqlx::query("INSERT INTO spent_logout_token (jti, expires_at_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        if spend.bind(token.jti).bind(token.expires_at.0).execute(&mut *both).await?.rows_affected() == 0 {
            return Ok(None);
        }
        let end = sqlx::query_as(
            "DELETE FROM session WHERE (?1 = '' OR person_id = ?1) AND (?2 = '' OR provider_session = ?2) \
             AND (?1 <> '' OR ?2 <> '') RETURNING id_hash, person_name",
        );
        let ended: Vec<(Vec<u8>, String)> = end.bind(token.subject).bind(token.provider_session).fetch_all(&mut *both).await?;
        both.commit().await?;
        Ok(Some(ended.into_iter().map(|(hash, name)| (public_id(&hash), name)).collect()))
    }
}
