use super::*;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use tokio::sync::oneshot;

const AGES: Ages = Ages { fresh: Duration::from_secs(5), shown: Duration::from_secs(30) };

/// A shelf, a clock that is turned by hand, and how often something was read.
struct Bench {
    shelf: Shelf<u32>,
    clock: Clock,
    now: Arc<AtomicI64>,
    readings: Arc<AtomicU32>,
}

impl Bench {
    fn new() -> Self {
        let now = Arc::new(AtomicI64::new(1_000_000));
        let shown = now.clone();
        let clock = Clock::from_fn(move || Timestamp(shown.load(Ordering::SeqCst)));
        Self { shelf: Shelf::new(AGES), clock, now, readings: Arc::default() }
    }

    fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Finds the number of the reading.
    fn list(&self) -> impl Future<Output = Result<Vec<u32>, Error>> + Send + 'static {
        let readings = self.readings.clone();
        async move {
            tokio::task::yield_now().await;
            Ok(vec![readings.fetch_add(1, Ordering::SeqCst) + 1])
        }
    }

    async fn read(&self) -> u32 {
        self.shelf.read("x", &self.clock, false, self.list()).await.unwrap_or_else(|error| panic!("{error}")).items[0]
    }

    /// Until as many readings have ended.
    async fn ended(&self, count: u32) {
        let is_idle = || lock(&self.shelf.places).by_key.values().all(|place| place.under_way.is_none());
        while self.readings.load(Ordering::SeqCst) < count || !is_idle() {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn many_at_once_share_one_reading_and_its_failure() {
    let bench = Bench::new();
    let found = futures::future::join_all((0..50).map(|_| bench.read())).await;
    assert_eq!(found, [1; 50]);
    let failing = |_| bench.shelf.read("y", &bench.clock, false, async { Err(Error::Unavailable { address: "arm".into() }) });
    let failed = futures::future::join_all((0..50).map(failing)).await;
    assert!(failed.iter().all(|read| matches!(read, Err(Error::Unavailable { .. }))));
    let again = bench.shelf.read("y", &bench.clock, false, bench.list()).await;
    assert_eq!(again.map(|sweep| sweep.items[0]).ok(), Some(2), "a failure is not kept");
}

#[tokio::test]
async fn an_older_reading_is_shown_while_one_reads_again() {
    let bench = Bench::new();
    assert_eq!(bench.read().await, 1);
    bench.wait(4);
    assert_eq!(bench.read().await, 1, "fresh");
    bench.wait(2);
    let found = futures::future::join_all((0..50).map(|_| bench.read())).await;
    assert_eq!(found, [1; 50], "nobody waits");
    bench.ended(2).await;
    assert_eq!((bench.read().await, bench.readings.load(Ordering::SeqCst)), (2, 2));
    bench.wait(31);
    assert_eq!(bench.read().await, 3, "too old to be shown");
    assert_eq!(bench.shelf.read("x", &bench.clock, true, bench.list()).await.map(|sweep| sweep.items[0]).ok(), Some(4), "on request");
}

#[tokio::test]
async fn a_change_of_ours_makes_an_older_reading_unfit_to_be_shown() {
    let bench = Bench::new();
    assert_eq!(bench.read().await, 1);
    bench.wait(6);
    bench.shelf.forget();
    assert_eq!(bench.read().await, 2);
}

#[tokio::test]
async fn a_reading_that_began_before_a_change_is_not_kept() {
    let bench = Bench::new();
    let (answer, answered) = oneshot::channel();
    let before = bench.shelf.read("x", &bench.clock, false, async { answered.await.map_err(|error| Error::internal("test", error)) });
    let (before, after) = tokio::join!(before, async {
        tokio::task::yield_now().await;
        bench.shelf.forget();
        let after = bench.read().await;
        let _ = answer.send(vec![0]);
        after
    });
    assert_eq!((before.map(|sweep| sweep.items[0]).ok(), after), (Some(0), 1), "whoever asked after the change does not share it");
    assert_eq!(bench.read().await, 1, "the older reading ended later and did not take its place");
}

#[tokio::test]
async fn a_failure_ends_the_older_reading_too() {
    let bench = Bench::new();
    assert_eq!(bench.read().await, 1);
    let failed = bench.shelf.read("x", &bench.clock, true, async { Err(Error::Unavailable { address: "arm".into() }) }).await;
    assert!(failed.is_err());
    assert_eq!(bench.read().await, 2, "it is shown to nobody any more");
}

#[tokio::test]
async fn a_reading_that_panics_is_an_error_and_blocks_nothing() {
    let bench = Bench::new();
    let broken = bench.shelf.read("x", &bench.clock, false, async { panic!("broken") }).await;
    assert!(matches!(broken, Err(Error::Internal { .. })));
    assert_eq!(bench.read().await, 1);
}

#[tokio::test]
async fn no_more_than_so_many_are_kept() {
    let bench = Bench::new();
    for number in 0..200 {
        bench.wait(1);
        let read = bench.shelf.read(&number.to_string(), &bench.clock, false, bench.list()).await;
        assert!(read.is_ok());
    }
    assert!(lock(&bench.shelf.places).by_key.len() <= MOST);
}
