//! The variables that Azure's own SDKs read, checked before anything starts.
//!
//! Every refusal names the variable. Values come from a lookup, so that tests bring their own; only
//! the endpoint of a managed identity is read by azure_identity itself, from the process.

use super::certificate::Certificate;
use crate::config::{ConfigError, Origin, Sources};
use secrecy::SecretString;
use std::path::PathBuf;
use url::Url;

/// Who the environment says that the service is.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `AZURE_AUTHORITY_HOST`; without it the one that belongs to the Resource Manager.
    pub authority: Option<Url>,
    /// `AZURE_TENANT_ID`.
    pub tenant: Option<String>,
    /// `AZURE_CLIENT_ID`: the application, or the user-assigned managed identity.
    pub client_id: Option<String>,
    /// An application with a secret or a certificate of its own.
    pub application: Option<Application>,
    /// `AZURE_FEDERATED_TOKEN_FILE`.
    pub token_file: Option<PathBuf>,
    /// `IDENTITY_ENDPOINT`, with `IDENTITY_HEADER`: App Service, Container Apps and the like.
    pub identity_endpoint: Option<Url>,
}

/// How an application proves that it is itself.
#[derive(Debug, Clone)]
pub enum Application {
    /// `AZURE_CLIENT_SECRET`.
    Secret(SecretString),
    /// `AZURE_CLIENT_CERTIFICATE_PATH`.
    Certificate {
        path: PathBuf,
        /// `AZURE_CLIENT_CERTIFICATE_SEND_CHAIN`: for registrations that trust a subject and issuer.
        is_chain_sent: bool,
    },
}

impl Environment {
    /// Reads and checks; files are opened, nobody is contacted.
    pub(crate) fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let variables = Variables(sources);
        let environment = Self {
            authority: variables.url("AZURE_AUTHORITY_HOST")?,
            tenant: variables.identifier("AZURE_TENANT_ID")?,
            client_id: variables.identifier("AZURE_CLIENT_ID")?,
            application: variables.application()?,
            token_file: variables.token_file()?,
            identity_endpoint: variables.identity_endpoint()?,
        };
        if let Some(authority) = environment.authority.as_ref().filter(|url| url.scheme() != "https") {
            return Err(refused("AZURE_AUTHORITY_HOST", format!("`{authority}` is not encrypted: expected https")));
        }
        Ok(environment)
    }
}

/// The environment as text.
struct Variables<'a>(&'a Sources);

impl Variables<'_> {
    /// `None` when unset or empty.
    fn text(&self, name: &str) -> Option<String> {
        self.0.variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn url(&self, name: &'static str) -> Result<Option<Url>, ConfigError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse::<Url>() {
            Ok(url) if url.has_host() => Ok(Some(url)),
            _ => Err(refused(name, "is not a URL")),
        }
    }

    /// A GUID, or a tenant's domain.
    fn identifier(&self, name: &'static str) -> Result<Option<String>, ConfigError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if text.chars().all(allowed) {
            return Ok(Some(text));
        }
        Err(refused(name, "expected letters, digits, `.` and `-` only, such as 00000000-0000-0000-0000-000000000000"))
    }

    /// `named` makes no sense without a tenant and a client.
    fn require_application(&self, named: &'static str) -> Result<(), ConfigError> {
        for other in ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"] {
            if self.text(other).is_none() {
                return Err(refused(named, format!("is set, and {other} is not: both are needed")));
            }
        }
        Ok(())
    }

    fn application(&self) -> Result<Option<Application>, ConfigError> {
        const SECRET: &str = "AZURE_CLIENT_SECRET";
        const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
        match (self.text(SECRET), self.text(CERTIFICATE)) {
            (Some(_), Some(_)) => Err(refused(CERTIFICATE, format!("is set, and so is {SECRET}: unset one of them"))),
            (None, None) => Ok(None),
            (Some(secret), None) => {
                self.require_application(SECRET)?;
                Ok(Some(Application::Secret(SecretString::from(secret))))
            }
            (None, Some(path)) => {
                self.require_application(CERTIFICATE)?;
                Certificate::read(&path).map_err(|error| refused(CERTIFICATE, error.to_string()))?;
                Ok(Some(Application::Certificate { path: path.into(), is_chain_sent: self.is_chain_sent()? }))
            }
        }
    }

    fn is_chain_sent(&self) -> Result<bool, ConfigError> {
        const NAME: &str = "AZURE_CLIENT_CERTIFICATE_SEND_CHAIN";
        match self.text(NAME).as_deref() {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(refused(NAME, "expected true or false")),
        }
    }

    fn token_file(&self) -> Result<Option<PathBuf>, ConfigError> {
        const NAME: &str = "AZURE_FEDERATED_TOKEN_FILE";
        let Some(path) = self.text(NAME) else { return Ok(None) };
        self.require_application(NAME)?;
        std::fs::read_to_string(&path).map_err(|error| refused(NAME, format!("{path} can't be read: {error}")))?;
        Ok(Some(path.into()))
    }

    fn identity_endpoint(&self) -> Result<Option<Url>, ConfigError> {
        let endpoint = self.url("IDENTITY_ENDPOINT")?;
        Ok(endpoint.filter(|_| self.text("IDENTITY_HEADER").is_some()))
    }
}

fn refused(name: &str, message: impl Into<String>) -> ConfigError {
    ConfigError::invalid(&Origin::Variable(name.to_owned()), message)
}

#[cfg(test)]
mod tests;
