//! Why the process does not start.

use std::{net::SocketAddr, path::PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum BootError {
    #[error("listen: {address} can't be bound")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("data_dir: the databases in {dir} can't be opened", dir = dir.display())]
    Store { dir: PathBuf, source: store::Error },
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    #[error("public_url: {message}")]
    PublicUrl { message: String },
    #[error("gateway `{name}`")]
    Gateway { name: String, source: apim::AddressError },
    #[error("gateway `{name}`: arm_url is not a URL")]
    ArmUrl { name: String, source: url::ParseError },
    #[error("gateway `{name}`: credential = \"service\"")]
    Service { name: String, source: crate::azure::SetupError },
    /// The configuration reader refuses this, with the key that is missing.
    #[error("gateway `{name}`: credential = \"user\" without `azure`, `public_url` or sign-in")]
    People { name: String },
    #[error("azure.authority: its addresses can't be put together")]
    Authority(#[source] url::ParseError),
    #[error("the HTTP client")]
    HttpClient(#[from] apim::HttpClientError),
    #[error("the HTTP client for the identity provider")]
    OidcClient(#[source] reqwest::Error),
    #[error(transparent)]
    Seal(#[from] crate::auth::seal::SealError),
    #[error("the audit could not be recovered")]
    Recover(#[from] control::Error),
    #[cfg(feature = "emulator")]
    #[error("the embedded emulator (emulator_arm_listen, emulator_gateway_listen, no_emulator)")]
    Emulator(#[from] emulator::StartError),
}
