//! Removes sessions that have expired; loading never returns one, so that only frees space. With
//! someone's last session and personal token their connections to Azure end.

use super::pause;
use control::{Clock, Control};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const INTERVAL: Duration = Duration::from_secs(600);

pub(super) async fn run(control: Control, clock: Clock, stopping: CancellationToken) {
    let console = control.store().console.clone();
    while pause(INTERVAL, &stopping).await {
        if let Err(error) = console.sweep_tokens(clock.now()).await {
            tracing::warn!(%error, "expired tokens could not be removed");
        }
        match console.sweep_sessions(clock.now()).await {
            Ok(0) => {}
            Ok(removed) => tracing::debug!(removed, "expired sessions removed"),
            Err(error) => tracing::warn!(%error, "expired sessions could not be removed"),
        }
        control.end_idle_connections(clock.now()).await;
    }
}
