//! One person's token at one Resource Manager: kept in memory until shortly before its end, renewed
//! by one for all who wait, ended with its connection.
//!
//! The connection's row is looked at each time: without it nothing is handed out, whatever is still
//! in memory.

mod failure;
mod latest;

use super::{
    entra::{EntraError, Granted},
    people::People,
};
use apim::{TokenError, TokenSource};
use async_trait::async_trait;
use domain::{Timestamp, problem::ConnectReason};
use failure::Failure;
use latest::Latest;
use secrecy::SecretString;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::ConnectionRow;
use tokio::{sync, time::Instant};

pub(crate) struct PersonToken {
    people: Arc<People>,
    person_id: String,
    arm_url: String,
    principal: String,
    latest: Mutex<Latest>,
    /// Held by whoever renews.
    turn: Arc<sync::Mutex<()>>,
}

impl std::fmt::Debug for PersonToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonToken").field("principal", &self.principal).field("arm_url", &self.arm_url).finish_non_exhaustive()
    }
}

impl PersonToken {
    pub(super) fn new(people: Arc<People>, person_id: &str, arm_url: &str) -> Self {
        Self {
            people,
            person_id: person_id.to_owned(),
            arm_url: arm_url.to_owned(),
            principal: format!("user {person_id}"),
            latest: Mutex::default(),
            turn: Arc::default(),
        }
    }

    /// What came with the connection of this id, so that the first call need not ask again.
    pub(crate) fn keep(&self, connection_id: &str, granted: &Granted) {
        let now = self.people.clock.now();
        self.latest().keep(connection_id, granted, now);
    }

    /// What a policy asks for before there is another token, as a JSON object.
    pub(crate) fn demand(&self) -> Option<String> {
        self.latest().demand_on_person()
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection, while it lives.
    async fn connection(&self) -> Result<ConnectionRow, Failure> {
        let found = self.people.console.find_connection(&self.person_id, &self.arm_url).await.map_err(Failure::internal)?;
        match found {
            None => Err(Failure::Connect(ConnectReason::New)),
            Some(row) if row.sealed_token.is_empty() => Err(Failure::Connect(ConnectReason::Ended)),
            Some(row) => Ok(row),
        }
    }

    async fn current(self: &Arc<Self>) -> Result<SecretString, Failure> {
        let asked_at = Instant::now();
        let connection = self.connection().await?;
        let now = self.people.clock.now();
        if let Some(outcome) = self.latest().settled(&connection.id, now) {
            return outcome;
        }
        let usable = self.latest().usable(&connection.id, now);
        let turn = match (self.turn.clone().try_lock_owned(), usable) {
            (Ok(turn), _) => turn,
            (Err(_), Some(token)) => return Ok(token),
            (Err(_), None) => self.turn.clone().lock_owned().await,
        };
        let renewed = self.latest().renewed_since(asked_at, &connection.id);
        if let Some(outcome) = renewed {
            return outcome;
        }
        // To its end, also when whoever asked has gone: the old refresh token may be used up.
        let token = self.clone();
        let renewal = async move {
            let outcome = token.renew().await;
            drop(turn);
            outcome
        };
        self.people.tasks.spawn(renewal).await.map_err(Failure::internal)?
    }

    /// Asks Entra ID. The connection is read again: whoever had the turn before may have got another
    /// refresh token.
    async fn renew(&self) -> Result<SecretString, Failure> {
        let connection = self.connection().await?;
        let refresh = self.people.unsealed(&connection).map_err(|error| {
            tracing::warn!(principal = self.principal, %error, "a connection to Azure does not open: its key is gone, or it was copied here");
            Failure::Connect(ConnectReason::Ended)
        })?;
        let demand = self.latest().demand_on_token(&connection.id);
        let asked = self.people.entra.refresh(&refresh, &self.arm_url, demand.as_deref()).await;
        let now = self.people.clock.now();
        match asked {
            Ok(granted) => self.granted(&connection, refresh, granted, now).await,
            Err(error) => self.failed(&connection, &error, now).await,
        }
    }

    /// The refresh token is sealed again each time, so that everything is under the first key before
    /// long.
    async fn granted(
        &self,
        connection: &ConnectionRow,
        old: SecretString,
        granted: Granted,
        now: Timestamp,
    ) -> Result<SecretString, Failure> {
        let refresh = granted.refresh.as_ref().unwrap_or(&old);
        let sealed = self.people.sealed(&self.person_id, &self.arm_url, refresh).map_err(Failure::internal)?;
        if !self.people.console.renew_connection(connection, &sealed, now).await.map_err(Failure::internal)? {
            // Disconnected, or connected again, while Entra ID was answering.
            return Err(Failure::Connect(ConnectReason::New));
        }
        Ok(self.latest().keep(&connection.id, &granted, now))
    }

    async fn failed(&self, connection: &ConnectionRow, error: &EntraError, now: Timestamp) -> Result<SecretString, Failure> {
        let failure = Failure::of(error);
        tracing::warn!(principal = self.principal, %error, "no new token for a person at {}", self.arm_url);
        if matches!(failure, Failure::Connect(ConnectReason::Ended)) {
            // What is of no use any more is not kept.
            self.people.console.renew_connection(connection, "", connection.renewed_at).await.map_err(Failure::internal)?;
        }
        let demand = match error {
            EntraError::Refused(refusal) => refusal.demand(),
            _ => None,
        };
        self.latest().fail(&connection.id, failure, demand, now)
    }
}

/// The same for one gateway, which its failures name.
#[derive(Debug)]
pub(super) struct GatewayToken {
    token: Arc<PersonToken>,
    gateway: String,
}

impl GatewayToken {
    pub(super) fn new(token: Arc<PersonToken>, gateway: String) -> Self {
        Self { token, gateway }
    }
}

#[async_trait]
impl TokenSource for GatewayToken {
    async fn token(&self) -> Result<SecretString, TokenError> {
        self.token.current().await.map_err(|failure| failure.into_token_error(&self.gateway))
    }

    async fn rejected(&self, token: &SecretString, claims: Option<&str>) -> bool {
        let now = self.token.people.clock.now();
        self.token.latest().reject(token, claims, now)
    }

    fn principal(&self) -> &str {
        &self.token.principal
    }
}
