//! Writes to one API one after the other: Azure answers 412 when an API's children are written at
//! the same time, whatever their versions.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::OwnedMutexGuard;

type Turn = tokio::sync::Mutex<()>;

/// The turns of one gateway, by API.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Weak<Turn>>>);

impl Turns {
    /// Waits for the turn; it ends when the guard goes.
    pub(crate) async fn of(&self, api: &str) -> OwnedMutexGuard<()> {
        self.find(&api.to_ascii_lowercase()).lock_owned().await
    }

    fn find(&self, api: &str) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(api).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(Turn::default());
        turns.insert(api.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_api_waits_and_another_does_not() {
        let turns = Turns::default();
        let held = turns.of("chat").await;
        let _other = turns.of("embeddings").await;
        assert!(turns.find("chat").try_lock().is_err(), "names differ in case only: Chat");
        drop(held);
        let _next = turns.of("Chat").await;
        assert!(turns.0.lock().unwrap().len() <= 2);
    }
}
