//! What happens without anyone asking: unknown outcomes are settled, dead sessions removed.
//!
//! Jobs end when the process stops; the tracker waits for them.

mod settle;
mod sweep;

use control::{Clock, Control};
use std::time::Duration;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Starts all of them.
pub fn start(control: &Control, clock: &Clock, tasks: &TaskTracker, stopping: &CancellationToken) {
    tasks.spawn(settle::run(control.clone(), stopping.clone()));
    tasks.spawn(sweep::run(control.clone(), clock.clone(), stopping.clone()));
}

/// False when the process stops meanwhile.
async fn pause(duration: Duration, stopping: &CancellationToken) -> bool {
    tokio::select! {
        () = tokio::time::sleep(duration) => true,
        () = stopping.cancelled() => false,
    }
}
