//! Why a configuration is refused, in words that lead to the place to change.

use super::source::Origin;
use std::path::PathBuf;

/// A configuration that the console does not start with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path}: the configuration file can't be read: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} line {line}: {message}", path = path.display())]
    Syntax { path: PathBuf, line: usize, message: String },
    #[error("{path} line {line}: unknown key `{key}`", path = path.display())]
    UnknownKey { path: PathBuf, line: usize, key: String },
    #[error("`{key}` is not set: {message}")]
    Missing { key: &'static str, message: String },
    #[error("{origin}: {message}")]
    Invalid { origin: Origin, message: String },
}

impl ConfigError {
    pub(super) fn missing(key: &'static str, message: impl Into<String>) -> Self {
        Self::Missing { key, message: message.into() }
    }

    pub(crate) fn invalid(origin: &Origin, message: impl Into<String>) -> Self {
        Self::Invalid { origin: origin.clone(), message: message.into() }
    }
}
