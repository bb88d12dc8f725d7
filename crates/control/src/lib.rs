//! The use cases: the one door through which pages, scripts and jobs reach a gateway.
//!
//! Each use case takes who acts ([`Op`]) first, checks the permission on its first line, validates,
//! writes the intent to the audit, calls Azure, and writes the outcome. Knows Azure through `apim`
//! and SQLite through `store`; knows nothing of HTTP routes, sessions or pages.

mod audit;
mod audited;
mod backends;
mod chat;
mod diagnostics;
mod differences;
mod error;
mod exports;
mod gateways;
mod identity;
mod llm_api;
mod mcp;
mod op;
mod overview;
mod policies;
mod products;
mod references;
mod resources;
mod secrets;
mod settle;
mod shelf;
mod subscriptions;
mod sweep;
mod turns;

pub use chat::RelayAnswer;
pub use error::Error;
pub use gateways::{Caller, GatewaySettings, PersonTokens};
pub use identity::{Lease, Leases, NewConnection, NewSession, ProviderLogout, Refusal};
pub use op::{Clock, Op};

use gateways::Gateways;
use std::{sync::Arc, time::Duration};
use store::Store;
use tokio_util::task::TaskTracker;

/// What the process hands over at boot.
pub struct Settings {
    pub gateways: Vec<GatewaySettings>,
    pub store: Store,
    /// The one pooled client for Azure, the gateways and connection tests.
    pub http: reqwest::Client,
    pub clock: Clock,
    /// Names this process in the audit.
    pub boot_id: String,
    /// Changes run here, so that a browser that goes away does not cut one in half and shutdown
    /// waits for it.
    pub tasks: TaskTracker,
    /// How long after its answer was lost a change that left no trace in Azure counts as not made;
    /// ten times that for APIs and MCP servers, which Azure works on for minutes.
    pub settle_after: Duration,
}

/// All use cases. Cheap to clone.
#[derive(Clone)]
pub struct Control {
    inner: Arc<Inner>,
}

struct Inner {
    gateways: Gateways,
    store: Store,
    gateway_client: apim::GatewayClient,
    clock: Clock,
    boot_id: String,
    tasks: TaskTracker,
    settle_after: Duration,
    keys: chat::Keys,
    leases: Leases,
    /// One at a time: the job and the button must not both write the row that settles an entry.
    settling: tokio::sync::Mutex<()>,
}

impl Control {
    pub fn new(settings: Settings) -> Self {
        let gateway_client = apim::GatewayClient::new(settings.http.clone(), apim::GatewayLimits::default());
        let inner = Inner {
            gateways: Gateways::new(settings.gateways, &settings.http),
            store: settings.store,
            gateway_client,
            clock: settings.clock,
            boot_id: settings.boot_id,
            tasks: settings.tasks,
            settle_after: settings.settle_after,
            keys: chat::Keys::default(),
            leases: Leases::default(),
            settling: tokio::sync::Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// What open streams hold, so that they end with the session or token they came by.
    pub fn leases(&self) -> &Leases {
        &self.inner.leases
    }

    /// The use cases' own store, for readiness checks and sessions.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }
}
