//! Readings of whole collections, kept for a while: whoever asks shares the reading that is there or
//! under way.
//!
//! A young reading is given as it is. An older one is given too while one task reads again, so that
//! nobody waits; a still older one is read again first. A change of our own makes every reading old
//! at once, one under way too: it may have seen what was before.

use crate::{Clock, Error};
use domain::Timestamp;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio_util::task::TaskTracker;

/// Readings kept at the same time; the oldest go first.
const MOST: usize = 64;

/// A collection as it was read.
pub(crate) struct Sweep<T> {
    pub(crate) items: Vec<T>,
    pub(crate) read_at: Timestamp,
}

/// How old a reading may be.
#[derive(Clone, Copy)]
pub(crate) struct Ages {
    /// Until then it is given as it is.
    pub(crate) fresh: Duration,
    /// Until then it is given while somebody reads again.
    pub(crate) shown: Duration,
}

type Reading<T> = Shared<BoxFuture<'static, Result<Arc<Sweep<T>>, Error>>>;

/// The readings of one type, by key.
pub(crate) struct Shelf<T> {
    ages: Ages,
    places: Arc<Mutex<Places<T>>>,
    /// Of its own: the end of the process need not wait for a reading.
    tasks: TaskTracker,
}

struct Places<T> {
    /// Our own changes so far: a reading that began before the last one is not kept.
    changes: u64,
    by_key: HashMap<String, Place<T>>,
}

struct Place<T> {
    kept: Option<Arc<Sweep<T>>>,
    under_way: Option<Reading<T>>,
}

impl<T: Send + Sync + 'static> Shelf<T> {
    pub(crate) fn new(ages: Ages) -> Self {
        let places = Places { changes: 0, by_key: HashMap::new() };
        Self { ages, places: Arc::new(Mutex::new(places)), tasks: TaskTracker::new() }
    }

    /// Called after each of our own changes.
    pub(crate) fn forget(&self) {
        let mut places = lock(&self.places);
        places.changes += 1;
        places.by_key.clear();
    }

    /// What is kept under `key`, or what `list` finds; `is_refresh` asks anew whatever is kept.
    pub(crate) async fn read(
        &self,
        key: &str,
        clock: &Clock,
        is_refresh: bool,
        list: impl Future<Output = Result<Vec<T>, Error>> + Send + 'static,
    ) -> Result<Arc<Sweep<T>>, Error> {
        let (kept, reading) = {
            let mut places = lock(&self.places);
            let kept = places.by_key.get(key).and_then(|place| place.kept.clone());
            let kept = kept.filter(|kept| !is_refresh && age(kept, clock).is_some_and(|age| age < self.ages.shown));
            let is_fresh = |kept: &Arc<Sweep<T>>| age(kept, clock).is_some_and(|age| age < self.ages.fresh);
            if let Some(fresh) = kept.clone().filter(is_fresh) {
                return Ok(fresh);
            }
            (kept, self.reading(&mut places, key, clock, list))
        };
        match kept {
            Some(kept) => Ok(kept),
            None => reading.await,
        }
    }

    /// The reading that is under way, or a new one. It goes on when whoever asked has gone.
    fn reading(
        &self,
        places: &mut Places<T>,
        key: &str,
        clock: &Clock,
        list: impl Future<Output = Result<Vec<T>, Error>> + Send + 'static,
    ) -> Reading<T> {
        if let Some(under_way) = places.by_key.get(key).and_then(|place| place.under_way.clone()) {
            return under_way;
        }
        let (shelf, key, clock, changes) = (self.places.clone(), key.to_owned(), clock.clone(), places.changes);
        let name = key.clone();
        let listing = self.tasks.spawn(list);
        let reading = async move {
            let items = listing.await.map_err(|error| Error::internal("a reading was cut off", error))?;
            items.map(|items| Arc::new(Sweep { items, read_at: clock.now() }))
        };
        let reading = async move {
            let read = reading.await;
            lock(&shelf).end(&key, changes, &read);
            read
        };
        let reading = reading.boxed().shared();
        self.tasks.spawn(log_failure(name.clone(), reading.clone()));
        places.make_room();
        places.by_key.entry(name).or_insert(Place { kept: None, under_way: None }).under_way = Some(reading.clone());
        reading
    }
}

impl<T> Places<T> {
    /// Keeps what was read, unless a change of ours came in between.
    fn end(&mut self, key: &str, changes: u64, read: &Result<Arc<Sweep<T>>, Error>) {
        if self.changes != changes {
            return;
        }
        if let Some(place) = self.by_key.get_mut(key) {
            place.under_way = None;
            // After a failure nobody is shown the old reading: that Azure does not answer is news.
            place.kept = read.as_ref().ok().cloned();
        }
    }

    fn make_room(&mut self) {
        if self.by_key.len() < MOST {
            return;
        }
        let idle = self.by_key.iter().filter(|(_, place)| place.under_way.is_none());
        let oldest = idle.min_by_key(|(_, place)| place.kept.as_ref().map(|kept| kept.read_at.0)).map(|(key, _)| key.clone());
        if let Some(key) = oldest {
            self.by_key.remove(&key);
        }
    }
}

/// Nobody may be waiting for it.
async fn log_failure<T>(key: String, reading: Reading<T>) {
    if let Err(error) = reading.await {
        tracing::debug!(key, %error, "a reading failed");
    }
}

fn lock<T>(places: &Mutex<Places<T>>) -> MutexGuard<'_, Places<T>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `None` when the clock was set back meanwhile: then nobody knows.
fn age<T>(sweep: &Sweep<T>, clock: &Clock) -> Option<Duration> {
    u64::try_from(clock.now().0 - sweep.read_at.0).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests;
