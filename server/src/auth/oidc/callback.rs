//! `/auth/callback`: the provider's answer becomes a session, when all of it is right.

use super::{
    OidcAuth, claims,
    error::SignInError,
    login::failed,
    provider::{Attempt, Vouched},
};
use crate::{
    AppState,
    auth::{
        attempts::{keep_only, take},
        visit::{KEY, Visit},
    },
    sessions::public_id,
};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use control::NewSession;
use domain::Role;
use http::{header, request::Parts};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
    /// RFC 9207: whose answer this is.
    #[serde(default)]
    iss: String,
}

/// `GET /auth/callback`
pub(super) async fn finish(
    State(state): State<AppState>,
    Extension(auth): Extension<Arc<OidcAuth>>,
    Query(answer): Query<Answer>,
    session: Session,
    parts: Parts,
) -> Response {
    let taken = take::<Attempt>(&session, &answer.state, auth.clock.now()).await;
    let attempt = match taken.map_err(SignInError::from).and_then(|attempt| attempt.ok_or(SignInError::State)) {
        Ok(attempt) => attempt,
        Err(error) => return failed(&auth, &state, parts, &error, "").await,
    };
    let return_to = attempt.return_to.clone();
    match auth.accept(answer, attempt, &session, &parts).await {
        Ok(response) => response,
        Err(error) => failed(&auth, &state, parts, &error, &return_to).await,
    }
}

impl OidcAuth {
    async fn accept(&self, answer: Answer, attempt: Attempt, session: &Session, parts: &Parts) -> Result<Response, SignInError> {
        if !answer.iss.is_empty() && answer.iss.trim_end_matches('/') != self.provider.issuer() {
            return Err(SignInError::Issuer { found: answer.iss.chars().take(200).collect() });
        }
        if attempt.is_silent && is_interaction_needed(&answer.error) {
            return self.go(session, attempt.return_to, false).await; // the provider wants to see the person
        }
        if !answer.error.is_empty() {
            let short = |text: String| text.chars().filter(|c| !c.is_control() && !is_hidden(*c)).take(300).collect();
            return Err(SignInError::Provider { code: short(answer.error), description: short(answer.error_description) });
        }
        let vouched = self.provider.finish(answer.code, &attempt).await?;
        self.open(vouched, session, parts).await?;
        Ok(Redirect::to(&attempt.return_to).into_response())
    }

    /// A new session under a new id; or the old one, when it is the same person looked at again.
    async fn open(&self, vouched: Vouched, session: &Session, parts: &Parts) -> Result<(), SignInError> {
        let before = session.get::<Visit>(KEY).await?;
        let now = self.clock.now();
        let Vouched { claims: found, id_token } = vouched;
        let text = |key: &str| found.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let reason = self.mapping.reason(&found);
        let role = reason.role.unwrap_or(Role::Nobody);
        let mut visit = Visit {
            actor: text("sub"),
            name: claims::name(&found),
            login: claims::login(&found),
            values: reason.values.clone(),
            hint: reason.hint.clone(),
            created_at: now,
            seen_at: now,
            checked_at: now,
            provider_session: text("sid"),
            agent: agent(parts),
            ..Visit::default()
        };
        visit.sealed_id_token = self.seal.seal(&Self::place(&visit), &id_token)?;
        let op = self.op_of(&visit.actor, &visit.name, role, &parts.extensions);
        let same = before.filter(|before| before.actor == visit.actor);
        visit.given = match &same {
            Some(_) => self.control.seen_again(&op, &reason).await?,
            None => self.control.signed_in(&op, &NewSession { proof: claims::proof(&found), reason }).await?,
        };
        let is_same = same.is_some();
        if let Some(before) = same {
            visit.created_at = before.created_at;
        }
        self.renew(session, visit, is_same).await
    }

    /// Puts the visit into the session, under a new id.
    async fn renew(&self, session: &Session, visit: Visit, is_same: bool) -> Result<(), SignInError> {
        if !is_same {
            // Other tabs may be at the provider still: what they come back with is to be known here.
            keep_only::<Attempt>(session).await?;
        }
        // Whoever knew the id before the sign-in must not know it after.
        let before = session.id().map(|id| public_id(&id)).unwrap_or_default();
        session.cycle_id().await?;
        session.insert(KEY, visit).await?;
        session.save().await?;
        // Answers that are still streaming belong to the person, whatever the session's id.
        match session.id() {
            Some(id) if is_same => self.control.leases().follow(&before, &public_id(&id)),
            _ => self.control.leases().end(&before),
        }
        Ok(())
    }
}

fn is_interaction_needed(error: &str) -> bool {
    matches!(error, "login_required" | "interaction_required" | "consent_required" | "account_selection_required")
}

/// Marks that turn the direction of text around or take no room: with them a log line reads as another.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn agent(parts: &Parts) -> String {
    let text = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(200).collect()
}
