//! Tokens for Azure Resource Manager that belong to the service itself: `credential = "service"`.
//!
//! An ordered chain over azure_identity: client secret or certificate from the environment, workload
//! identity, managed identity, developer tools. What is configured is what is used: a link that the
//! environment names and that fails ends the chain, so that a wrong secret never becomes someone
//! else's identity. Only what is not there is passed over. Knows nothing of people and their roles.

mod assertion;
mod certificate;
mod chain;
mod environment;
mod failure;
mod link;
mod service;
mod transport;

pub use environment::{Application, Environment};

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
