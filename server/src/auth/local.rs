//! Local mode: whoever reaches the console on loopback is its one administrator.
//!
//! A session is kept all the same, so that the cookie's rules are those of a team's console. Only a
//! browser that looks at a page gets one, and it is written rarely.

use crate::layers::RequestId;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use control::{Clock, Op};
use domain::{Actor, Timestamp};
use http::{Method, header};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tower_sessions::{Session, session};

use crate::config::SessionConfig;

const KEY: &str = "visit";

/// What the session holds: an identity and two times, never a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Visit {
    actor: String,
    created_at: Timestamp,
    /// The last time that it was written, not the last request.
    seen_at: Timestamp,
}

/// The layer's own state.
#[derive(Debug, Clone)]
pub struct LocalAuth {
    pub clock: Clock,
    pub session: SessionConfig,
}

/// Why a script makes a change; forms have a field for it.
const REASON: &str = "x-console-reason";

fn reason(request: &Request) -> &str {
    request.headers().get(REASON).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Puts the operation context into the request.
pub async fn sign_in(State(auth): State<LocalAuth>, session: Session, mut request: Request, next: Next) -> Response {
    let op = Op::new(Actor::local_admin(), RequestId::of(request.extensions()), auth.clock.clone());
    let op = op.because(reason(&request));
    if is_page_view(&request)
        && let Err(error) = auth.visit(&session, &op).await
    {
        tracing::warn!(%error, "the session could not be read or written");
    }
    request.extensions_mut().insert(op);
    next.run(request).await
}

impl LocalAuth {
    async fn visit(&self, session: &Session, op: &Op) -> Result<(), session::Error> {
        let now = self.clock.now();
        let known = session.get::<Visit>(KEY).await?;
        match self.renewed(known, op, now) {
            Renewal::Keep => Ok(()),
            Renewal::Touch(visit) => session.insert(KEY, visit).await,
            Renewal::Replace(visit) => {
                session.clear().await;
                session.cycle_id().await?;
                session.insert(KEY, visit).await
            }
            Renewal::Create(visit) => session.insert(KEY, visit).await,
        }
    }

    fn renewed(&self, known: Option<Visit>, op: &Op, now: Timestamp) -> Renewal {
        let new = || Visit { actor: op.actor.id.clone(), created_at: now, seen_at: now };
        let Some(visit) = known else { return Renewal::Create(new()) };
        if visit.actor != op.actor.id || now.millis_since(visit.created_at) >= millis(self.session.max) {
            return Renewal::Replace(new());
        }
        // A quarter of the idle time is precise enough, and spares a write per page.
        if now.millis_since(visit.seen_at) >= millis(self.session.idle) / 4 {
            return Renewal::Touch(Visit { seen_at: now, ..visit });
        }
        Renewal::Keep
    }
}

#[derive(Debug, PartialEq)]
enum Renewal {
    Keep,
    Touch(Visit),
    Replace(Visit),
    Create(Visit),
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A browser navigating, not a script, a probe or an asset.
fn is_page_view(request: &Request) -> bool {
    let accepts_html = |value: &http::HeaderValue| value.to_str().is_ok_and(|text| text.contains("text/html"));
    request.method() == Method::GET && request.headers().get(header::ACCEPT).is_some_and(accepts_html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth() -> LocalAuth {
        let session = SessionConfig { idle: Duration::from_secs(400), max: Duration::from_secs(1000) };
        LocalAuth { clock: Clock::from_fn(|| Timestamp(0)), session }
    }

    #[test]
    fn sessions_are_written_rarely_and_end() {
        let auth = auth();
        let op = Op::new(Actor::local_admin(), "r", auth.clock.clone());
        let Renewal::Create(visit) = auth.renewed(None, &op, Timestamp(0)) else { panic!("created") };
        assert_eq!(auth.renewed(Some(visit.clone()), &op, Timestamp(99_999)), Renewal::Keep);
        let Renewal::Touch(touched) = auth.renewed(Some(visit.clone()), &op, Timestamp(100_000)) else { panic!("touched") };
        assert_eq!((touched.created_at, touched.seen_at), (Timestamp(0), Timestamp(100_000)));
        assert!(matches!(auth.renewed(Some(touched), &op, Timestamp(1_000_000)), Renewal::Replace(_)));
        let other = Visit { actor: "someone".into(), ..visit };
        assert!(matches!(auth.renewed(Some(other), &op, Timestamp(1)), Renewal::Replace(_)));
    }
}
