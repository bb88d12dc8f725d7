//! Personal tokens for scripts: shown once, stored as a hash, never worth more than the person.

use super::target;
use crate::{Control, Error, Op};
use domain::{
    FieldError, Operation, Role, Timestamp,
    audit::Outcome,
    identity::{NewToken, TokenDraft, TokenInfo},
};
use store::{TokenHolder, TokenRow};
use uuid::Uuid;

/// Makes a leaked one findable by scanners.
pub const PREFIX: &str = "agc_";
const MAX_DAYS: i64 = 366;
const MOST_PER_PERSON: usize = 50;

impl Control {
    /// The token in clear, this once. `Permission:` anyone signed in, for a role of their own or
    /// less; not by a token, which would outlive its own end and limits.
    pub async fn create_token(&self, op: &Op, draft: &TokenDraft) -> Result<NewToken, Error> {
        op.authorise(Operation::TokenCreate)?;
        let (role, days) = self.check_token(op, draft)?;
        let draft = draft.clone();
        self.to_its_end(op, move |control, op| async move { control.make_token(&op, &draft, role, days).await }).await
    }

    async fn make_token(&self, op: &Op, draft: &TokenDraft, role: Role, days: i64) -> Result<NewToken, Error> {
        let (now, console) = (op.clock.now(), &self.inner.store.console);
        if console.list_tokens(Some(&op.actor.id), now).await?.len() >= MOST_PER_PERSON {
            return Err(Error::Invalid(vec![FieldError::new("name", "You have 50 tokens: revoke one first.")]));
        }
        let secret = secret();
        let info = TokenInfo {
            id: Uuid::now_v7().to_string(),
            person_id: op.actor.id.clone(),
            person_name: op.actor.name.clone(),
            name: draft.name.trim().to_owned(),
            role,
            gateways: draft.gateways.clone(),
            created_at: now,
            expires_at: Timestamp(now.0 + days * 86_400_000),
            last_used_at: None,
        };
        console.insert_token(&TokenRow { hash: hash(&secret), info: info.clone() }).await?;
        let note = format!("A token as {} for {days} days", role.label());
        self.record(op, Operation::TokenCreate, target("token", &info.name), Outcome::Applied, note).await?;
        Ok(NewToken { info, secret })
    }

    fn check_token(&self, op: &Op, draft: &TokenDraft) -> Result<(Role, i64), Error> {
        let mut errors = Vec::new();
        if op.is_by_token {
            errors.push(FieldError::new("", "A token can't make another one: sign in, and make it on the Me page."));
        }
        if op.actor.is_local() {
            errors.push(FieldError::new("name", "Without sign-in there is nobody to give a token to: scripts on this machine need none."));
        }
        if draft.name.trim().is_empty() || draft.name.chars().count() > 100 {
            errors.push(FieldError::new("name", "Say what it is for, in 1 to 100 characters."));
        }
        let role = Role::ALL.into_iter().find(|role| role.label().eq_ignore_ascii_case(&draft.role)).filter(|role| *role <= op.actor.role);
        if role.is_none() {
            errors.push(FieldError::new("role", "Choose your own role or a lesser one."));
        }
        let days = draft.days.trim().parse::<i64>().ok().filter(|days| (1..=MAX_DAYS).contains(days));
        if days.is_none() {
            errors.push(FieldError::new("days", format!("A whole number of days, 1 to {MAX_DAYS}.")));
        }
        let visible: Vec<_> = self.list_gateways(op).into_iter().map(|(gateway, _)| gateway.name).collect();
        if let Some(unknown) = draft.gateways.iter().find(|name| !visible.contains(name)) {
            errors.push(FieldError::new("gateways", format!("There is no gateway named {unknown}.")));
        }
        match (role, days) {
            (Some(role), Some(days)) if errors.is_empty() => Ok((role, days)),
            _ => Err(Error::Invalid(errors)),
        }
    }

    /// Ends a token at once. `Permission:` anyone for their own, administer for someone else's.
    pub async fn revoke_token(&self, op: &Op, id: &str) -> Result<(), Error> {
        op.authorise(Operation::TokenRevoke)?;
        let id = id.to_owned();
        self.to_its_end(op, |control, op| async move { control.end_token(&op, &id).await }).await
    }

    async fn end_token(&self, op: &Op, id: &str) -> Result<(), Error> {
        let console = &self.inner.store.console;
        let mut operation = Operation::TokenRevoke;
        let mut is_gone = console.delete_token(id, Some(&op.actor.id)).await?;
        if !is_gone {
            operation = Operation::TokenRevokeOther;
            op.authorise(operation)?;
            is_gone = console.delete_token(id, None).await?;
        }
        if !is_gone {
            return Err(Error::NotFound { kind: "token", name: id.to_owned() });
        }
        self.inner.leases.end(id);
        self.end_idle_connections(op.clock.now()).await;
        self.record(op, operation, target("token", id), Outcome::Applied, "Revoked".into()).await?;
        Ok(())
    }

    /// Whose token this is; `None` when it is none, or one that has ended. `Permission:` none: it
    /// proves who asks.
    pub async fn use_token(&self, secret: &str, now: Timestamp) -> Result<Option<TokenHolder>, Error> {
        if !secret.starts_with(PREFIX) {
            return Ok(None);
        }
        Ok(self.inner.store.console.use_token(&hash(secret), now).await?)
    }
}

/// 244 random bits of two version 4 UUIDs, whose generator is the system's.
fn secret() -> String {
    format!("{PREFIX}{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A look-up by hash takes as long for a wrong token as for a right one.
fn hash(secret: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(secret.as_bytes()).into()
}
