//! Gateways that Azure sees called by the person: a client for each, made when they first come.

use super::Connected;
use apim::{TokenError, TokenSource};
use async_trait::async_trait;
use domain::problem::ConnectReason;
use secrecy::SecretString;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Clients that are kept; those that have not been used for longest go first.
const MOST: usize = 256;

/// Whom Azure is called as.
pub enum Caller {
    /// The same identity, whoever asks.
    Everyone(Arc<dyn TokenSource>),
    /// The person who asks. `background`: what jobs use that nobody asked for; without it they leave
    /// Azure alone.
    Person { tokens: PersonTokens, background: Option<Arc<dyn TokenSource>> },
}

type TokensOf = dyn Fn(&str) -> Arc<dyn TokenSource> + Send + Sync;

/// The tokens of a person, by their id, for one gateway.
#[derive(Clone)]
pub struct PersonTokens(Arc<TokensOf>);

impl PersonTokens {
    pub fn new(tokens: impl Fn(&str) -> Arc<dyn TokenSource> + Send + Sync + 'static) -> Self {
        Self(Arc::new(tokens))
    }
}

impl Caller {
    /// The token for whatever has no person, and how people get theirs.
    pub(super) fn split(self, gateway: &str, throttles: &apim::Throttles) -> (Arc<dyn TokenSource>, Option<People>) {
        match self {
            Self::Everyone(token) => (token, None),
            Self::Person { tokens, background } => {
                let people = People { tokens, has_background: background.is_some(), throttles: throttles.clone(), kept: Mutex::default() };
                let nobody = || Arc::new(Nobody { gateway: gateway.to_owned() }) as Arc<dyn TokenSource>;
                (background.unwrap_or_else(nobody), Some(people))
            }
        }
    }
}

pub(super) struct People {
    tokens: PersonTokens,
    pub(super) has_background: bool,
    throttles: apim::Throttles,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Counts uses: the order in which clients were used last.
    uses: u64,
    by_person: HashMap<String, (u64, Arc<Connected>)>,
}

impl People {
    /// The gateway as this person calls it.
    pub(super) fn connected(&self, common: &Connected, person_id: &str) -> Arc<Connected> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        if let Some((used, connected)) = kept.by_person.get_mut(person_id) {
            *used = now;
            return connected.clone();
        }
        if kept.by_person.len() >= MOST {
            let oldest = kept.by_person.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| id.clone());
            oldest.map(|id| kept.by_person.remove(&id));
        }
        let arm = common.arm.called_as((self.tokens.0)(person_id)).throttled_by(&self.throttles);
        let connected = Arc::new(Connected { arm, ..common.clone() });
        kept.by_person.insert(person_id.to_owned(), (now, connected.clone()));
        connected
    }
}

/// Has no token, ever.
#[derive(Debug)]
struct Nobody {
    gateway: String,
}

#[async_trait]
impl TokenSource for Nobody {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Err(TokenError::NotConnected { gateway: self.gateway.clone(), why: ConnectReason::New })
    }

    fn principal(&self) -> &str {
        "nobody"
    }
}
