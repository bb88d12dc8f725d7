//! What the operator decides: one struct per concern, read from flags, variables and a TOML file.
//!
//! A flag beats a variable beats the file. Every refusal names the flag, the variable, or the key
//! with its line. Nothing here opens sockets or databases, and no value is read anywhere else.

mod auth;
mod azure_app;
mod emulator;
mod error;
mod file;
mod gateway;
mod http;
mod limits;
mod lines;
mod log;
mod session;
mod source;

pub use auth::{AuthConfig, AuthMode, OidcConfig};
pub use azure_app::AzureAppConfig;
pub use emulator::{EMULATOR_GATEWAY, EmulatorConfig};
pub use error::ConfigError;
pub use gateway::{Credential, GatewayConfig};
pub use http::{HttpConfig, TlsConfig};
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
    "trusted_proxies",
    "tls.cert_file",
    "tls.key_file",
    "secret_key_file",
    "auth.mode",
    "auth.contact",
    "oidc.issuer",
    "oidc.client_id",
    "oidc.client_secret",
    "oidc.scopes",
    "oidc.role_claim",
    "oidc.admins",
    "oidc.operators",
    "oidc.viewers",
    "azure.tenant",
    "azure.client_id",
    "azure.client_secret",
    "azure.authority",
    "session.idle_minutes",
    "session.max_hours",
    "session.recheck_minutes",
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
    /// Keys that seal what must be kept and must not be read from a copy of the database.
    pub secret_key_file: Option<PathBuf>,
    pub session: SessionConfig,
    pub limits: LimitsConfig,
    pub log: LogConfig,
    pub emulator: EmulatorConfig,
    pub gateways: Vec<GatewayConfig>,
    /// Who the service is for Azure: read when a gateway is called as the service.
    pub azure: Option<Environment>,
    /// As which application people connect to Azure: read when a gateway has `credential = "user"`.
    pub azure_app: Option<AzureAppConfig>,
}

impl Config {
    /// Reads all sources and checks what can be checked without side effects.
    ///
    /// `variable` looks an environment variable up by its full name; tests pass their own.
    pub fn load(flags: &Flags, variable: impl Fn(&str) -> Option<String> + 'static) -> Result<Self, ConfigError> {
        let sources = Sources::open(flags.clone(), variable, KEYS)?;
        let mut auth = AuthConfig::read(&sources)?;
        let gateways = gateway::read_all(&sources)?;
        if let AuthMode::Oidc(oidc) = &mut auth.mode {
            let with_lists = gateways.iter().filter(|gateway| !gateway.lists.is_empty());
            oidc.mapping.gateways = with_lists.map(|gateway| (gateway.name.clone(), gateway.lists.clone())).collect();
        }
        let emulator = EmulatorConfig::read(&sources, &gateways)?;
        let needs_azure = gateways.iter().any(|gateway| gateway.credential == Credential::Service || gateway.has_background_service);
        let azure_app = AzureAppConfig::read(&sources, &auth, &gateways)?;
        Ok(Self {
            http: HttpConfig::read(&sources, &auth)?,
            data_dir: PathBuf::from(sources.text("data_dir")?.map_or_else(|| "./data".to_owned(), |setting| setting.value)),
            site_root: sources.text("site_root")?.map(|setting| PathBuf::from(setting.value)),
            secret_key_file: secret_key_file(&sources, &auth)?,
            auth,
            session: SessionConfig::read(&sources)?,
            limits: LimitsConfig::read(&sources)?,
            log: LogConfig::read(&sources)?,
            emulator,
            gateways,
            azure: needs_azure.then(|| Environment::read(&sources)).transpose()?,
            azure_app,
        })
    }

    /// The same with the process's own environment.
    pub fn from_environment(flags: &Flags) -> Result<Self, ConfigError> {
        Self::load(flags, |name| std::env::var(name).ok())
    }
}

/// Local mode makes one beside the databases; a team's console is told which.
fn secret_key_file(sources: &Sources, auth: &AuthConfig) -> Result<Option<PathBuf>, ConfigError> {
    let found = sources.text("secret_key_file")?.map(|setting| PathBuf::from(setting.value));
    if found.is_none() && auth.oidc().is_some() {
        let message = "auth.mode = \"oidc\" needs it: a file with 32 random bytes in base64, which `openssl rand -base64 32` prints";
        return Err(ConfigError::missing("secret_key_file", message));
    }
    Ok(found)
}

/// Whether an address leads to this machine and nowhere else.
fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
