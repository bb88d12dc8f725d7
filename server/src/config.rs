//! What the operator decides: one struct per concern, read from flags, variables and a TOML file.
//!
//! A flag beats a variable beats the file. Every refusal names the flag, the variable, or the key
//! with its line. Nothing here opens sockets or databases, and no value is read anywhere else.

mod auth;
mod emulator;
mod error;
mod file;
mod gateway;
mod http;
mod limits;
mod log;
mod session;
mod source;

pub use auth::{AuthConfig, AuthMode};
pub use emulator::{EMULATOR_GATEWAY, EmulatorConfig};
pub use error::ConfigError;
pub use gateway::{Credential, GatewayConfig};
pub use http::HttpConfig;
pub use limits::LimitsConfig;
pub use log::{LogConfig, LogFormat};
pub use session::SessionConfig;
pub use source::{Flags, Origin, Sources};

use crate::azure::Environment;
use std::path::PathBuf;

/// The keys that a configuration file may hold outside `[[gateway]]`.
const KEYS: &[&str] = &[
    "listen",
    "data_dir",
    "site_root",
    "no_emulator",
    "emulator_arm_listen",
    "emulator_gateway_listen",
    "public_url",
    "allowed_hosts",
    "auth.mode",
    "session.idle_minutes",
    "session.max_hours",
    "limits.body_bytes",
    "limits.settle_after_seconds",
    "log.format",
];

/// Everything that `serve` needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    pub http: HttpConfig,
    /// Where the databases live; created when absent.
    pub data_dir: PathBuf,
    /// The browser's files as built; `None`: looked for beside the working directory and the binary.
    pub site_root: Option<PathBuf>,
    pub auth: AuthConfig,
    pub session: SessionConfig,
    pub limits: LimitsConfig,
    pub log: LogConfig,
    pub emulator: EmulatorConfig,
    pub gateways: Vec<GatewayConfig>,
    /// Who the service is for Azure: read when a gateway has `credential = "service"`.
    pub azure: Option<Environment>,
}

impl Config {
    /// Reads all sources and checks what can be checked without side effects.
    ///
    /// `variable` looks an environment variable up by its full name; tests pass their own.
    pub fn load(flags: &Flags, variable: impl Fn(&str) -> Option<String> + 'static) -> Result<Self, ConfigError> {
        let sources = Sources::open(flags.clone(), variable, KEYS)?;
        let auth = AuthConfig::read(&sources)?;
        let gateways = gateway::read_all(&sources)?;
        let emulator = EmulatorConfig::read(&sources, &gateways)?;
        let needs_azure = gateways.iter().any(|gateway| gateway.credential == Credential::Service);
        Ok(Self {
            http: HttpConfig::read(&sources, &auth)?,
            data_dir: PathBuf::from(sources.text("data_dir")?.map_or_else(|| "./data".to_owned(), |setting| setting.value)),
            site_root: sources.text("site_root")?.map(|setting| PathBuf::from(setting.value)),
            auth,
            session: SessionConfig::read(&sources)?,
            limits: LimitsConfig::read(&sources)?,
            log: LogConfig::read(&sources)?,
            emulator,
            gateways,
            azure: needs_azure.then(|| Environment::read(&sources)).transpose()?,
        })
    }

    /// The same with the process's own environment.
    pub fn from_environment(flags: &Flags) -> Result<Self, ConfigError> {
        Self::load(flags, |name| std::env::var(name).ok())
    }
}

#[cfg(test)]
mod tests;
