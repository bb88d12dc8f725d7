//! What was begun here and is to be finished by an answer from elsewhere: sign-ins and connections to
//! Azure under way. The browser's session keeps them, a few at a time, and each is taken once.

use domain::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::{Session, session::Error};

/// Tabs that may be at it at the same time; the oldest is forgotten.
const MOST: usize = 5;
/// The longest that one may take.
const TIME_MS: u64 = 600_000;

/// One of them, as the session keeps it.
pub(super) trait Attempt: Serialize + DeserializeOwned + Send + Sync {
    /// The list's key in the session.
    const KEY: &str;

    /// The random value that the answer must carry.
    fn state(&self) -> &str;

    fn begun_at(&self) -> Timestamp;
}

/// Adds one; those that are too old go.
pub(super) async fn remember<A: Attempt>(session: &Session, attempt: A) -> Result<(), Error> {
    let mut attempts = all::<A>(session).await?;
    attempts.retain(|other| is_in_time(other, attempt.begun_at()));
    if attempts.len() >= MOST {
        attempts.remove(0);
    }
    attempts.push(attempt);
    session.insert(A::KEY, attempts).await
}

/// The one that an answer belongs to, if it comes in time.
pub(super) async fn take<A: Attempt>(session: &Session, state: &str, now: Timestamp) -> Result<Option<A>, Error> {
    let mut attempts = all::<A>(session).await?;
    let Some(found) = attempts.iter().position(|attempt| is_equal(attempt.state(), state)) else { return Ok(None) };
    let attempt = attempts.remove(found);
    session.insert(A::KEY, attempts).await?;
    // At once: an answer that comes a second time meanwhile must not find it.
    session.save().await?;
    Ok(Some(attempt).filter(|attempt| is_in_time(attempt, now)))
}

/// Empties the session but for these: other tabs come back with theirs.
pub(super) async fn keep_only<A: Attempt>(session: &Session) -> Result<(), Error> {
    let attempts = all::<A>(session).await?;
    session.clear().await;
    session.insert(A::KEY, attempts).await
}

async fn all<A: Attempt>(session: &Session) -> Result<Vec<A>, Error> {
    Ok(session.get(A::KEY).await?.unwrap_or_default())
}

fn is_in_time<A: Attempt>(attempt: &A, now: Timestamp) -> bool {
    now.millis_since(attempt.begun_at()) < TIME_MS
}

/// In a time that does not tell how much was right.
fn is_equal(expected: &str, given: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), given.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::Sessions;
    use control::Clock;
    use serde::Deserialize;
    use std::sync::Arc;
    use store::Store;
    use tempfile::TempDir;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Login(String, Timestamp);

    const TEN_MINUTES: i64 = 600_000;

    impl Attempt for Login {
        const KEY: &str = "login";

        fn state(&self) -> &str {
            &self.0
        }

        fn begun_at(&self) -> Timestamp {
            self.1
        }
    }

    fn login(name: &str, at: i64) -> Login {
        Login(name.into(), Timestamp(at))
    }

    /// A browser's session; the folder is its database's.
    struct Browser {
        store: Arc<Sessions>,
        session: Session,
        _dir: TempDir,
    }

    async fn with(logins: impl IntoIterator<Item = Login>) -> Browser {
        let dir = tempfile::tempdir().unwrap();
        let console = Store::open(dir.path()).await.unwrap().console;
        let store = Arc::new(Sessions { console, clock: Clock::from_fn(|| Timestamp(0)) });
        let session = Session::new(None, store.clone(), None);
        for login in logins {
            remember(&session, login).await.unwrap();
        }
        Browser { store, session, _dir: dir }
    }

    async fn taken(session: &Session, state: &str, now: i64) -> Option<Login> {
        take(session, state, Timestamp(now)).await.unwrap()
    }

    #[tokio::test]
    async fn each_is_taken_once_and_saved_as_taken() {
        let browser = with([login("a", 0), login("b", 0)]).await;
        assert_eq!(taken(&browser.session, "c", 1).await, None);
        assert_eq!(taken(&browser.session, "a", 1).await, Some(login("a", 0)));
        let other_request = Session::new(browser.session.id(), browser.store.clone(), None);
        assert_eq!(taken(&other_request, "a", 1).await, None);
        assert_eq!(taken(&other_request, "b", 1).await, Some(login("b", 0)));
    }

    #[tokio::test]
    async fn an_answer_after_ten_minutes_is_too_late() {
        let browser = with([login("a", 0), login("b", 1)]).await;
        assert_eq!(taken(&browser.session, "a", TEN_MINUTES).await, None);
        assert_eq!(taken(&browser.session, "b", TEN_MINUTES).await, Some(login("b", 1)));
    }

    #[tokio::test]
    async fn the_list_is_short() {
        let browser = with((0..7).map(|n| login(&n.to_string(), n))).await;
        assert_eq!(all::<Login>(&browser.session).await.unwrap().len(), MOST);
        assert_eq!(taken(&browser.session, "1", 7).await, None);
        remember(&browser.session, login("late", TEN_MINUTES + 5)).await.unwrap();
        assert_eq!(all::<Login>(&browser.session).await.unwrap(), [login("6", 6), login("late", TEN_MINUTES + 5)]);
    }

    #[tokio::test]
    async fn nothing_else_is_kept() {
        let browser = with([login("a", 0)]).await;
        browser.session.insert("visit", "someone").await.unwrap();
        keep_only::<Login>(&browser.session).await.unwrap();
        assert_eq!(browser.session.get::<String>("visit").await.unwrap(), None);
        assert_eq!(taken(&browser.session, "a", 1).await, Some(login("a", 0)));
    }
}
