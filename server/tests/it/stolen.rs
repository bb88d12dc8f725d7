//! Who takes the databases, and not the key file, learns nothing that lets them in.

use crate::{detect::leaks, harness::Answer, team::Team};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::Role;
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

/// A session for each role, and a personal token of the administrator's.
async fn lived_in() -> (Team, String) {
    let team = Team::start().await;
    let draft = json!({ "draft": { "name": "script", "role": "viewer", "days": "30" } });
    let made = team.send(Some(Role::Admin), team.console.request("me/create-token", &draft)).await.expect(200).json();
    let secret = made["secret"].as_str().unwrap().to_owned();
    (team, secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_makes_no_other_token() {
    let (team, token) = lived_in().await;
    let draft = json!({ "draft": { "name": "longer", "role": "viewer", "days": "366" } });
    let asked = team.console.request("me/create-token", &draft).header("authorization", format!("Bearer {token}"));
    let refused = team.send(None, asked).await.expect(422);
    assert!(refused.text.contains("A token can't make another one"), "{}", refused.text);
    let me = team.send(Some(Role::Admin), team.console.request("me/get", &json!({}))).await.expect(200).json();
    assert_eq!(me["tokens"].as_array().unwrap().len(), 1, "{me}");
}

async fn open(team: &Team) -> SqliteConnection {
    let file = team.console.data().join("console.db");
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_hold_no_secret_in_any_spelling() {
    let (team, token) = lived_in().await;
    let cookies = team.cookies.values().map(|cookie| cookie.split_once('=').unwrap().1.to_owned());
    let ids: Vec<_> = cookies.collect();
    let raw = ids.iter().map(|id| URL_SAFE_NO_PAD.decode(id).unwrap());
    let raw: Vec<_> = raw.collect();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(team.console.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension != "json" && extension != "toml") {
            files.push((path.display().to_string(), std::fs::read(path).unwrap()));
        }
    }
    assert!(files.iter().any(|(_, bytes)| !leaks("operators", bytes).is_empty()), "the detector finds what is there");
    assert_eq!(team.provider.issued().len(), 4);
    for (file, bytes) in &files {
        for secret in ids.iter().chain(&team.provider.issued()).chain([&token]) {
            assert_eq!(leaks(secret, bytes), Vec::<String>::new(), "{file}");
        }
        assert!(!raw.iter().any(|id| bytes.windows(id.len()).any(|window| window == id)), "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rows_hold_lets_nobody_in() {
    let (team, token) = lived_in().await;
    let mut database = open(&team).await;
    let mut found: Vec<Vec<u8>> = Vec::new();
    for query in ["SELECT id_hash FROM session", "SELECT hash FROM personal_token"] {
        found.extend(sqlx::query(query).fetch_all(&mut database).await.unwrap().iter().map(|row| row.get::<Vec<u8>, _>(0)));
    }
    assert!(found.len() >= 5, "{}", found.len());
    let list = json!({ "gateway": "local", "query": {} });
    for bytes in found {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let guesses = [hex, STANDARD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes[..16])];
        for guess in guesses {
            let by_cookie = team.console.request("backends/list", &list).header("cookie", format!("__Host-session={guess}"));
            Answer::of(by_cookie.send().await.unwrap()).await.expect(401);
            for token in [guess.clone(), format!("agc_{guess}")] {
                let by_token = team.console.request("backends/list", &list).bearer_auth(token);
                Answer::of(by_token.send().await.unwrap()).await.expect(401);
            }
        }
    }
    Answer::of(team.console.request("backends/list", &list).bearer_auth(&token).send().await.unwrap()).await.expect(200);
}

/// Signing out shows the provider the id token again: the one place where what is sealed comes out.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_token_opens_for_its_person_only() {
    let (team, _) = lived_in().await;
    let mut database = open(&team).await;
    let sealed_of = "json_extract(data, '$.visit.sealed_id_token')";
    let copied = format!(
        "UPDATE session SET data = json_set(data, '$.visit.sealed_id_token', (SELECT {sealed_of} FROM session WHERE person_id = 'admins')) \
         WHERE person_id = 'viewers'"
    );
    assert_eq!(sqlx::query(sqlx::AssertSqlSafe(copied)).execute(&mut database).await.unwrap().rows_affected(), 1);
    let sign_out = async |role| {
        let request = team.console.browse(Method::POST, "/auth/logout").header("origin", &team.console.running.url);
        team.send(Some(role), request).await.expect(303).header("location").to_owned()
    };
    let location = sign_out(Role::Viewer).await;
    assert!(location.starts_with(&team.provider.issuer) && !location.contains("id_token_hint"), "{location}");
    let location = sign_out(Role::Admin).await;
    assert!(location.contains(team.provider.issued().last().unwrap()), "their own still opens: {location}");
}
