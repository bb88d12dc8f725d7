//! `/auth/azure/connect?gateway=&return_to=`: off to Entra ID. With `choose=1` it asks which account.

use super::{
    Attempt, ConnectAuth,
    error::{ConnectError, failed},
};
use crate::{
    AppState,
    auth::{
        attempts::remember,
        return_to::own_path,
        visit::{KEY, Visit},
    },
    azure::Wish,
    render::notice,
};
use app::{routes, state::Notice};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use control::Op;
use http::{StatusCode, request::Parts};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    gateway: String,
    #[serde(default)]
    return_to: String,
    #[serde(default)]
    choose: String,
}

/// `GET /auth/azure/connect`
pub(super) async fn begin(
    State(state): State<AppState>,
    Extension(auth): Extension<Arc<ConnectAuth>>,
    Extension(op): Extension<Op>,
    Query(asked): Query<Asked>,
    session: Session,
    parts: Parts,
) -> Response {
    let return_to = own_path(&asked.return_to);
    if is_from_elsewhere(&parts) {
        // Nobody is connected by a link on another site.
        let page = Notice::new("Connect to Azure?", format!("{} is called as you, once you have connected to Azure.", asked.gateway))
            .with_link("Connect to Azure as yourself", &routes::connect_azure(&asked.gateway, &return_to))
            .with_link("Not now", "/");
        return notice(&state, parts, page, StatusCode::OK).await;
    }
    match auth.go(&op, &session, asked, &return_to).await {
        Ok(response) => response,
        Err((error, gateway)) => failed(&auth, &state, &op, parts, &error, &gateway, &return_to).await,
    }
}

fn is_from_elsewhere(parts: &Parts) -> bool {
    let site = parts.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| matches!(site, "cross-site" | "same-site"))
}

impl ConnectAuth {
    /// To Entra ID, with what the session must remember of it.
    async fn go(&self, op: &Op, session: &Session, asked: Asked, return_to: &str) -> Result<Response, (ConnectError, String)> {
        let gateway = asked.gateway.clone();
        self.begin(op, session, asked, return_to).await.map_err(|error| (error, gateway))
    }

    async fn begin(&self, op: &Op, session: &Session, asked: Asked, return_to: &str) -> Result<Response, ConnectError> {
        let arm_url = self.control.connectable(op, &asked.gateway)?;
        let visit = session.get::<Visit>(KEY).await?.unwrap_or_default();
        let demand = self.people.token(&op.actor.id, &arm_url).demand();
        let wish = Wish { arm_url: &arm_url, login_hint: &visit.login, claims: demand.as_deref(), is_choice: asked.choose == "1" };
        let begun = self.people.entra().begin(&wish);
        let attempt = Attempt {
            state: begun.state,
            nonce: begun.nonce,
            verifier: begun.verifier,
            person_id: op.actor.id.clone(),
            gateway: asked.gateway,
            arm_url,
            return_to: return_to.to_owned(),
            begun_at: self.clock.now(),
        };
        remember(session, attempt).await?;
        Ok(Redirect::to(begun.url.as_str()).into_response())
    }
}
