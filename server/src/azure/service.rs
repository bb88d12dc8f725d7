//! The token that is in use: kept until shortly before its end, renewed by one for all who wait.

use super::{chain::Chain, failure::Failure};
use apim::{TokenError, TokenSource};
use azure_core::credentials::AccessToken;
use control::Clock;
use domain::Timestamp;
use secrecy::SecretString;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::{sync, time::Instant};

/// A token is renewed this long before its end, as azure_identity's own caches do.
const MARGIN_MS: i64 = 300_000;

/// After a renewal failed, the old token serves this long before the next attempt.
const PAUSE_MS: i64 = 30_000;

/// A token that ends this soon is not handed out any more.
const LAST_MS: i64 = 5_000;

/// The service's identity at one Resource Manager.
#[derive(Debug)]
pub(crate) struct ServiceToken {
    chain: Chain,
    clock: Clock,
    latest: Mutex<Latest>,
    /// Held by whoever renews.
    turn: sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Latest {
    issued: Option<Issued>,
    /// What came of the last renewal, for those who were waiting for it.
    renewed: Option<(Instant, Result<(), Failure>)>,
}

#[derive(Debug)]
struct Issued {
    token: SecretString,
    renew_at: Timestamp,
    expires_at: Timestamp,
}

#[async_trait::async_trait]
impl TokenSource for ServiceToken {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let asked_at = Instant::now();
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let turn = match (self.turn.try_lock(), self.usable()) {
            (Ok(turn), _) => turn,
            (Err(_), Some(token)) => return Ok(token),
            (Err(_), None) => self.turn.lock().await,
        };
        let outcome = match self.renewed_since(asked_at) {
            Some(outcome) => outcome,
            None => self.renew().await,
        };
        drop(turn);
        Ok(outcome?)
    }

    fn principal(&self) -> &str {
        "service"
    }
}

impl ServiceToken {
    pub(crate) fn new(chain: Chain, clock: Clock) -> Self {
        Self { chain, clock, latest: Mutex::default(), turn: sync::Mutex::default() }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token that nobody needs to renew yet.
    fn fresh(&self) -> Option<SecretString> {
        let now = self.clock.now();
        self.latest().issued.as_ref().filter(|issued| now < issued.renew_at).map(|issued| issued.token.clone())
    }

    /// A token that is still good for a call.
    fn usable(&self) -> Option<SecretString> {
        let until = Timestamp(self.clock.now().0 + LAST_MS);
        self.latest().issued.as_ref().filter(|issued| until < issued.expires_at).map(|issued| issued.token.clone())
    }

    /// What came of a renewal that ended after the caller asked: it was the caller's as well.
    fn renewed_since(&self, asked_at: Instant) -> Option<Result<SecretString, Failure>> {
        let latest = self.latest();
        let (_, outcome) = latest.renewed.as_ref().filter(|(at, _)| *at >= asked_at)?;
        match outcome {
            Ok(()) => latest.issued.as_ref().map(|issued| Ok(issued.token.clone())),
            Err(failure) => Some(Err(failure.clone())),
        }
    }

    async fn renew(&self) -> Result<SecretString, Failure> {
        match self.chain.issue().await {
            Ok(token) => Ok(self.keep(&token)),
            Err(failure) => self.fall_back(failure),
        }
    }

    fn keep(&self, token: &AccessToken) -> SecretString {
        let (now, expires_at) = (self.clock.now(), Timestamp::from_datetime(token.expires_on));
        let lifetime_ms = (expires_at.0 - now.0).max(0);
        let renew_at = Timestamp(now.0 + (lifetime_ms - MARGIN_MS).max(lifetime_ms / 2));
        let secret = SecretString::from(token.token.secret().to_owned());
        let mut latest = self.latest();
        if matches!(latest.renewed, Some((_, Err(_)))) {
            tracing::info!("credential \"service\": there is a token for {} again", self.chain.arm_url());
        }
        latest.issued = Some(Issued { token: secret.clone(), renew_at, expires_at });
        latest.renewed = Some((Instant::now(), Ok(())));
        secret
    }

    /// The token in hand serves until its end; the failure is logged when it is a new one.
    fn fall_back(&self, failure: Failure) -> Result<SecretString, Failure> {
        let usable = self.usable();
        let mut latest = self.latest();
        let is_known = matches!(&latest.renewed, Some((_, Err(before))) if before.to_string() == failure.to_string());
        if !is_known {
            tracing::warn!("credential \"service\": no new token for {}: {failure}", self.chain.arm_url());
        }
        latest.renewed = Some((Instant::now(), Err(failure.clone())));
        let Some(token) = usable else { return Err(failure) };
        if let Some(issued) = &mut latest.issued {
            issued.renew_at = Timestamp(self.clock.now().0 + PAUSE_MS);
        }
        Ok(token)
    }
}
