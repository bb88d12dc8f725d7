//! People, the sessions that are theirs, their tokens.

use crate::open;
use domain::{Role, Timestamp, identity::TokenInfo};
use store::{ConnectionRow, Console, LogoutToken, Person, SessionHolder, SessionRow, TokenRow};

fn person(id: &str, role: Role) -> Person {
    Person { id: id.into(), name: format!("{id} Example"), claim_values: vec!["team".into()], role, seen_at: Timestamp(1) }
}

fn session(id: u8, person: &str, provider_session: &str, seen_at: i64) -> SessionRow {
    let holder = SessionHolder {
        person_id: person.into(),
        person_name: person.into(),
        provider_session: provider_session.into(),
        agent: "a browser".into(),
        created_at: Timestamp(1),
        seen_at: Timestamp(seen_at),
    };
    SessionRow { id_hash: [id; 32], data: "{}".into(), expires_at: Timestamp(100), holder: Some(holder) }
}

fn token(id: &str, person: &str, expires_at: i64) -> TokenRow {
    let info = TokenInfo {
        id: id.into(),
        person_id: person.into(),
        person_name: String::new(),
        name: format!("token {id}"),
        role: Role::Operator,
        gateways: vec!["dev".into()],
        created_at: Timestamp(1),
        expires_at: Timestamp(expires_at),
        last_used_at: None,
    };
    TokenRow { hash: [id.as_bytes()[0]; 32], info }
}

async fn ids(console: &Console, person: Option<&str>) -> Vec<String> {
    console.list_sessions(person, Timestamp(50)).await.unwrap().into_iter().map(|session| session.person_id).collect()
}

