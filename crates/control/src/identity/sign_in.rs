//! Someone came, someone left, someone was turned away.

use super::target;
use crate::{Control, Error, Op};
use domain::{Operation, Role, Timestamp, access::RoleReason, audit::Outcome};
use store::{LogoutToken, Person};

/// What the provider said of a sign-in.
#[derive(Debug, Clone, Default)]
pub struct NewSession {
    /// How the person proved it: `acr` and `amr`, for the audit.
    pub proof: String,
    pub reason: RoleReason,
}

/// Why a sign-in did not happen.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// A word for metrics and the audit: `state`, `nonce`, `expired`, `provider_error`.
    pub code: &'static str,
    pub detail: String,
}

impl Control {
    /// Keeps who signed in and how; gives the role that counts, and until when, if the operator of
    /// the host gave one. `Permission:` none: the provider vouches.
    pub async fn signed_in(&self, op: &Op, new: &NewSession) -> Result<Option<(Role, Timestamp)>, Error> {
        let given = self.inner.store.console.recovery_of(&op.actor.id, op.clock.now()).await?;
        let changed = self.keep_person(op, &new.reason).await?;
        let note = match (op.actor.role, given) {
            (_, Some((role, _))) => format!("Signed in as {}, given on the host. {}", role.label(), new.proof),
            (Role::Nobody, None) => format!("Signed in without a role. {}", new.proof),
            (role, None) => format!("Signed in as {} by {} = {}. {}", role.label(), new.reason.claim, new.reason.matched, new.proof),
        };
        self.record(op, Operation::SessionSignIn, target("person", &op.actor.name), Outcome::Applied, note.trim().to_owned()).await?;
        self.role_changed(op, changed).await?;
        Ok(given)
    }

    /// The same person, looked at again at the provider: only what changed is worth an entry.
    pub async fn seen_again(&self, op: &Op, reason: &RoleReason) -> Result<Option<(Role, Timestamp)>, Error> {
        let changed = self.keep_person(op, reason).await?;
        self.role_changed(op, changed).await?;
        self.inner.store.console.recovery_of(&op.actor.id, op.clock.now()).await.map_err(Error::from)
    }

    /// Keeps the person as they are now; gives the role that they had, when it was another.
    async fn keep_person(&self, op: &Op, reason: &RoleReason) -> Result<Option<Role>, Error> {
        let person = Person {
            id: op.actor.id.clone(),
            name: op.actor.name.clone(),
            claim_values: reason.values.clone(),
            role: op.actor.role,
            seen_at: op.clock.now(),
        };
        let before = self.inner.store.console.save_person(&person).await?;
        Ok(before.filter(|before| *before != op.actor.role))
    }

    async fn role_changed(&self, op: &Op, before: Option<Role>) -> Result<(), Error> {
        let Some(before) = before else { return Ok(()) };
        let note = format!("{} before, {} now", before.label(), op.actor.role.label());
        self.record(op, Operation::SessionRoleChange, target("person", &op.actor.name), Outcome::Applied, note).await?;
        Ok(())
    }

    /// A sign-in that failed. Never an error: the page says what happened whether it is recorded or
    /// not.
    pub async fn refused(&self, op: &Op, refusal: &Refusal) {
        let note = format!("{}: {}", refusal.code, refusal.detail);
        if let Err(error) = self.record(op, Operation::SessionRefuse, target("sign-in", refusal.code), Outcome::Refused, note).await {
            tracing::error!(%error, "a refused sign-in could not be recorded");
        }
    }

    /// The person ended their session; `session` is its public id.
    pub async fn signed_out(&self, op: &Op, session: &str) -> Result<(), Error> {
        self.inner.leases.end(session);
        self.end_idle_connections(op.clock.now()).await;
        self.record(op, Operation::SessionSignOut, target("session", session), Outcome::Applied, "Signed out".into()).await?;
        Ok(())
    }

    /// The provider ended its own session: ours that came out of it end too. `op` is the provider.
    /// `false`: this logout token was used before.
    pub async fn ended_by_provider(&self, op: &Op, end: &ProviderLogout) -> Result<bool, Error> {
        let end = end.clone();
        self.to_its_end(op, |control, op| async move { control.end_of_provider(&op, &end).await }).await
    }

    async fn end_of_provider(&self, op: &Op, end: &ProviderLogout) -> Result<bool, Error> {
        let token =
            LogoutToken { jti: &end.jti, expires_at: end.expires_at, subject: &end.subject, provider_session: &end.provider_session };
        let ended = self.inner.store.console.end_sessions_by_provider(&token, op.clock.now()).await?;
        let Some(ended) = ended else { return Ok(false) };
        // All of them first: none goes on because the entry of another can't be written.
        for (session, _) in &ended {
            self.inner.leases.end(session);
        }
        self.end_idle_connections(op.clock.now()).await;
        for (session, whose) in ended {
            let note = format!("The identity provider ended the session of {whose}");
            self.record(op, Operation::SessionSignOut, target("session", &session), Outcome::Applied, note).await?;
        }
        Ok(true)
    }
}

/// What a logout token says.
#[derive(Debug, Clone)]
pub struct ProviderLogout {
    pub jti: String,
    pub expires_at: Timestamp,
    /// Empty when it names only a session.
    pub subject: String,
    /// Empty when it names only a person.
    pub provider_session: String,
}
