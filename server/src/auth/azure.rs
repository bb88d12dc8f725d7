//! Connecting to Azure as oneself: authorization code with PKCE, owned by the server, for someone who
//! is signed in already. The browser never holds a token.
//!
//! The handlers are the addresses that people and Entra ID come to; `crate::azure` speaks with Entra
//! ID and keeps the tokens.

mod callback;
mod connect;
mod error;

use crate::{AppState, azure::People, forms::answer::tell_script};
use axum::{Router, routing::get};
use control::{Clock, Control};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_sessions::Session;

/// Everything that connecting needs.
pub struct ConnectAuth {
    people: Arc<People>,
    control: Control,
    clock: Clock,
}

impl ConnectAuth {
    pub(crate) fn new(people: Arc<People>, control: Control, clock: Clock) -> Arc<Self> {
        Arc::new(Self { people, control, clock })
    }
}

/// One connection under way, as the session keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Attempt {
    state: String,
    nonce: String,
    verifier: String,
    /// Who began it: a session may change hands meanwhile.
    person_id: String,
    gateway: String,
    arm_url: String,
    return_to: String,
    begun_at: Timestamp,
}

/// Connections under way, in the session.
const KEY: &str = "azure-connect";
/// Tabs that may be connecting at the same time; the oldest is forgotten.
const MOST: usize = 5;
/// The longest that one may take.
const TIME_MS: u64 = 600_000;

async fn remember(session: &Session, attempt: Attempt) -> Result<(), tower_sessions::session::Error> {
    let mut attempts = session.get::<Vec<Attempt>>(KEY).await?.unwrap_or_default();
    attempts.retain(|other| attempt.begun_at.millis_since(other.begun_at) < TIME_MS);
    if attempts.len() >= MOST {
        attempts.remove(0);
    }
    attempts.push(attempt);
    session.insert(KEY, attempts).await
}

/// The attempt that an answer belongs to; each is used once.
async fn take(session: &Session, state: &str) -> Result<Option<Attempt>, tower_sessions::session::Error> {
    let mut attempts = session.get::<Vec<Attempt>>(KEY).await?.unwrap_or_default();
    let is_meant =
        |attempt: &Attempt| aws_lc_rs::constant_time::verify_slices_are_equal(attempt.state.as_bytes(), state.as_bytes()).is_ok();
    let Some(found) = attempts.iter().position(is_meant) else { return Ok(None) };
    let attempt = attempts.remove(found);
    session.insert(KEY, attempts).await?;
    // At once: an answer that comes a second time meanwhile must not find it.
    session.save().await?;
    Ok(Some(attempt))
}

/// For someone who is signed in: whoever is not is sent to sign in before.
pub fn routes(auth: Arc<ConnectAuth>) -> Router<AppState> {
    Router::new()
        .route("/auth/azure/connect", get(connect::begin))
        .route("/auth/azure/callback", get(callback::finish))
        .layer(axum::middleware::from_fn(tell_script))
        .layer(axum::Extension(auth))
}
