//! The people who are connected to Azure: their tokens by person and Resource Manager, their refresh
//! tokens sealed in the database.

use super::{
    entra::Entra,
    person::{GatewayToken, PersonToken},
};
use crate::auth::seal::{Seal, SealError};
use apim::TokenSource;
use control::{Clock, PersonTokens};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use store::{ConnectionRow, Console};
use tokio_util::task::TaskTracker;

/// Tokens that nobody holds any more are swept out past this many.
const SWEEP_AT: usize = 1024;

/// Person and Resource Manager.
type Whose = (String, String);

pub(crate) struct People {
    pub(super) entra: Entra,
    pub(super) console: Console,
    pub(super) clock: Clock,
    /// Renewals under way: the end of the process waits for them.
    pub(super) tasks: TaskTracker,
    seal: Seal,
    tokens: Mutex<HashMap<Whose, Weak<PersonToken>>>,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("People").field("tenant", &self.entra.tenant()).finish_non_exhaustive()
    }
}

impl People {
    pub(crate) fn new(entra: Entra, seal: Seal, console: Console, clock: Clock, tasks: TaskTracker) -> Arc<Self> {
        Arc::new(Self { entra, seal, console, clock, tasks, tokens: Mutex::default() })
    }

    pub(crate) fn entra(&self) -> &Entra {
        &self.entra
    }

    /// The token of a person at a Resource Manager: one for all who ask.
    pub(crate) fn token(self: &Arc<Self>, person_id: &str, arm_url: &str) -> Arc<PersonToken> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let whose = (person_id.to_owned(), arm_url.to_owned());
        if let Some(token) = tokens.get(&whose).and_then(Weak::upgrade) {
            return token;
        }
        if tokens.len() >= SWEEP_AT {
            tokens.retain(|_, token| token.strong_count() > 0);
        }
        let token = Arc::new(PersonToken::new(self.clone(), person_id, arm_url));
        tokens.insert(whose, Arc::downgrade(&token));
        token
    }

    /// What a gateway calls Azure with.
    pub(crate) fn for_gateway(self: &Arc<Self>, gateway: &str, arm_url: &str) -> PersonTokens {
        let (people, gateway, arm_url) = (self.clone(), gateway.to_owned(), arm_url.to_owned());
        PersonTokens::new(move |person_id| {
            Arc::new(GatewayToken::new(people.token(person_id, &arm_url), gateway.clone())) as Arc<dyn TokenSource>
        })
    }

    /// A refresh token, for this person at this Resource Manager and nowhere else.
    pub(crate) fn sealed(&self, person_id: &str, arm_url: &str, token: &SecretString) -> Result<String, SealError> {
        self.seal.seal(&self.place(person_id, arm_url), token.expose_secret())
    }

    pub(super) fn unsealed(&self, row: &ConnectionRow) -> Result<SecretString, SealError> {
        Ok(self.seal.unseal(&self.place(&row.person_id, &row.arm_url), &row.sealed_token)?.into())
    }

    /// As JSON, so that no part can end like the beginning of the next. A token of another directory
    /// or application is of no use here, and is not sent there.
    fn place(&self, person_id: &str, arm_url: &str) -> String {
        json!(["azure refresh token", person_id, arm_url, self.entra.tenant(), self.entra.client_id()]).to_string()
    }
}
