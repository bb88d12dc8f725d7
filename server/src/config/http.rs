//! Where the console listens and under which names it may be called.

use super::{
    auth::{AuthConfig, AuthMode},
    error::ConfigError,
    is_loopback,
    source::Sources,
};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};
use url::Url;

#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Port 0 lets the system choose; the log names the real one.
    pub listen: SocketAddr,
    /// The origin that browsers use, when a proxy stands in front.
    pub public_url: Option<Url>,
    /// Further `Host` values to answer to: `console.example:8443`.
    pub allowed_hosts: Vec<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Encrypted by the console itself; `None`: by a proxy in front, or not at all.
    pub tls: Option<TlsConfig>,
}

/// Files in PEM.
#[derive(Debug, Clone)]
pub struct TlsConfig {
    /// The certificate, then those that lead from it to a known authority.
    pub cert_file: PathBuf,
    pub key_file: PathBuf,
}

impl HttpConfig {
    pub(super) fn read(sources: &Sources, auth: &AuthConfig) -> Result<Self, ConfigError> {
        let listen = match sources.parse::<SocketAddr>("listen", "an address with a port, such as 127.0.0.1:3000")? {
            None => SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            Some(setting) if matches!(auth.mode, AuthMode::Local) && !setting.value.ip().is_loopback() => {
                let message = format!(
                    "with auth.mode = \"local\" everyone who reaches the console is its administrator, so it listens on loopback only \
                     (127.0.0.1 or [::1]), not on {}",
                    setting.value
                );
                return Err(ConfigError::invalid(&setting.origin, message));
            }
            Some(setting) => setting.value,
        };
        let trusted_proxies = trusted_proxies(sources)?;
        Ok(Self {
            listen,
            public_url: public_url(sources, auth)?,
            allowed_hosts: sources.list("allowed_hosts")?,
            trusted_proxies,
            tls: tls(sources)?,
        })
    }

    /// Whether browsers reach the console encrypted.
    pub fn is_https(&self) -> bool {
        self.tls.is_some() || self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

fn tls(sources: &Sources) -> Result<Option<TlsConfig>, ConfigError> {
    match (sources.text("tls.cert_file")?, sources.text("tls.key_file")?) {
        (Some(cert), Some(key)) => Ok(Some(TlsConfig { cert_file: cert.value.into(), key_file: key.value.into() })),
        (Some(one), None) => Err(ConfigError::invalid(&one.origin, "needs `tls.key_file` as well, which is not set")),
        (None, Some(one)) => Err(ConfigError::invalid(&one.origin, "needs `tls.cert_file` as well, which is not set")),
        (None, None) => Ok(None),
    }
}

fn trusted_proxies(sources: &Sources) -> Result<Vec<IpAddr>, ConfigError> {
    let Some((texts, origin)) = sources.list_with_origin("trusted_proxies")? else { return Ok(vec![]) };
    let parse = |text: &String| {
        text.parse().map_err(|_| ConfigError::invalid(&origin, format!("`{text}` is not an IP address: expected one such as 10.0.0.7")))
    };
    texts.iter().map(parse).collect()
}

fn public_url(sources: &Sources, auth: &AuthConfig) -> Result<Option<Url>, ConfigError> {
    let Some(setting) = sources.parse::<Url>("public_url", "an origin such as https://console.example")? else {
        return match auth.oidc() {
            None => Ok(None),
            Some(_) => {
                Err(ConfigError::missing("public_url", "auth.mode = \"oidc\" needs it: the identity provider sends people back there"))
            }
        };
    };
    let url = setting.value;
    let is_origin = matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !is_origin || !url.username().is_empty() || url.password().is_some() {
        return Err(ConfigError::invalid(&setting.origin, "expected scheme, host and port only, such as https://console.example"));
    }
    if auth.oidc().is_some() && url.scheme() != "https" && !is_loopback(&url) {
        return Err(ConfigError::invalid(&setting.origin, format!("`{url}` is not encrypted: http is for loopback addresses only")));
    }
    Ok(Some(url))
}
