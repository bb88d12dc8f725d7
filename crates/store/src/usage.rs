//! The calls that the console itself relayed. What others send through the gateway is not here: it
//! comes from Log Analytics.

use crate::{Error, database::Database};
use domain::Timestamp;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// The id of its audit entry, or another UUID; unique.
    pub id: String,
    pub at: Timestamp,
    /// The gateway's name in the configuration.
    pub gateway: String,
    /// The ARM id of the service or API that answered.
    pub resource_id: String,
    pub deployment: String,
    /// The name of the API Management subscription whose key was used.
    pub subscription: String,
    pub actor_id: String,
    /// HTTP status; 0 when there was no answer.
    pub status: u16,
    /// `None` is unknown, which is not 0.
    pub prompt_tokens: Option<u64>,
    /// `None` is unknown, which is not 0.
    pub completion_tokens: Option<u64>,
    /// Until the last byte.
    pub latency_ms: u64,
    pub is_stream: bool,
}

/// `usage.db`.
#[derive(Debug, Clone)]
pub struct Usage(Database);

impl Usage {
    pub(crate) fn new(database: Database) -> Self {
        Self(database)
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0
    }

    /// Appends a call. Lost at most by a power cut: unlike the audit, this file is not synced at
    /// every commit.
    ///
    /// # Errors
    /// When the file can't be written, or the id is taken.
    pub async fn record_call(&self, call: &CallRecord) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO call (id, at_ms, gateway, resource_id, deployment, subscription, actor_id, status, \
             prompt_tokens, completion_tokens, latency_ms, is_stream) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .bind(&call.id)
        .bind(call.at.0)
        .bind(&call.gateway)
        .bind(&call.resource_id)
        .bind(&call.deployment)
        .bind(&call.subscription)
        .bind(&call.actor_id)
        .bind(call.status)
        .bind(call.prompt_tokens.map(integer))
        .bind(call.completion_tokens.map(integer))
        .bind(integer(call.latency_ms))
        .bind(call.is_stream)
        .execute(self.0.writer())
        .await
        .map_err(|source| self.0.failed(source))?;
        Ok(())
    }

    /// How many calls used a subscription of a gateway since then.
    ///
    /// # Errors
    /// When the file can't be read.
    pub async fn count_calls_of(&self, gateway: &str, subscription: &str, since: Timestamp) -> Result<u64, Error> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM call WHERE gateway = ?1 AND at_ms >= ?2 AND subscription = ?3")
            .bind(gateway)
            .bind(since.0)
            .bind(subscription)
            .fetch_one(self.0.reader())
            .await
            .map_err(|source| self.0.failed(source))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

/// SQLite's integers are signed; nothing real comes near the limit.
pub(crate) fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
