//! Personal tokens: found by their hash, never by themselves.

use super::{
    Console,
    people::{role, texts},
};
use crate::{Error, ledger::role_text};
use domain::{Timestamp, identity::TokenInfo};

/// No list is longer, and nobody has more.
const MOST: u32 = 200;
/// A use within this long of the last one is not written: one write a minute is precise enough.
const USE_PRECISION_MS: i64 = 60_000;

/// A new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    pub hash: [u8; 32],
    pub info: TokenInfo,
}

/// A token that lives, with the person as of their last sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHolder {
    pub info: TokenInfo,
    pub claim_values: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    person_id: String,
    person_name: String,
    claim_values: String,
    name: String,
    role: String,
    gateways: String,
    created_at_ms: i64,
    expires_at_ms: i64,
    last_used_at_ms: Option<i64>,
}

impl Row {
    fn into_holder(self) -> TokenHolder {
        let info = TokenInfo {
            id: self.id,
            person_id: self.person_id,
            person_name: self.person_name,
            name: self.name,
            role: role(&self.role),
            gateways: texts(&self.gateways),
            created_at: Timestamp(self.created_at_ms),
            expires_at: Timestamp(self.expires_at_ms),
            last_used_at: self.last_used_at_ms.map(Timestamp),
        };
        TokenHolder { info, claim_values: texts(&self.claim_values) }
    }
}

macro_rules! tokens {
    () => {
        "SELECT t.id, t.person_id, p.name AS person_name, p.claim_values, t.name, t.role, t.gateways, t.created_at_ms, t.expires_at_ms, \
         t.last_used_at_ms FROM personal_token t JOIN person p ON p.id = t.person_id"
    };
}

impl Console {
    /// # Errors
    /// When the file can't be written, or the person never signed in.
    pub async fn insert_token(&self, token: &TokenRow) -> Result<(), Error> {
        let info = &token.info;
        sqlx::query(
            "INSERT INTO personal_token (id, hash, person_id, name, role, gateways, created_at_ms, expires_at_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .bind(&info.id)
        .bind(token.hash.as_slice())
        .bind(&info.person_id)
        .bind(&info.name)
        .bind(role_text(info.role))
        .bind(serde_json::Value::from(info.gateways.clone()).to_string())
        .bind(info.created_at.0)
        .bind(info.expires_at.0)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// The token with this hash, unless it has expired at `now`; notes the use.
    ///
    /// # Errors
    /// When the file can't be read or written.
    pub async fn use_token(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<TokenHolder>, Error> {
        let row: Option<Row> = sqlx::query_as(concat!(tokens!(), " WHERE t.hash = ?1 AND t.expires_at_ms > ?2"))
            .bind(hash.as_slice())
            .bind(now.0)
            .fetch_optional(self.0.reader())
            .await
            .map_err(|source| self.0.failed(source))?;
        let Some(row) = row else { return Ok(None) };
        let holder = row.into_holder();
        if holder.info.last_used_at.is_none_or(|used| now.0 - used.0 >= USE_PRECISION_MS) {
            let note = sqlx::query("UPDATE personal_token SET last_used_at_ms = ?2 WHERE id = ?1").bind(&holder.info.id).bind(now.0);
            note.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        }
        Ok(Some(holder))
    }

    /// The living tokens of one person, or of everyone, the newest first; at most 200.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn list_tokens(&self, person_id: Option<&str>, now: Timestamp) -> Result<Vec<TokenInfo>, Error> {
        let rows: Vec<Row> = sqlx::query_as(concat!(
            tokens!(),
            " WHERE (?1 IS NULL OR t.person_id = ?1) AND t.expires_at_ms > ?2 ORDER BY t.created_at_ms DESC LIMIT ?3"
        ))
        .bind(person_id)
        .bind(now.0)
        .bind(MOST)
        .fetch_all(self.0.reader())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(rows.into_iter().map(|row| row.into_holder().info).collect())
    }

    /// Ends a token of this person, or of anyone; `false` when there is none.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn delete_token(&self, id: &str, person_id: Option<&str>) -> Result<bool, Error> {
        let query = sqlx::query("DELETE FROM personal_token WHERE id = ?1 AND (?2 IS NULL OR person_id = ?2)").bind(id).bind(person_id);
        let done = query.execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        Ok(done.rows_affected() == 1)
    }

    /// Deletes what has expired at `now`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn sweep_tokens(&self, now: Timestamp) -> Result<(), Error> {
        for sql in ["DELETE FROM personal_token WHERE expires_at_ms <= ?1", "DELETE FROM recovery WHERE expires_at_ms <= ?1"] {
            sqlx::query(sql).bind(now.0).execute(self.0.writer()).await.map_err(|source| self.0.failed(source))?;
        }
        Ok(())
    }
}
