//! Connecting to Azure as oneself: authorization code with PKCE, owned by the server, for someone who
//! is signed in already. The browser never holds a token.
//!
//! The handlers are the addresses that people and Entra ID come to; `crate::azure` speaks with Entra
//! ID and keeps the tokens.

mod callback;
mod connect;
mod error;

use crate::{AppState, auth::attempts, azure::People, forms::answer::tell_script};
use axum::{Router, routing::get};
use control::{Clock, Control};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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

impl attempts::Attempt for Attempt {
    const KEY: &str = "azure-connect";

    fn state(&self) -> &str {
        &self.state
    }

    fn begun_at(&self) -> Timestamp {
        self.begun_at
    }
}

/// For someone who is signed in: whoever is not is sent to sign in before.
pub fn routes(auth: Arc<ConnectAuth>) -> Router<AppState> {
    Router::new()
        .route("/auth/azure/connect", get(connect::begin))
        .route("/auth/azure/callback", get(callback::finish))
        .layer(axum::middleware::from_fn(tell_script))
        .layer(axum::Extension(auth))
}
