//! Removes sessions that have expired; loading never returns one, so this only frees space.

use super::pause;
use control::Clock;
use std::time::Duration;
use store::Console;
use tokio_util::sync::CancellationToken;

const INTERVAL: Duration = Duration::from_secs(600);

pub(super) async fn run(console: Console, clock: Clock, stopping: CancellationToken) {
    while pause(INTERVAL, &stopping).await {
        if let Err(error) = console.sweep_tokens(clock.now()).await {
            tracing::warn!(%error, "expired tokens could not be removed");
        }
        match console.sweep_sessions(clock.now()).await {
            Ok(0) => {}
            Ok(removed) => tracing::debug!(removed, "expired sessions removed"),
            Err(error) => tracing::warn!(%error, "expired sessions could not be removed"),
        }
    }
}
