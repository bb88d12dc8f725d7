//! Starting and stopping the two listeners. Knows how they are wired, not what they answer.

use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::call_counts::CallCounts;
use crate::change_log::{Change, ChangeLog};
use crate::gateway::{Balancer, Breakers, TokenCounters};
use crate::in_flight::InFlight;
use crate::listener::{Connection, CuttableListener};
use crate::operations::Operations;
use crate::seed::{self, Seed};
use crate::shared::Shared;
use crate::state::{Resources, StateError};
use crate::switches::Switches;
use crate::{arm, gateway};

/// How long `stop` lets answers finish before it cuts their connections.
const GRACE: Duration = Duration::from_secs(2);

/// What to listen on and what to start with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Loopback address of the ARM listener; port 0 takes a free one.
    pub arm_listen: SocketAddr,
    /// Loopback address of the gateway listener; port 0 takes a free one.
    pub gateway_listen: SocketAddr,
    /// What the service contains when no state file exists yet.
    pub seed: Seed,
    /// A JSON file that keeps the resources between runs; none keeps them in memory.
    pub state: Option<PathBuf>,
    /// The wait between two streamed tokens of the demo model.
    pub pace: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            arm_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4280)),
            gateway_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4290)),
            seed: Seed::Demo,
            state: None,
            pace: Duration::from_millis(15),
        }
    }
}

/// Why the emulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The emulator accepts any bearer token, so nothing outside this machine may reach it.
    #[error("the emulator listens on loopback addresses only, and {address} is not one")]
    NotLoopback {
        /// The refused address.
        address: SocketAddr,
    },
    /// The address is taken, or may not be used.
    #[error("the emulator cannot listen on {address}")]
    Bind {
        /// The configured address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The state file cannot be read or written.
    #[error(transparent)]
    State(#[from] StateError),
}

/// A running emulator. Dropping it ends it at once; `stop` ends it gracefully.
pub struct Emulator {
    shared: Arc<Shared>,
    arm_url: String,
    tracker: TaskTracker,
    cut_all: CancellationToken,
}

impl Emulator {
    /// Binds both listeners and serves them until `stop`.
    ///
    /// # Errors
    /// A non-loopback address, an address that cannot be bound, or a state file that cannot be used.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let arm = bind(config.arm_listen).await?;
        let gateway = bind(config.gateway_listen).await?;
        let (arm_address, gateway_address) = (local(&arm, config.arm_listen)?, local(&gateway, config.gateway_listen)?);
        let gateway_url = format!("http://{gateway_address}");
        let seed = config.seed;
        let resources = Resources::open(config.state, || seed::resources(seed, &gateway_url))?;
        let shared = Arc::new(Shared {
            resources,
            switches: Switches::default(),
            changes: ChangeLog::default(),
            counts: CallCounts::default(),
            operations: Operations::default(),
            in_flight: InFlight::default(),
            breakers: Breakers::default(),
            balancer: Balancer::default(),
            tokens: TokenCounters::default(),
            gateway_url,
            gateway_port: gateway_address.port(),
            pace: config.pace,
            stop: CancellationToken::new(),
            client: OnceLock::new(),
        });
        let emulator =
            Self { shared, arm_url: format!("http://{arm_address}"), tracker: TaskTracker::new(), cut_all: CancellationToken::new() };
        emulator.serve(arm, Router::new().fallback(arm::serve).with_state(emulator.shared.clone()));
        emulator.serve(gateway, Router::new().fallback(gateway::serve).with_state(emulator.shared.clone()));
        emulator.tracker.close();
        Ok(emulator)
    }

    fn serve(&self, tcp: TcpListener, router: Router) {
        let stop = self.shared.stop.clone();
        let listener = CuttableListener { tcp, cut_all: self.cut_all.clone() };
        let server = axum::serve(listener, router.into_make_service_with_connect_info::<Connection>())
            .with_graceful_shutdown(async move { stop.cancelled().await })
            .into_future();
        self.tracker.spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "an emulator listener ended");
            }
        });
    }

    /// The base address of the ARM listener, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn arm_url(&self) -> String {
        self.arm_url.clone()
    }

    /// The base address of the gateway listener, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        self.shared.gateway_url.clone()
    }

    /// The switches that `/emulator/switches` shows, for tests in the same process.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.switches.clone()
    }

    /// The ARM writes seen so far, oldest first; the same as `/emulator/log`.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.shared.changes.list()
    }

    /// Stops both listeners: streams and held requests end, other answers get two seconds.
    pub async fn stop(self) {
        self.shared.stop.cancel();
        if tokio::time::timeout(GRACE, self.tracker.wait()).await.is_err() {
            self.cut_all.cancel();
            if tokio::time::timeout(GRACE, self.tracker.wait()).await.is_err() {
                tracing::warn!("an emulator listener did not end in time");
            }
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.shared.stop.cancel();
        self.cut_all.cancel();
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    if !address.ip().is_loopback() {
        return Err(StartError::NotLoopback { address });
    }
    TcpListener::bind(address).await.map_err(|source| StartError::Bind { address, source })
}

fn local(listener: &TcpListener, address: SocketAddr) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|source| StartError::Bind { address, source })
}
