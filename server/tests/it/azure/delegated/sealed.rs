//! What a database without its key is worth: nothing. And keys that are replaced while people work.

use super::team::{Team, random_key};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use std::path::Path;

/// The bytes of every file in the data folder but the keys.
fn stolen(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file() && path.file_name().unwrap() != "keys" && path.extension().unwrap() != "toml")
        .flat_map(|path| std::fs::read(path).unwrap())
        .collect()
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_database_reveals_nothing() {
    let team = Team::start().await;
    let ann = team.connected("ann").await;
    ann.page("/g/prod/backends").await.expect(200);
    let key = team.key();
    let bytes = stolen(team.console.data());
    assert!(has(&bytes, "ann@contoso.test"), "the files were read");
    for secret in ["refresh-ann-1-only-for-the-server", "azure-ann-1", "s3cret~of-the-registration", "of-the-provider", key.as_str()] {
        assert!(!has(&bytes, secret), "{secret} is in the databases");
        // Wherever it would begin within three bytes, base64 of it looks like one of these.
        for skipped in 0..3 {
            let part = secret.as_bytes().get(skipped..).unwrap();
            let whole = &part[..part.len() / 3 * 3];
            assert!(!has(&bytes, &STANDARD.encode(whole)) && !has(&bytes, &URL_SAFE_NO_PAD.encode(whole)), "{secret} in base64");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_copied_to_someone_else_does_not_open() {
    let team = Team::start().await;
    let (_ann, bob) = (team.connected("ann").await, team.sign_in("bob").await);
    let mut database = team.database().await;
    let copy = "INSERT INTO azure_connection SELECT 'bob', arm_url, 'stolen', account, sealed_token, connected_at_ms, renewed_at_ms \
                FROM azure_connection WHERE person_id = 'ann'";
    sqlx::query(copy).execute(&mut database).await.unwrap();
    bob.page("/g/prod/backends").await.expect(403);
    assert!(team.directory.refreshes().is_empty(), "nothing was sent anywhere");
    assert!(team.arm.take().is_empty());

    // Nor to another Resource Manager.
    sqlx::query("UPDATE azure_connection SET arm_url = 'http://127.0.0.1:2' WHERE person_id = 'ann'").execute(&mut database).await.unwrap();
    let moved = "UPDATE azure_connection SET arm_url = ?1, person_id = 'bob', id = 'again' WHERE person_id = 'ann'";
    sqlx::query("DELETE FROM azure_connection WHERE person_id = 'bob'").execute(&mut database).await.unwrap();
    sqlx::query(moved).bind(&team.arm.url).execute(&mut database).await.unwrap();
    bob.page("/g/prod/backends").await.expect(403);
    assert!(team.directory.refreshes().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_replaced_while_people_work() {
    let team = Team::start().await;
    team.directory.set_lifetime(0);
    let (ann, bob) = (team.connected("ann").await, team.connected("bob").await);
    let (old, new) = (team.key(), random_key());
    team.set_keys(&[&new, &old], 1);
    ann.list().await.expect(200); // what the old key sealed opens, and is sealed with the new one
    team.set_keys(&[&new], 2);
    ann.list().await.expect(200);
    let page = bob.page("/g/prod/backends").await.expect(403); // his was not used in between
    assert!(page.text.contains("Connect to Azure as yourself"), "{}", page.text);
    bob.connect().await.expect(303);
    bob.list().await.expect(200);
}
