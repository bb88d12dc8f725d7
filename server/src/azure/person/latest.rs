//! What is known of a person's token right now, in memory only.

use super::Failure;
use crate::azure::entra::Granted;
use domain::{Timestamp, problem::ConnectReason};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

/// A token is renewed this long before its end.
const MARGIN_MS: i64 = 300_000;
/// A token that ends this soon is not handed out any more.
const LAST_MS: i64 = 5_000;
/// After Entra ID refused, or a renewal failed while the old token serves, this long passes before
/// it is asked again.
const PAUSE_MS: i64 = 30_000;
/// A token that Azure refuses this soon after it was issued in another's place: it is not the token.
const YOUNG_MS: i64 = 60_000;

/// Everything here belongs to one connection; another one begins afresh.
#[derive(Default)]
pub(super) struct Latest {
    connection_id: String,
    issued: Option<Issued>,
    /// Azure took the last token no longer; with what it asks for.
    rejected: Option<Option<String>>,
    /// What only the person can give.
    demand: Option<String>,
    /// What came of the last renewal, for those who were waiting for it.
    renewed: Option<(Instant, Result<(), Failure>)>,
    /// Nobody is asked before then.
    paused: Option<(Timestamp, Failure)>,
}

struct Issued {
    token: SecretString,
    renew_at: Timestamp,
    expires_at: Timestamp,
    issued_at: Timestamp,
    /// In place of one that Azure did not take; with what it asked for.
    replaces: Option<Option<String>>,
}

impl Latest {
    fn of(&mut self, connection_id: &str) -> &mut Self {
        if self.connection_id != connection_id {
            *self = Self { connection_id: connection_id.to_owned(), ..Self::default() };
        }
        self
    }

    /// A token that nobody needs to renew yet, or why there is none for now.
    pub(super) fn settled(&mut self, connection_id: &str, now: Timestamp) -> Option<Result<SecretString, Failure>> {
        let latest = self.of(connection_id);
        if let Some(issued) = latest.issued.as_ref().filter(|issued| now < issued.renew_at) {
            return Some(Ok(issued.token.clone()));
        }
        let paused = latest.paused.as_ref().filter(|(until, _)| now < *until);
        paused.filter(|_| latest.issued.is_none()).map(|(_, failure)| Err(failure.clone()))
    }

    /// A token that is still good for a call.
    pub(super) fn usable(&mut self, connection_id: &str, now: Timestamp) -> Option<SecretString> {
        let is_usable = |issued: &&Issued| now.0 + LAST_MS < issued.expires_at.0;
        self.of(connection_id).issued.as_ref().filter(is_usable).map(|issued| issued.token.clone())
    }

    /// What came of a renewal that ended after the caller asked: it was the caller's as well.
    pub(super) fn renewed_since(&mut self, asked_at: Instant, connection_id: &str) -> Option<Result<SecretString, Failure>> {
        let latest = self.of(connection_id);
        let (_, outcome) = latest.renewed.as_ref().filter(|(at, _)| *at >= asked_at)?;
        match outcome {
            Ok(()) => latest.issued.as_ref().map(|issued| Ok(issued.token.clone())),
            Err(failure) => Some(Err(failure.clone())),
        }
    }

    /// What the next token must have, for Azure to take it.
    pub(super) fn demand_on_token(&mut self, connection_id: &str) -> Option<String> {
        self.of(connection_id).rejected.clone().flatten()
    }

    pub(super) fn demand_on_person(&self) -> Option<String> {
        self.demand.clone()
    }

    pub(super) fn keep(&mut self, connection_id: &str, granted: &Granted, now: Timestamp) -> SecretString {
        let latest = self.of(connection_id);
        let lifetime_ms = (granted.expires_at.0 - now.0).max(0);
        let renew_at = Timestamp(now.0 + (lifetime_ms - MARGIN_MS).max(lifetime_ms / 2));
        let token = granted.access.clone();
        let replaces = latest.rejected.take();
        latest.issued = Some(Issued { token: token.clone(), renew_at, expires_at: granted.expires_at, issued_at: now, replaces });
        (latest.demand, latest.paused) = (None, None);
        latest.renewed = Some((Instant::now(), Ok(())));
        token
    }

    /// The token in hand serves until its end, unless the person has to connect.
    pub(super) fn fail(
        &mut self,
        connection_id: &str,
        failure: Failure,
        demand: Option<String>,
        now: Timestamp,
    ) -> Result<SecretString, Failure> {
        let usable = self.usable(connection_id, now).filter(|_| failure.leaves_the_old_one());
        let latest = self.of(connection_id);
        latest.renewed = Some((Instant::now(), Err(failure.clone())));
        if let Some(token) = usable {
            if let Some(issued) = &mut latest.issued {
                issued.renew_at = Timestamp(now.0 + PAUSE_MS);
            }
            return Ok(token);
        }
        latest.issued = None;
        if matches!(failure, Failure::Connect(ConnectReason::Policy)) {
            latest.demand = demand.or_else(|| latest.rejected.clone().flatten());
        }
        latest.paused = failure.is_answer().then(|| (Timestamp(now.0 + PAUSE_MS), failure.clone()));
        Err(failure)
    }

    /// Azure answered the token with 401; whether asking for another is worth it.
    pub(super) fn reject(&mut self, token: &SecretString, claims: Option<&str>, now: Timestamp) -> bool {
        let Some(issued) = self.issued.as_ref().filter(|issued| issued.token.expose_secret() == token.expose_secret()) else {
            return true; // there is another already, or a reason why not
        };
        let claims = claims.map(str::to_owned);
        let is_young = now.0 - issued.issued_at.0 < YOUNG_MS;
        let is_same_again = is_young && issued.replaces.as_ref() == Some(&claims);
        match (is_same_again, claims) {
            // A new one is refused like the old one: something else is the matter.
            (true, None) => return false,
            // The demand can't be met by a token: Azure wants to see the person.
            (true, Some(claims)) => {
                self.demand = Some(claims);
                self.paused = Some((Timestamp(now.0 + PAUSE_MS), Failure::Connect(ConnectReason::Policy)));
            }
            (false, claims) => self.rejected = Some(claims),
        }
        self.issued = None;
        self.renewed = None;
        true
    }
}

#[cfg(test)]
mod tests;
