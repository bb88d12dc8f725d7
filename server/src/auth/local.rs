//! Local mode: whoever reaches the console on loopback is its one administrator.
//!
//! A session is kept all the same, so that the cookie's rules are those of a team's console. Only a
//! browser that looks at a page gets one, and it is written rarely.

use super::{
    reason,
    unauthenticated::is_page_view,
    visit::{KEY, Renewal, Visit},
};
use crate::{config::SessionConfig, layers::RequestId};
use axum::{extract::Request, middleware::Next, response::Response};
use control::{Clock, Op};
use domain::Actor;
use tower_sessions::{Session, session};

/// The layer's own state.
#[derive(Debug, Clone)]
pub struct LocalAuth {
    pub clock: Clock,
    pub session: SessionConfig,
}

impl LocalAuth {
    /// Puts the operation context into the request.
    pub(super) async fn identify(&self, session: Session, mut request: Request, next: Next) -> Response {
        let op = Op::new(Actor::local_admin(), RequestId::of(request.extensions()), self.clock.clone());
        let op = op.because(reason::of(&request));
        if is_page_view(&request)
            && let Err(error) = self.visit(&session, &op).await
        {
            tracing::warn!(%error, "the session could not be read or written");
        }
        request.extensions_mut().insert(op);
        next.run(request).await
    }

    async fn visit(&self, session: &Session, op: &Op) -> Result<(), session::Error> {
        let now = self.clock.now();
        let new = || Visit { actor: op.actor.id.clone(), name: op.actor.name.clone(), created_at: now, seen_at: now, ..Visit::default() };
        let Some(visit) = session.get::<Visit>(KEY).await? else { return session.insert(KEY, new()).await };
        match visit.renewal(&self.session, now) {
            Renewal::Keep if visit.actor == op.actor.id => Ok(()),
            Renewal::Touch(visit) if visit.actor == op.actor.id => session.insert(KEY, visit).await,
            _ => {
                session.clear().await;
                session.cycle_id().await?;
                session.insert(KEY, new()).await
            }
        }
    }
}
