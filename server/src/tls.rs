//! Encryption without a proxy in front: `tls.cert_file` and `tls.key_file`.
//!
//! The files are read again when the certificate's changes, so a renewed certificate needs no restart; one
//! that can't be used is told to the log, and the one before stays.

use crate::config::TlsConfig;
use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};
use tls_listener::TlsListener;
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::{CryptoProvider, aws_lc_rs},
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("tls.cert_file: {path} can't be read: {source}")]
    Certificate { path: String, source: rustls::pki_types::pem::Error },
    #[error("tls.cert_file: {path} holds no certificate in PEM")]
    NoCertificate { path: String },
    #[error("tls.key_file: {path} can't be read: {source}")]
    Key { path: String, source: rustls::pki_types::pem::Error },
    #[error("tls.key_file: {path} does not belong to the certificate, or is of an unknown kind: {source}")]
    Pair { path: String, source: rustls::Error },
    #[error("tls.cert_file, tls.key_file: {0}")]
    Setup(#[from] rustls::Error),
}

/// What turns connections into encrypted ones.
pub struct Encryption(TlsAcceptor);

impl Encryption {
    /// # Errors
    /// Files that can't be read, or don't belong together.
    pub fn open(config: &TlsConfig) -> Result<Self, TlsError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let held = read(config, &provider)?;
        let certificate = Certificate {
            config: config.clone(),
            held: RwLock::new((changed_at(&config.cert_file), Arc::new(held))),
            provider: provider.clone(),
        };
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut server = builder.with_no_client_auth().with_cert_resolver(Arc::new(certificate));
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(TlsAcceptor::from(Arc::new(server))))
    }

    /// Handshakes run beside each other, ten seconds at most each.
    pub fn around(self, listener: TcpListener) -> TlsListener<TcpListener, TlsAcceptor> {
        tls_listener::builder(self.0).listen(listener)
    }
}

/// The certificate in use.
struct Certificate {
    config: TlsConfig,
    provider: Arc<CryptoProvider>,
    held: RwLock<(Option<SystemTime>, Arc<CertifiedKey>)>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("config", &self.config).finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let changed_at = changed_at(&self.config.cert_file);
        {
            let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
            if held.0 == changed_at {
                return Some(held.1.clone());
            }
        }
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        match read(&self.config, &self.provider) {
            Ok(fresh) => {
                *held = (changed_at, Arc::new(fresh));
                tracing::info!(cert_file = %self.config.cert_file.display(), "the certificate was read again");
            }
            // The key may be on its way still: the next connection looks again.
            Err(error) => tracing::error!(%error, "the changed certificate is not used"),
        }
        Some(held.1.clone())
    }
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

fn read(config: &TlsConfig, provider: &CryptoProvider) -> Result<CertifiedKey, TlsError> {
    let (cert_path, key_path) = (config.cert_file.display().to_string(), config.key_file.display().to_string());
    let unreadable = |source| TlsError::Certificate { path: cert_path.clone(), source };
    let chain = CertificateDer::pem_file_iter(&config.cert_file).map_err(unreadable)?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate { path: cert_path });
    }
    let key = PrivateKeyDer::from_pem_file(&config.key_file).map_err(|source| TlsError::Key { path: key_path.clone(), source })?;
    CertifiedKey::from_der(chain, key, provider).map_err(|source| TlsError::Pair { path: key_path, source })
}
