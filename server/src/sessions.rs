//! Sessions in SQLite, behind tower-sessions' own interface.
//!
//! The id in the cookie is a bearer secret, so only its SHA-256 is stored: whoever reads the
//! database, or a copy of it, can't act as anyone.

use crate::auth::{VISIT, Visit};
use async_trait::async_trait;
use control::Clock;
use domain::Timestamp;
use sha2::{Digest, Sha256};
use std::time::Duration;
use store::{Console, SessionHolder, SessionRow};
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The prefix makes browsers insist on Secure, path `/` and no domain.
pub const COOKIE: &str = "__Host-session";

/// The layer that reads and writes the cookie. Lax, since Strict would lose the session on the way
/// back from a sign-in page; Secure also on loopback, where browsers accept it over plain HTTP.
pub fn layer(store: Sessions, idle: Duration) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(store)
        .with_name(COOKIE)
        .with_same_site(SameSite::Lax)
        .with_secure(true)
        .with_http_only(true)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle.try_into().unwrap_or(time::Duration::DAY)))
}

/// `console.db`'s sessions.
#[derive(Debug, Clone)]
pub struct Sessions {
    pub console: Console,
    pub clock: Clock,
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while !self.console.insert_session(&row(record)?).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.console.save_session(&row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(row) = self.console.load_session(&hash(id), self.clock.now()).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let nanos = i128::from(row.expires_at.0) * 1_000_000;
        let expiry_date = time::OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.console.delete_session(&hash(id)).await.map_err(backend)
    }
}

fn row(record: &Record) -> Result<SessionRow> {
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let visit = record.data.get(VISIT).and_then(|value| serde_json::from_value::<Visit>(value.clone()).ok());
    let holder = visit.map(|visit| SessionHolder {
        person_id: visit.actor,
        person_name: visit.name,
        provider_session: visit.provider_session,
        agent: visit.agent,
        created_at: visit.created_at,
        seen_at: visit.seen_at,
    });
    Ok(SessionRow { id_hash: hash(&record.id), data, expires_at: Timestamp::from_datetime(record.expiry_date), holder })
}

/// How lists call the session; it does not open it.
pub fn public_id(id: &Id) -> String {
    SessionRow { id_hash: hash(id), data: String::new(), expires_at: Timestamp::default(), holder: None }.public_id()
}

fn hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.0.to_le_bytes()).into()
}

fn backend(error: store::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[tokio::test]
    async fn a_session_survives_without_its_id_being_stored() {
        let dir = tempfile::tempdir().unwrap();
        let store = store::Store::open(dir.path()).await.unwrap();
        let sessions = Sessions { console: store.console.clone(), clock: Clock::from_fn(|| Timestamp(1_000)) };
        let expiry_date = time::OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(60);
        let data = HashMap::from([("visit".to_owned(), serde_json::json!({ "actor": "local" }))]);
        let mut record = Record { id: Id(7), data, expiry_date };
        sessions.create(&mut record).await.unwrap();
        assert_eq!(sessions.load(&Id(7)).await.unwrap(), Some(record.clone()));

        let mut second = record.clone();
        sessions.create(&mut second).await.unwrap();
        assert_ne!(second.id, Id(7), "a taken id is not overwritten");

        let late = Sessions { clock: Clock::from_fn(|| Timestamp(60_000)), ..sessions.clone() };
        assert_eq!(late.load(&Id(7)).await.unwrap(), None, "expired");
        sessions.delete(&Id(7)).await.unwrap();
        assert_eq!(sessions.load(&Id(7)).await.unwrap(), None);
        store.close().await;
    }
}
