//! The statement that a certificate's owner signs instead of sending a secret (RFC 7523, and Entra
//! ID's "certificate credentials").
//!
//! The file is read anew for each statement, so that a renewed certificate needs no restart.

use super::certificate::{Certificate, CertificateError};
use azure_core::{error::ErrorKind, http::ClientMethodOptions};
use azure_identity::ClientAssertion;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use control::Clock;
use domain::Timestamp;
use serde_json::json;
use std::path::PathBuf;
use uuid::Uuid;

/// How long a statement is valid, in seconds: long enough for clocks that differ.
const LIFETIME_S: i64 = 600;

#[derive(Debug)]
pub(crate) struct CertificateAssertion {
    pub(crate) path: PathBuf,
    pub(crate) client_id: String,
    /// The token endpoint: nobody else can use the statement.
    pub(crate) audience: String,
    pub(crate) is_chain_sent: bool,
    pub(crate) clock: Clock,
}

#[async_trait::async_trait]
impl ClientAssertion for CertificateAssertion {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let path = self.path.clone();
        let read = tokio::task::spawn_blocking(move || Certificate::read(path)).await;
        let certificate = read.map_err(|error| azure_core::Error::new(ErrorKind::Other, error))?;
        let signed = certificate.and_then(|certificate| self.signed(&certificate, self.clock.now()));
        signed.map_err(|error| azure_core::Error::with_message(ErrorKind::Credential, error.to_string()))
    }
}

impl CertificateAssertion {
    fn signed(&self, certificate: &Certificate, now: Timestamp) -> Result<String, CertificateError> {
        let mut header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": certificate.thumbprint() });
        if self.is_chain_sent {
            header["x5c"] = json!(certificate.chain());
        }
        let statement = format!("{}.{}", encoded(&header), encoded(&self.claims(now)));
        let signature = certificate.sign(statement.as_bytes())?;
        Ok(format!("{statement}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn claims(&self, now: Timestamp) -> serde_json::Value {
        let now_s = now.0 / 1000;
        json!({
            "aud": self.audience,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": Uuid::now_v7(),
            "iat": now_s,
            "nbf": now_s,
            "exp": now_s + LIFETIME_S,
        })
    }
}

fn encoded(part: &serde_json::Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

#[cfg(test)]
mod tests;
