//! How long a browser stays known.

use super::{error::ConfigError, source::Sources};
use std::time::Duration;

#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// Without a request for this long, the session ends.
    pub idle: Duration,
    /// A session ends after this, however busy.
    pub max: Duration,
}

impl SessionConfig {
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        Ok(Self {
            idle: Duration::from_secs(60 * sources.number("session.idle_minutes", 1..=43_200, 480)?),
            max: Duration::from_secs(3600 * sources.number("session.max_hours", 1..=8_760, 24)?),
        })
    }
}
