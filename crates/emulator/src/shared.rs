//! What every handler of both listeners shares. Holds the parts, decides nothing.

use std::sync::OnceLock;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::call_counts::CallCounts;
use crate::change_log::ChangeLog;
use crate::gateway::{Balancer, Breakers, TokenCounters};
use crate::in_flight::InFlight;
use crate::operations::Operations;
use crate::state::Resources;
use crate::switches::Switches;

/// The parts of a running emulator.
pub(crate) struct Shared {
    pub(crate) resources: Resources,
    pub(crate) switches: Switches,
    pub(crate) changes: ChangeLog,
    pub(crate) counts: CallCounts,
    pub(crate) operations: Operations,
    /// Children of APIs that are being written.
    pub(crate) in_flight: InFlight,
    pub(crate) breakers: Breakers,
    pub(crate) balancer: Balancer,
    /// What token limits have counted.
    pub(crate) tokens: TokenCounters,
    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub(crate) gateway_url: String,
    pub(crate) gateway_port: u16,
    /// The wait between two streamed tokens of the demo model.
    pub(crate) pace: Duration,
    /// Cancelled when the emulator stops: streams and held requests end.
    pub(crate) stop: CancellationToken,
    /// Built at the first pass-through, because most demos never leave the process.
    pub(crate) client: OnceLock<reqwest::Client>,
}
