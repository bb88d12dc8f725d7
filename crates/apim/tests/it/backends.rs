//! Reading and changing backends and subscriptions.

use crate::local::{call, start};
use apim::{Backend, ETag, Error, IfMatch, Pool, PoolMember};
use domain::backend::BackendKind;
use secrecy::ExposeSecret;
use serde_json::json;

fn single(title: &str) -> Backend {
    let mut backend = Backend::new(BackendKind::Single);
    backend.set_title(Some(title));
    backend.set_url(Some("https://x.test"));
    backend.set_protocol(Some("http"));
    backend
}

#[tokio::test]
async fn a_backend_lives_from_creation_to_deletion() {
    let local = start().await;
    let (arm, call) = (&local.arm, call());
    assert!(arm.find_backend(&call, "new").await.unwrap().is_none());
    assert_eq!(arm.head_backend(&call, "new").await.unwrap(), None);
    assert_eq!(arm.get_backend(&call, "new").await.unwrap_err().status(), Some(404));

    let mut backend = single("First");
    backend.set_header_credential("api-key", vec!["hunter2".into()]);
    let created = arm.put_backend(&call, "new", &backend, IfMatch::None).await.unwrap();
    assert!(created.is_created());
    assert!(created.receipt.request_id.is_some() && created.receipt.correlation_id.is_some());

    let read = arm.get_backend(&call, "new").await.unwrap();
    assert_eq!((read.value.name(), read.value.title(), Some(&read.etag)), ("new", Some("First"), created.etag.as_ref()));
    assert_eq!(arm.head_backend(&call, "new").await.unwrap().as_ref(), Some(&read.etag));
    assert_eq!(read.value.credentials().headers, ["api-key"]);

    let mut wanted = read.value.clone();
    wanted.set_title(Some("Second"));
    let updated = arm.put_backend(&call, "new", &wanted, IfMatch::Tag(read.etag.clone())).await.unwrap();
    assert!(!updated.is_created());
    assert_eq!(updated.value.raw().pointer("/properties/credentials/header/api-key/0"), Some(&json!("hunter2")));

    let stale = arm.put_backend(&call, "new", &single("Third"), IfMatch::Tag(read.etag)).await.unwrap_err();
    assert!(matches!(&stale, Error::Api(api) if api.status == 412 && api.code == "PreconditionFailed"), "{stale:?}");
    assert!(!stale.is_outcome_unknown());

    let patch = json!({ "properties": { "description": "patched" } });
    let patched = arm.patch_backend(&call, "new", &patch, IfMatch::Tag(updated.etag.unwrap())).await.unwrap();
    assert_eq!((patched.value.title(), patched.value.description()), (Some("Second"), Some("patched")));

    assert_eq!(arm.reconnect_backend(&call, "new", Some("PT3M")).await.unwrap().status, 202);
    assert_eq!(arm.reconnect_backend(&call, "new", None).await.unwrap().status, 202);
    assert_eq!(arm.delete_backend(&call, "new", IfMatch::Tag(patched.etag.unwrap())).await.unwrap().status, 200);
    assert_eq!(arm.delete_backend(&call, "new", IfMatch::Any).await.unwrap().status, 204);
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_pool_survives_a_change_of_weights() {
    let local = start().await;
    let (arm, call) = (&local.arm, call());
    let read = arm.get_backend(&call, "aoai-pool").await.unwrap();
    let mut pool = read.value.pool().unwrap();
    assert_eq!((read.value.kind(), pool.members.len()), (BackendKind::Pool, 3));
    pool.members[0].weight = Some(10);
    pool.session_cookie = Some("session".into());
    let mut wanted = read.value.clone();
    wanted.set_pool(&pool);
    let written = arm.put_backend(&call, "aoai-pool", &wanted, IfMatch::Tag(read.etag)).await.unwrap();
    assert_eq!(written.value.pool(), Some(pool));
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_refusal_names_its_fields() {
    let local = start().await;
    let mut pool = Backend::new(BackendKind::Pool);
    let member = PoolMember { id: local.arm.address().child_id("backends", "missing"), weight: None, priority: None };
    pool.set_pool(&Pool { members: vec![member], ..Pool::default() });
    pool.set_url(Some("https://x.test"));
    let error = local.arm.put_backend(&call(), "pool", &pool, IfMatch::None).await.unwrap_err();
    let Error::Api(api) = &error else { panic!("{error:?}") };
    assert_eq!((api.status, api.code.as_str()), (400, "ValidationError"));
    assert!(api.details.iter().any(|detail| detail.target.as_deref() == Some("url")), "{api:?}");
    assert!(api.request_id.is_some());
    local.emulator.stop().await;
}

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_a_name_or_a_version() {
    let local = start().await;
    for name in ["", ".", "..", "a/b"] {
        assert!(matches!(local.arm.delete_backend(&call(), name, IfMatch::Any).await, Err(Error::Protocol(_))), "{name:?}");
    }
    for tag in ["*", "\"a\", \"b\""] {
        let refused = local.arm.delete_backend(&call(), "aoai-pool", IfMatch::Tag(ETag::from(tag))).await;
        assert!(matches!(refused, Err(Error::Protocol(_))), "{tag}");
    }
    assert!(local.emulator.changes().is_empty());
    local.emulator.stop().await;
}

#[tokio::test]
async fn subscriptions_and_their_keys() {
    let local = start().await;
    let all = local.arm.list_subscriptions(&call()).await.unwrap();
    let demo = all.iter().find(|subscription| subscription.name() == "demo").unwrap();
    assert_eq!(demo.state(), Some("active"));
    assert!(all.iter().any(|subscription| subscription.name() == "master"));
    let keys = local.arm.list_secrets(&call(), "demo").await.unwrap();
    assert_eq!(keys.primary.expose_secret(), emulator::DEMO_KEY);
    assert!(!format!("{keys:?}").contains(emulator::DEMO_KEY));
    local.emulator.stop().await;
}