#[tokio::test]
async fn a_person_is_kept_as_of_the_last_sign_in() {
    let (_dir, store) = open().await;
    assert_eq!(store.console.save_person(&person("ann", Role::Viewer)).await.unwrap(), None);
    assert_eq!(store.console.save_person(&person("ann", Role::Nobody)).await.unwrap(), Some(Role::Viewer));
    assert_eq!(store.console.save_person(&person("ann", Role::Admin)).await.unwrap(), Some(Role::Nobody));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_person_and_by_the_providers_session() {
    let (_dir, store) = open().await;
    let console = store.console;
    for row in [session(1, "ann", "sid-1", 10), session(2, "ann", "sid-2", 30), session(3, "bob", "sid-3", 20)] {
        assert!(console.insert_session(&row).await.unwrap());
    }
    let nobody = SessionRow { id_hash: [9; 32], data: "{}".into(), expires_at: Timestamp(100), holder: None };
    console.insert_session(&nobody).await.unwrap();
    assert_eq!(ids(&console, None).await, ["ann", "bob", "ann"], "the latest used first; not the one of nobody");
    assert_eq!(ids(&console, Some("bob")).await, ["bob"]);
    assert!(console.list_sessions(None, Timestamp(100)).await.unwrap().is_empty(), "they have expired");

    let public = session(3, "bob", "", 0).public_id();
    assert_eq!(public, "0303030303030303");
    assert_eq!(console.end_session(&public).await.unwrap().as_deref(), Some("bob"));
    assert_eq!(console.end_session(&public).await.unwrap(), None);
    let end = async |jti: &str, subject: &str, provider_session: &str| {
        let token = LogoutToken { jti, expires_at: Timestamp(100), subject, provider_session };
        console.end_sessions_by_provider(&token, Timestamp(1)).await.unwrap()
    };
    assert_eq!(end("a", "", "sid-2").await.unwrap(), [("0202020202020202".to_owned(), "ann".to_owned())]);
    assert!(end("b", "", "").await.unwrap().is_empty(), "naming nothing ends nothing");
    assert_eq!(end("b", "ann", "").await, None, "it was used before, and ends nothing more");
    assert_eq!(end("c", "ann", "").await.unwrap().len(), 1);
    assert!(ids(&console, None).await.is_empty());
}

#[tokio::test]
async fn a_logout_token_is_spent_once() {
    let (_dir, store) = open().await;
    let spend = async |jti: &str, now: i64| {
        let token = LogoutToken { jti, expires_at: Timestamp(100), subject: "ann", provider_session: "" };
        store.console.end_sessions_by_provider(&token, Timestamp(now)).await.unwrap().is_some()
    };
    assert!(spend("a", 1).await);
    assert!(!spend("a", 2).await);
    assert!(spend("b", 2).await);
    assert!(spend("a", 200).await, "forgotten once it could not be valid any more");
}

#[tokio::test]
async fn tokens_are_found_by_their_hash_until_they_end() {
    let (_dir, store) = open().await;
    let console = store.console;
    assert!(console.insert_token(&token("a", "ann", 100)).await.is_err(), "nobody of that name signed in");
    console.save_person(&person("ann", Role::Admin)).await.unwrap();
    console.insert_token(&token("a", "ann", 100)).await.unwrap();
    assert!(console.insert_token(&token("a", "ann", 100)).await.is_err(), "ids and hashes are unique");

    let used = console.use_token(&[b'a'; 32], Timestamp(10)).await.unwrap().unwrap();
    assert_eq!((used.info.person_name.as_str(), used.claim_values), ("ann Example", vec!["team".to_owned()]));
    assert_eq!((used.info.role, used.info.gateways), (Role::Operator, vec!["dev".to_owned()]));
    let listed = console.list_tokens(Some("ann"), Timestamp(10)).await.unwrap();
    assert_eq!(listed[0].last_used_at, Some(Timestamp(10)));
    assert_eq!(console.use_token(&[b'b'; 32], Timestamp(10)).await.unwrap(), None);
    assert_eq!(console.use_token(&[b'a'; 32], Timestamp(100)).await.unwrap(), None, "expired");
    assert!(!console.delete_token("a", Some("bob")).await.unwrap(), "someone else's");
    assert!(console.delete_token("a", Some("ann")).await.unwrap());
    assert!(console.list_tokens(None, Timestamp(0)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_role_given_on_the_host_ends() {
    let (_dir, store) = open().await;
    assert_eq!(store.console.recovery_of("ann", Timestamp(0)).await.unwrap(), None);
    store.console.recover("ann", Role::Operator, Timestamp(50)).await.unwrap();
    store.console.recover("ann", Role::Admin, Timestamp(100)).await.unwrap();
    assert_eq!(store.console.recovery_of("ann", Timestamp(99)).await.unwrap(), Some((Role::Admin, Timestamp(100))));
    assert_eq!(store.console.recovery_of("ann", Timestamp(100)).await.unwrap(), None);
}

fn connection(person: &str, id: &str) -> ConnectionRow {
    ConnectionRow {
        person_id: person.into(),
        arm_url: "https://arm.test".into(),
        id: id.into(),
        account: format!("{person}@contoso.test"),
        sealed_token: format!("sealed-{id}"),
        connected_at: Timestamp(1),
        renewed_at: Timestamp(1),
    }
}

#[tokio::test]
async fn a_connection_is_replaced_renewed_and_ended_as_itself_only() {
    let (_dir, store) = open().await;
    let console = store.console;
    assert!(console.save_connection(&connection("ann", "1")).await.is_err(), "nobody of that name signed in");
    for name in ["ann", "bob"] {
        console.save_person(&person(name, Role::Admin)).await.unwrap();
        console.save_connection(&connection(name, "1")).await.unwrap();
    }
    let first = console.find_connection("ann", "https://arm.test").await.unwrap().unwrap();
    assert_eq!(first, connection("ann", "1"));
    assert!(!format!("{first:?}").contains("sealed-1"), "{first:?}");
    assert_eq!(console.find_connection("ann", "https://other.test").await.unwrap(), None);

    assert!(console.renew_connection(&first, "sealed-anew", Timestamp(9)).await.unwrap());
    console.save_connection(&connection("ann", "2")).await.unwrap();
    assert!(!console.renew_connection(&first, "too late", Timestamp(10)).await.unwrap(), "it was made again meanwhile");
    assert_eq!(console.list_connections("ann").await.unwrap(), [connection("ann", "2")]);
    assert_eq!(console.list_connections("bob").await.unwrap(), [connection("bob", "1")], "somebody else's stays as it is");

    assert_eq!(console.delete_connection("ann", "https://arm.test").await.unwrap().as_deref(), Some("ann@contoso.test"));
    assert_eq!(console.delete_connection("ann", "https://arm.test").await.unwrap(), None);
}

#[tokio::test]
async fn a_connection_ends_with_the_last_session_and_token() {
    let (_dir, store) = open().await;
    let console = store.console;
    for name in ["ann", "bob", "cid"] {
        console.save_person(&person(name, Role::Admin)).await.unwrap();
        console.save_connection(&connection(name, "1")).await.unwrap();
    }
    console.insert_session(&session(1, "ann", "", 1)).await.unwrap();
    console.insert_token(&token("b", "bob", 50)).await.unwrap();
    assert_eq!(console.sweep_connections(Timestamp(10)).await.unwrap(), 1, "cid can't act any more");
    assert_eq!(console.list_connections("cid").await.unwrap(), []);
    assert_eq!(console.sweep_connections(Timestamp(50)).await.unwrap(), 1, "bob's token has expired");
    assert_eq!(console.sweep_connections(Timestamp(50)).await.unwrap(), 0);
    assert_eq!(console.sweep_connections(Timestamp(100)).await.unwrap(), 1, "ann's session has expired");
}
