//! Puts the process together, in the order that makes a half-started one impossible to notice: the
//! address first (so that a second process fails early), then data, gateways, recovery, handlers.

mod error;
mod gateways;
mod sign_in;

pub use error::BootError;

use crate::{
    AppState, Config,
    auth::{Auth, azure::ConnectAuth},
    jobs,
    layers::{AllowedHosts, Rates},
    router::{self, Surface},
    sessions::Sessions,
    site, tls,
};
use app::api::ssr::SettingLines;
use axum::serve::ListenerExt;
use control::{Clock, Control, Settings};
use gateways::{Embedded, Gateways};
use std::{future::IntoFuture, net::SocketAddr, sync::Arc, time::Duration};
use store::Store;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

/// How long requests that are under way may take when the process stops.
const DRAIN: Duration = Duration::from_secs(10);

/// A console that serves. Stop it with [`Running::stop`]; a drop leaves that to the process's end.
pub struct Running {
    /// `http://127.0.0.1:3000`, with the real port.
    pub url: String,
    /// The embedded emulator's addresses, when it runs.
    pub emulator_arm_url: Option<String>,
    pub emulator_gateway_url: Option<String>,
    control: Control,
    stopping: CancellationToken,
    tasks: TaskTracker,
    store: Store,
    embedded: Embedded,
}

impl Running {
    /// Returns once requests are answered.
    ///
    /// # Errors
    /// Whatever keeps it from serving, with the setting or the place to look at.
    pub async fn start(config: Config) -> Result<Self, BootError> {
        let (listener, address) = bind(config.http.listen).await?;
        let encryption = config.http.tls.as_ref().map(tls::Encryption::open).transpose()?;
        let store = open(&config).await?; // makes the data directory, where the emulator keeps its state
        let (tasks, stopping, clock) = (TaskTracker::new(), CancellationToken::new(), Clock::system());
        let seal = sign_in::seal(&config)?;
        let people = sign_in::people(&config, &store.console, &seal, &clock, &tasks)?;
        let Gateways { settings, embedded } = gateways::connect(&config, &clock, people.as_ref()).await?;
        let control = Control::new(Settings {
            gateways: settings,
            store: store.clone(),
            http: apim::http_client()?,
            clock: clock.clone(),
            boot_id: Uuid::now_v7().to_string(),
            tasks: tasks.clone(),
            settle_after: config.limits.settle_after,
        });
        recover(&control).await?;
        let leptos_options = site::leptos_options(&site::find_root(config.site_root.clone()), address);
        let auth = sign_in::prepare(&config, &control, &clock, seal, &leptos_options)?;
        let connect = people.map(|people| ConnectAuth::new(people, control.clone(), clock.clone()));
        let surface = Surface { connect, ..surface(&config, &store, &clock, address, auth)? };
        let settings = SettingLines(Arc::new(config.lines()));
        let state = AppState { control: control.clone(), leptos_options, settings, stopping: stopping.clone() };
        let url = format!("{}://{address}", if encryption.is_some() { "https" } else { "http" });
        serve(listener, encryption, router::build(state, surface), &tasks, &stopping);
        jobs::start(&control, &clock, &tasks, &stopping);
        tracing::info!("listening on {url}");
        let (emulator_arm_url, emulator_gateway_url) = (embedded.arm_url(), embedded.gateway_url());
        Ok(Self { url, emulator_arm_url, emulator_gateway_url, control, stopping, tasks, store, embedded })
    }

    /// The use cases behind the pages.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Takes no more connections, ends streams, waits for what is under way (ten seconds at most),
    /// then closes the emulator and the databases.
    pub async fn stop(self) {
        self.stopping.cancel();
        self.tasks.close();
        if tokio::time::timeout(DRAIN, self.tasks.wait()).await.is_err() {
            tracing::warn!(unfinished = self.tasks.len(), "stopped before everything under way was finished");
        }
        self.embedded.stop().await;
        self.store.close().await;
    }
}

async fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), BootError> {
    let failed = |source| BootError::Listen { address: listen, source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

async fn open(config: &Config) -> Result<Store, BootError> {
    Store::open(&config.data_dir).await.map_err(|source| BootError::Store { dir: config.data_dir.clone(), source })
}

async fn recover(control: &Control) -> Result<(), BootError> {
    let found = control.recover().await?;
    if found > 0 {
        tracing::warn!(found, "an earlier process ended during these operations: their outcome is unknown until it is settled");
    }
    Ok(())
}

fn surface(config: &Config, store: &Store, clock: &Clock, address: SocketAddr, auth: Auth) -> Result<Surface, BootError> {
    Ok(Surface {
        hosts: AllowedHosts::new(&config.http, address),
        sessions: Sessions { console: store.console.clone(), clock: clock.clone() },
        auth,
        connect: None,
        rates: Rates::new(&config.http),
        is_https: config.http.is_https(),
        idle: config.session.idle,
        csrf: router::csrf(&config.http).map_err(|error| BootError::PublicUrl { message: error.to_string() })?,
        body_limit: config.limits.body_bytes,
        relay_body_limit: config.limits.relay_body_bytes(),
    })
}

fn serve(
    listener: TcpListener,
    encryption: Option<tls::Encryption>,
    router: axum::Router,
    tasks: &TaskTracker,
    stopping: &CancellationToken,
) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopped = stopping.clone().cancelled_owned();
    match encryption {
        None => tasks.spawn(ended(axum::serve(listener, service).with_graceful_shutdown(stopped).into_future())),
        // Tapped, so that axum tells who is at the other end.
        Some(encryption) => {
            let listener = encryption.around(listener).tap_io(|_| ());
            tasks.spawn(ended(axum::serve(listener, service).with_graceful_shutdown(stopped).into_future()))
        }
    };
}

async fn ended(server: impl Future<Output = std::io::Result<()>>) {
    if let Err(error) = server.await {
        tracing::error!(%error, "the listener ended");
    }
}
