//! What a session holds of a person, and when it is written, renewed or over.

use crate::config::SessionConfig;
use domain::{Role, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The visit's key in the session.
pub const KEY: &str = "visit";

/// An identity and a few times, never a token in clear.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// The provider's `sub`, or `local`.
    pub actor: String,
    pub name: String,
    /// What they are called where they sign in, for Azure to begin with; empty: the provider does not say.
    #[serde(default)]
    pub login: String,
    /// What the role claim held when the provider was last asked.
    pub values: Vec<String>,
    /// What is odd about the claims.
    #[serde(default)]
    pub hint: String,
    /// A role that the operator of the host gave, and until when.
    pub given: Option<(Role, Timestamp)>,
    pub created_at: Timestamp,
    /// The last time that it was written, not the last request.
    pub seen_at: Timestamp,
    /// When the provider was last asked.
    pub checked_at: Timestamp,
    /// The provider's name for its own session.
    pub provider_session: String,
    pub agent: String,
    /// The id token, sealed: the provider wants to see it again when someone signs out.
    pub sealed_id_token: String,
}

/// What to do with a session that someone comes with.
#[derive(Debug, PartialEq)]
pub enum Renewal {
    Keep,
    Touch(Box<Visit>),
    /// It has lasted its longest.
    Over,
}

impl Visit {
    pub fn renewal(&self, session: &SessionConfig, now: Timestamp) -> Renewal {
        if now.millis_since(self.created_at) >= millis(session.max) {
            return Renewal::Over;
        }
        // A quarter of the idle time is precise enough, and spares a write per page.
        if now.millis_since(self.seen_at) >= millis(session.idle) / 4 {
            return Renewal::Touch(Box::new(Self { seen_at: now, ..self.clone() }));
        }
        Renewal::Keep
    }

    /// Whether the provider should be asked again before a page is shown.
    pub fn is_stale(&self, recheck: Duration, now: Timestamp) -> bool {
        now.millis_since(self.checked_at) >= millis(recheck)
    }

    /// The role given on the host, while it lasts.
    pub fn given_at(&self, now: Timestamp) -> Option<Role> {
        self.given.filter(|(_, until)| *until > now).map(|(role, _)| role)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_written_rarely_and_end() {
        let session = SessionConfig { idle: Duration::from_secs(400), max: Duration::from_secs(1000) };
        let visit = Visit { actor: "someone".into(), ..Visit::default() };
        assert_eq!(visit.renewal(&session, Timestamp(99_999)), Renewal::Keep);
        let Renewal::Touch(touched) = visit.renewal(&session, Timestamp(100_000)) else { panic!("touched") };
        assert_eq!((touched.created_at, touched.seen_at), (Timestamp(0), Timestamp(100_000)));
        assert_eq!(touched.renewal(&session, Timestamp(1_000_000)), Renewal::Over);
    }

    #[test]
    fn a_given_role_ends() {
        let visit = Visit { given: Some((Role::Admin, Timestamp(10))), ..Visit::default() };
        assert_eq!(visit.given_at(Timestamp(9)), Some(Role::Admin));
        assert_eq!(visit.given_at(Timestamp(10)), None);
    }
}
