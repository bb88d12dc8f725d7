//! Orphans and unknown outcomes.

use crate::{intent, open, outcome_of, record};
use domain::audit::{Outcome, Target};
use store::{Intent, OutcomeRecord};

#[tokio::test]
async fn orphans_are_of_other_processes_and_without_any_outcome() {
    let (_dir, store) = open().await;
    let own = |n| Intent { boot_id: "boot-b".into(), ..intent(n) };
    record(&store, &intent(1), &[]).await;
    record(&store, &intent(2), &[Outcome::Applied]).await;
    record(&store, &intent(3), &[Outcome::Unknown]).await;
    record(&store, &own(4), &[]).await;
    record(&store, &intent(5), &[]).await;

    assert_eq!(store.ledger.orphans("boot-b", 10).await.unwrap(), [intent(1), intent(5)]);
    assert_eq!(store.ledger.orphans("boot-b", 1).await.unwrap(), [intent(1)]);
    assert_eq!(store.ledger.orphans("boot-a", 10).await.unwrap(), [own(4)]);
    // An outcome of whatever kind takes it off the list.
    store.ledger.record_outcome(&outcome_of(&intent(1), Outcome::Unknown)).await.unwrap();
    assert_eq!(store.ledger.orphans("boot-b", 10).await.unwrap(), [intent(5)]);
}

#[tokio::test]
async fn only_the_latest_outcome_makes_an_entry_unknown() {
    let (_dir, store) = open().await;
    let on = |n, gateway: &str, name: &str| {
        let base = intent(n);
        Intent { target: Target { gateway: gateway.into(), name: name.into(), ..base.target.clone() }, ..base }
    };
    let fixed = Intent { is_settleable: false, ..on(3, "prod", "a") };
    record(&store, &on(1, "prod", "b"), &[Outcome::Unknown]).await;
    record(&store, &on(2, "prod", "c"), &[Outcome::Unknown, Outcome::Applied]).await;
    record(&store, &fixed, &[Outcome::Applied, Outcome::Unknown]).await;
    record(&store, &on(4, "test", "d"), &[Outcome::Unknown, Outcome::Unknown]).await;
    record(&store, &on(5, "prod", "b"), &[Outcome::Unknown]).await;
    record(&store, &on(6, "prod", "e"), &[]).await;

    assert_eq!(store.ledger.unknown(10, "-").await.unwrap(), [on(5, "prod", "b"), on(4, "test", "d"), on(1, "prod", "b")]);
    assert_eq!(store.ledger.unknown(1, "-").await.unwrap(), [on(5, "prod", "b")]);
    assert_eq!(store.ledger.unknown_names("prod", "backend").await.unwrap(), ["b"], "reading says nothing of a");
    assert_eq!(store.ledger.unknown_names("prod", "logger").await.unwrap(), [""; 0]);
    assert_eq!(store.ledger.count_unknown(None, &[]).await.unwrap(), 4);
    assert_eq!(store.ledger.count_unknown(Some("prod"), &[]).await.unwrap(), 3);

    let hopeless = OutcomeRecord { note: "it can't be told".into(), ..outcome_of(&intent(4), Outcome::Unknown) };
    store.ledger.record_outcome(&hopeless).await.unwrap();
    assert_eq!(store.ledger.unknown(10, &hopeless.note).await.unwrap(), [on(5, "prod", "b"), on(1, "prod", "b")]);
    record(&store, &on(7, "test", "d"), &[Outcome::Refused]).await;
    assert_eq!(store.ledger.unknown_names("test", "backend").await.unwrap(), ["d"]);
    record(&store, &on(8, "test", "d"), &[Outcome::Applied]).await;
    assert_eq!(store.ledger.unknown_names("test", "backend").await.unwrap(), [""; 0], "a later change was made");

    for n in [1, 5] {
        store.ledger.record_outcome(&outcome_of(&intent(n), Outcome::Refused)).await.unwrap();
    }
    assert_eq!(store.ledger.unknown_names("prod", "backend").await.unwrap(), [""; 0]);
    assert_eq!(store.ledger.count_unknown(Some("prod"), &[]).await.unwrap(), 1);
}
