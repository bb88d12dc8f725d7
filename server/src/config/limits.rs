//! Sizes and times that bound what one request may cost.

use super::{error::ConfigError, source::Sources};
use std::time::Duration;

#[derive(Debug, Clone)]
pub struct LimitsConfig {
    /// The largest request body, in bytes.
    pub body_bytes: usize,
    /// How long after its answer was lost a change that left no trace counts as not made.
    pub settle_after: Duration,
}

/// Conversations are longer than forms.
const RELAY_BODY_BYTES: usize = 4 * 1024 * 1024;

impl LimitsConfig {
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let body_bytes = sources.number("limits.body_bytes", 1024..=67_108_864, 1024 * 1024)?;
        Ok(Self {
            body_bytes: usize::try_from(body_bytes).unwrap_or(usize::MAX),
            settle_after: Duration::from_secs(sources.number("limits.settle_after_seconds", 0..=86_400, 90)?),
        })
    }

    /// The largest body that the playground's relay takes, in bytes.
    pub fn relay_body_bytes(&self) -> usize {
        self.body_bytes.max(RELAY_BODY_BYTES)
    }
}
