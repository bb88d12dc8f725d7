//! The links one after the other, until one answers; then that one for good.

use super::{
    failure::Failure,
    link::{Answer, Link},
};
use azure_core::credentials::AccessToken;
use std::sync::OnceLock;

/// Gives tokens for one Resource Manager; keeps none.
#[derive(Debug)]
pub(crate) struct Chain {
    arm_url: String,
    scope: String,
    links: Vec<Link>,
    /// The link that answered first.
    chosen: OnceLock<usize>,
}

impl Chain {
    pub(crate) fn new(arm_url: &str, links: Vec<Link>) -> Self {
        Self { arm_url: arm_url.to_owned(), scope: format!("{arm_url}/.default"), links, chosen: OnceLock::new() }
    }

    /// Whom tokens are for, in log lines.
    pub(crate) fn arm_url(&self) -> &str {
        &self.arm_url
    }

    /// A new token: of the link that answered before, else of the first that answers.
    pub(crate) async fn issue(&self) -> Result<AccessToken, Failure> {
        match self.chosen.get().and_then(|index| self.links.get(*index)) {
            Some(link) => link.renew(&self.scope).await,
            None => self.choose().await,
        }
    }

    async fn choose(&self) -> Result<AccessToken, Failure> {
        let mut passed = Vec::new();
        for (index, link) in self.links.iter().enumerate() {
            match link.ask(&self.scope).await {
                Answer::Token(token) => {
                    self.keep(index, link.name, &passed);
                    return Ok(token);
                }
                Answer::Passed(reason) => passed.push(format!("{} ({reason})", link.name)),
                Answer::Failed(failure) => return Err(failure),
            }
        }
        Err(Failure::Nobody { tried: passed.join(", ") })
    }

    /// Once: whoever runs the console sees whose identity it has.
    fn keep(&self, index: usize, name: &str, passed: &[String]) {
        if self.chosen.set(index).is_ok() {
            let passed = if passed.is_empty() { "nothing".to_owned() } else { passed.join(", ") };
            tracing::info!("credential \"service\": {name} answers for {}; passed over: {passed}", self.arm_url);
        }
    }
}
