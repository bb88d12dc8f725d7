//! A client certificate with its key, as Azure's tools write them: one PEM file.
//!
//! Knows what the two are and that they belong together; what is signed is `assertion`'s business.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{KeyPair as _, RSA_PSS_SHA256},
};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject};
use std::path::{Path, PathBuf};

/// Why a file is not a client certificate. No variant holds any of its content.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateError {
    #[error("{path} can't be read: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is not PEM", path = path.display())]
    NotPem { path: PathBuf },
    #[error("{path} has no private key: it holds certificate and key, one after the other", path = path.display())]
    NoKey { path: PathBuf },
    #[error("{path}: its private key is encrypted, which is not supported: decrypt it", path = path.display())]
    EncryptedKey { path: PathBuf },
    #[error("{path}: its private key is no RSA key of 2048 bits or more, which is what Azure takes", path = path.display())]
    NotRsa { path: PathBuf },
    #[error("{path} has no certificate: it holds certificate and key, one after the other", path = path.display())]
    NoCertificate { path: PathBuf },
    #[error("{path}: none of its certificates belongs to its private key", path = path.display())]
    Mismatch { path: PathBuf },
    #[error("the client certificate could not sign")]
    Signature,
}

/// A key, and the certificates that vouch for it: the key's own first.
pub(crate) struct Certificate {
    key: KeyPair,
    chain: Vec<CertificateDer<'static>>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("thumbprint", &self.thumbprint()).finish_non_exhaustive()
    }
}

impl Certificate {
    pub(crate) fn read(path: impl AsRef<Path>) -> Result<Self, CertificateError> {
        let path = path.as_ref();
        let text = std::fs::read(path).map_err(|source| CertificateError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// `path` is for messages only.
    fn parse(path: &Path, text: &[u8]) -> Result<Self, CertificateError> {
        let path = path.to_owned();
        let Ok(key) = private_key(text) else {
            return Err(if is_encrypted(text) { CertificateError::EncryptedKey { path } } else { CertificateError::NoKey { path } });
        };
        let Some(key) = rsa(&key) else { return Err(CertificateError::NotRsa { path }) };
        let Ok(mut chain) = CertificateDer::pem_slice_iter(text).collect::<Result<Vec<_>, _>>() else {
            return Err(CertificateError::NotPem { path });
        };
        if chain.is_empty() {
            return Err(CertificateError::NoCertificate { path });
        }
        let Some(own) = chain.iter().position(|certificate| vouches_for(certificate, &key)) else {
            return Err(CertificateError::Mismatch { path });
        };
        chain.swap(0, own);
        Ok(Self { key, chain })
    }

    /// `x5t#S256` of RFC 7515: which certificate the signature belongs to.
    pub(crate) fn thumbprint(&self) -> String {
        let own = self.chain.first().map(AsRef::as_ref).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, own))
    }

    /// `x5c` of RFC 7515: the whole chain.
    pub(crate) fn chain(&self) -> Vec<String> {
        self.chain.iter().map(|certificate| STANDARD.encode(certificate)).collect()
    }

    /// RSASSA-PSS with SHA-256: `PS256`.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CertificateError> {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature).map_err(|_| CertificateError::Signature)?;
        Ok(signature)
    }
}

fn private_key(text: &[u8]) -> Result<PrivateKeyDer<'static>, pem::Error> {
    PrivateKeyDer::from_pem_slice(text)
}

fn rsa(key: &PrivateKeyDer<'_>) -> Option<KeyPair> {
    match key {
        PrivateKeyDer::Pkcs8(key) => KeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
        PrivateKeyDer::Pkcs1(key) => KeyPair::from_der(key.secret_pkcs1_der()).ok(),
        _ => None,
    }
}

fn is_encrypted(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")
}

/// A certificate holds its public key as the key itself would write it (RFC 8017, `RSAPublicKey`),
/// so that looking for those bytes needs no reader of certificates.
fn vouches_for(certificate: &CertificateDer<'_>, key: &KeyPair) -> bool {
    let public = key.public_key().as_ref();
    certificate.windows(public.len()).any(|part| part == public)
}
