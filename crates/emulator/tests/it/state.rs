//! The state file.

use emulator::{Config, Emulator, Seed, StartError};

use crate::client::{Local, config, etag, single};

#[tokio::test]
async fn resources_and_etags_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/state.json");
    let kept = || Config { state: Some(file.clone()), ..config(Seed::Empty) };
    let first = Local::start(kept()).await;
    let created = etag(&first.put("/backends/One", single("https://one.example")).await);
    first.given("/backends/two", single("https://two.example")).await;
    first.arm(reqwest::Method::DELETE, "/backends/two").send().await.unwrap();
    let keys = first.arm(reqwest::Method::POST, "/subscriptions/master/listSecrets").send().await.unwrap().text().await.unwrap();
    first.emulator.stop().await;

    let second = Local::start(kept()).await;
    let answer = second.get("/backends/one").await;
    assert_eq!(etag(&answer), created);
    assert!(answer.text().await.unwrap().contains("\"name\": \"One\""));
    assert_eq!(second.get("/backends/two").await.status(), 404);
    let again = second.arm(reqwest::Method::POST, "/subscriptions/master/listSecrets").send().await.unwrap().text().await.unwrap();
    assert_eq!(again, keys, "the random keys are kept");
    let newer = etag(&second.put("/backends/two", single("https://two.example")).await);
    assert_ne!(newer, created);
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_with_the_keys_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let local = Local::start(Config { state: Some(file.clone()), ..config(Seed::Demo) }).await;
    local.given("/backends/one", single("https://one.example")).await;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[tokio::test]
async fn a_change_that_cannot_be_written_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let local = Local::start(Config { state: Some(file.clone()), ..config(Seed::Empty) }).await;
    std::fs::create_dir(folder.path().join("state.json.tmp")).unwrap();
    assert_eq!(local.put("/backends/one", single("https://one.example")).await.status(), 500);
    assert_eq!(local.get("/backends/one").await.status(), 404);
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    std::fs::write(&file, "[1, 2]").unwrap();
    let error = Emulator::start(Config { state: Some(file.clone()), ..config(Seed::Empty) }).await.err().unwrap();
    assert!(matches!(error, StartError::State(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "[1, 2]");
}
