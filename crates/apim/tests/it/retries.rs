//! What is sent again, and what is not.

use crate::local::{call, limits, start, start_with};
use apim::{Backend, Error, IfMatch, Limits};
use emulator::{Action, PreparedAnswer, Rule, When};
use std::time::{Duration, Instant};

fn rule(method: &str, times: u32, action: Action) -> Rule {
    Rule { method: Some(method.into()), path_contains: Some("/backends".into()), times: Some(times), action }
}

fn answered(status: u16, code: &str, retry_after_s: Option<u32>) -> Action {
    Action::Answer(PreparedAnswer { status, code: code.into(), message: "on request".into(), retry_after_s })
}

#[tokio::test]
async fn reads_get_through_what_passes() {
    let local = start().await;
    local.emulator.switches().set(vec![
        rule("GET", 1, answered(503, "ServiceUnavailable", None)),
        rule("GET", 1, answered(409, "PessimisticConcurrencyConflict", None)),
        rule("GET", 1, Action::Drop { when: When::Before }),
    ]);
    assert!(!local.arm.list_backends(&call()).await.unwrap().is_empty());
    assert!(local.emulator.switches().rules().iter().all(|rule| rule.times == Some(0)));
    local.emulator.stop().await;
}

#[tokio::test]
async fn reads_give_up_after_their_attempts() {
    let local = start().await;
    local.emulator.switches().set(vec![rule("GET", 100, answered(500, "InternalServerError", None))]);
    let error = local.arm.list_backends(&call()).await.unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert_eq!(local.emulator.switches().rules()[0].times, Some(100 - Limits::default().read_attempts));
    local.emulator.stop().await;
}

#[tokio::test]
async fn throttling_holds_other_calls_back_too() {
    let local = start().await;
    local.emulator.switches().set(vec![rule("GET", 1, answered(429, "TooManyRequests", Some(1)))]);
    let started = Instant::now();
    local.arm.list_backends(&call()).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));

    local.emulator.switches().set(vec![rule("GET", 1, answered(429, "TooManyRequests", Some(600)))]);
    let error = local.arm.list_backends(&call()).await.unwrap_err();
    assert!(matches!(&error, Error::Api(api) if api.retry_after == Some(Duration::from_secs(600))), "{error:?}");
    let other = local.arm.list_subscriptions(&call()).await.unwrap_err();
    assert!(matches!(&other, Error::Api(api) if api.status == 429 && api.retry_after > Some(Duration::from_secs(200))), "{other:?}");
    local.arm.delete_backend(&call(), "mistral-large", IfMatch::Any).await.unwrap();
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_change_that_was_not_made_is_sent_again() {
    let local = start().await;
    local.emulator.switches().set(vec![
        rule("DELETE", 1, answered(429, "TooManyRequests", Some(0))),
        rule("DELETE", 1, answered(409, "PessimisticConcurrencyConflict", None)),
    ]);
    assert_eq!(local.arm.delete_backend(&call(), "mistral-large", IfMatch::Any).await.unwrap().status, 200);
    local.emulator.stop().await;
}

#[tokio::test]
async fn a_change_that_may_have_been_made_is_not_sent_again() {
    let local = start_with(Limits { request_timeout: Duration::from_millis(300), ..limits() }).await;
    let backend = Backend::from_value(serde_json::json!({ "properties": { "url": "https://x.test", "protocol": "http" } }));
    let faults = [answered(500, "InternalServerError", None), Action::Drop { when: When::After }, Action::Hold { when: When::After }];
    for (number, fault) in faults.into_iter().enumerate() {
        local.emulator.switches().set(vec![rule("PUT", 5, fault.clone())]);
        let error = local.arm.put_backend(&call(), &format!("fault-{number}"), &backend, IfMatch::None).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{fault:?}: {error:?}");
        assert_eq!(local.emulator.switches().rules()[0].times, Some(4), "{fault:?}");
    }
    local.emulator.switches().clear();
    assert!(local.arm.find_backend(&call(), "fault-1").await.unwrap().is_some());
    local.emulator.stop().await;
}
