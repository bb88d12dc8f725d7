//! Asks Azure what became of changes whose answer was lost.

use super::pause;
use control::Control;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const INTERVAL: Duration = Duration::from_secs(15);

/// Once at start, then in every interval: a change can lose its answer at any time, and a round
/// that finds none costs one query.
pub(super) async fn run(control: Control, stopping: CancellationToken) {
    loop {
        tokio::select! {
            round = control.settle_all() => match round {
                Ok(0) => {}
                Ok(settled) => tracing::info!(settled, "unknown outcomes settled"),
                Err(error) => tracing::warn!(%error, "unknown outcomes could not be settled"),
            },
            () = stopping.cancelled() => return,
        }
        if !pause(INTERVAL, &stopping).await {
            return;
        }
    }
}
