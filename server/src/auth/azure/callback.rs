//! `/auth/azure/callback`: Entra ID's answer becomes a connection, when all of it is right.

use super::{
    Attempt, ConnectAuth,
    error::{ConnectError, failed},
};
use crate::{AppState, auth::attempts::take, azure::Granted};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use control::{NewConnection, Op};
use domain::access::Claims;
use http::request::Parts;
use serde::Deserialize;
use serde_json::Value;
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
}

/// `GET /auth/azure/callback`
pub(super) async fn finish(
    State(state): State<AppState>,
    Extension(auth): Extension<Arc<ConnectAuth>>,
    Extension(op): Extension<Op>,
    Query(answer): Query<Answer>,
    session: Session,
    parts: Parts,
) -> Response {
    let attempt = match auth.attempt(&op, &session, &answer.state).await {
        Ok(attempt) => attempt,
        Err(error) => return failed(&auth, &state, &op, parts, &error, "", "/").await,
    };
    match auth.accept(&op, answer, &attempt).await {
        Ok(()) => Redirect::to(&attempt.return_to).into_response(),
        Err(error) => failed(&auth, &state, &op, parts, &error, &attempt.gateway, &attempt.return_to).await,
    }
}

impl ConnectAuth {
    async fn attempt(&self, op: &Op, session: &Session, state: &str) -> Result<Attempt, ConnectError> {
        let attempt = take(session, state, self.clock.now()).await?;
        attempt.filter(|attempt: &Attempt| attempt.person_id == op.actor.id).ok_or(ConnectError::State)
    }

    async fn accept(&self, op: &Op, answer: Answer, attempt: &Attempt) -> Result<(), ConnectError> {
        if !answer.error.is_empty() {
            return Err(ConnectError::answered(&answer.error, &answer.error_description));
        }
        // Whoever lost sight of the gateway meanwhile does not connect to it.
        if self.control.connectable(op, &attempt.gateway)? != attempt.arm_url {
            return Err(ConnectError::State);
        }
        let granted = self.people.entra().exchange(answer.code, &attempt.verifier).await?;
        let account = self.account(&granted, attempt)?;
        let refresh = granted.refresh.as_ref().ok_or(ConnectError::NoRefreshToken)?;
        let sealed_token = self.people.sealed(&op.actor.id, &attempt.arm_url, refresh)?;
        let new = NewConnection { arm_url: attempt.arm_url.clone(), account, sealed_token };
        let id = self.control.connect_azure(op, new).await?;
        self.people.token(&op.actor.id, &attempt.arm_url).keep(&id, &granted);
        Ok(())
    }

    /// As whom; only an account of the directory that is configured will do.
    fn account(&self, granted: &Granted, attempt: &Attempt) -> Result<String, ConnectError> {
        let claims = granted.claims.as_ref().ok_or(ConnectError::NoIdToken)?;
        let entra = self.people.entra();
        if text(claims, "nonce") != attempt.nonce {
            return Err(ConnectError::IdToken { detail: "it was issued for another attempt" });
        }
        if text(claims, "aud") != entra.client_id() {
            return Err(ConnectError::IdToken { detail: "it was issued for another application" });
        }
        let tenant = text(claims, "tid");
        if !tenant.eq_ignore_ascii_case(entra.tenant()) {
            let found = if tenant.is_empty() { "none" } else { tenant };
            return Err(ConnectError::Tenant { expected: entra.tenant().to_owned(), found: found.chars().take(100).collect() });
        }
        let names = ["preferred_username", "upn", "email", "name", "oid", "sub"];
        let name = names.into_iter().map(|key| text(claims, key)).find(|name| !name.trim().is_empty());
        Ok(name.unwrap_or("an account without a name").chars().filter(|c| !c.is_control()).take(200).collect())
    }
}

fn text<'a>(claims: &'a Claims, key: &str) -> &'a str {
    claims.get(key).and_then(Value::as_str).unwrap_or_default()
}
