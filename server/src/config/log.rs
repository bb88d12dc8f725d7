//! The shape of log lines; what is logged is `CONSOLE_LOG`'s matter.

use super::{error::ConfigError, source::Sources};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone)]
pub struct LogConfig {
    pub format: LogFormat,
}

impl LogConfig {
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let Some(setting) = sources.text("log.format")? else {
            return Ok(Self { format: LogFormat::Text });
        };
        match setting.value.as_str() {
            "text" => Ok(Self { format: LogFormat::Text }),
            "json" => Ok(Self { format: LogFormat::Json }),
            other => Err(ConfigError::invalid(&setting.origin, format!("`{other}` is not valid: expected `text` or `json`"))),
        }
    }
}
