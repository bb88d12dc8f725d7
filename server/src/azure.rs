//! Tokens for Azure Resource Manager: the service's own (`credential = "service"`), and those of the
//! people who are signed in (`credential = "user"`: `people`, `person`, `entra`).
//!
//! The service's are an ordered chain over azure_identity: client secret or certificate from the environment, workload
//! identity, managed identity, developer tools. What is configured is what is used: a link that the
//! environment names and that fails ends the chain, so that a wrong secret never becomes someone
//! else's identity. Only what is not there is passed over. Knows nothing of roles and permissions.

mod assertion;
mod certificate;
mod chain;
mod entra;
mod environment;
mod failure;
mod link;
mod people;
mod person;
mod service;
mod transport;

pub(crate) use entra::{Entra, EntraError, Granted, Refusal, Wish};
pub use environment::{Application, Environment};
pub(crate) use failure::one_line;
pub(crate) use people::People;

use apim::TokenSource;
use chain::Chain;
use control::Clock;
use service::ServiceToken;
use std::{collections::HashMap, sync::Arc};
use transport::Transports;

/// One source of tokens for each Resource Manager, however many gateways call it.
#[derive(Debug)]
pub(crate) struct ServiceTokens<'a> {
    environment: &'a Environment,
    clock: Clock,
    sources: HashMap<String, Arc<ServiceToken>>,
}

impl<'a> ServiceTokens<'a> {
    pub(crate) fn new(environment: &'a Environment, clock: Clock) -> Self {
        Self { environment, clock, sources: HashMap::new() }
    }

    /// Tokens whose audience is `arm_url`: a token for another Azure never goes there. Contacts nobody.
    pub(crate) fn for_arm(&mut self, arm_url: &str) -> Result<Arc<dyn TokenSource>, SetupError> {
        if let Some(source) = self.sources.get(arm_url) {
            return Ok(source.clone());
        }
        let links = link::all(self.environment, &Transports::new()?, &self.clock, arm_url)?;
        let source = Arc::new(ServiceToken::new(Chain::new(arm_url, links), self.clock.clone()));
        self.sources.insert(arm_url.to_owned(), source.clone());
        Ok(source)
    }
}

/// Why a chain can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error(transparent)]
    HttpClient(#[from] apim::HttpClientError),
    #[error("the HTTP client for managed identities")]
    LocalClient(#[source] reqwest::Error),
    /// A setting that azure_identity refuses; `variables` are where it comes from.
    #[error("{variables}: {message}")]
    Refused { variables: &'static str, message: String },
}
