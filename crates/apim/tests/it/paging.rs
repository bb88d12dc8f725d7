//! Lists over several pages.

use crate::{
    local::{call, client, limits, start, start_with},
    peer::{Peer, answer},
};
use apim::{Backend, Error, IfMatch, Limits};
use domain::backend::BackendKind;

const MANY: usize = 130;

async fn fill(arm: &apim::ArmClient) {
    let mut backend = Backend::new(BackendKind::Single);
    backend.set_url(Some("https://x.test"));
    backend.set_protocol(Some("http"));
    for number in 0..MANY {
        arm.put_backend(&call(), &format!("many-{number:03}"), &backend, IfMatch::None).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_is_read_to_its_end() {
    let local = start().await;
    let seeded = local.arm.list_backends(&call()).await.unwrap().len();
    fill(&local.arm).await;
    let all = local.arm.list_backends(&call()).await.unwrap();
    assert_eq!(all.len(), seeded + MANY);
    assert!(all.iter().any(|backend| backend.name() == "many-129"));
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_list_that_is_too_long_is_an_error() {
    let local = start_with(Limits { sweep_max_items: 100, ..limits() }).await;
    fill(&local.arm).await;
    let error = local.arm.list_backends(&call()).await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("100 items")), "{error:?}");
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_link_to_another_origin_gets_no_token() {
    let elsewhere = Peer::start(|_| answer(200, r#"{"value":[]}"#)).await;
    let link = format!("{}/next", elsewhere.url());
    let arm = Peer::start(move |_| answer(200, &format!(r#"{{"value":[],"nextLink":"{link}"}}"#))).await;
    let error = client(&arm.url(), limits()).list_backends(&call()).await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("nextLink")), "{error:?}");
    assert_eq!((arm.requests().len(), elsewhere.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_list_that_leads_back_ends() {
    let arm = Peer::start(|_| answer(200, r#"{"value":[null,{"id":"/a"}],"nextLink":"?%24skip=1"}"#)).await;
    let error = client(&arm.url(), limits()).list_backends(&call()).await.unwrap_err();
    assert!(matches!(&error, Error::Protocol(text) if text.contains("leads back")), "{error:?}");
    let requests = arm.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.head.contains("api-version=2025-09-01-preview")), "{requests:?}");
}
