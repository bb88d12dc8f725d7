//! Faults on request: holding, dropping, delaying and answering.

use emulator::{Action, PreparedAnswer, Rule, When};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::client::{Local, arm_error, single};

fn rule(action: Action) -> Rule {
    Rule { method: Some("put".to_owned()), path_contains: Some("/backends/X".to_owned()), times: Some(1), action }
}

async fn exists(local: &Local, name: &str) -> bool {
    local.get(&format!("/backends/{name}")).await.status() == 200
}

fn put(local: &Local, name: &str) -> impl Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static {
    let body = json!({ "properties": single("https://one.example") });
    local.arm(Method::PUT, &format!("/backends/{name}")).json(&body).send()
}

#[tokio::test]
async fn a_request_held_before_is_never_made_if_its_client_leaves() {
    let local = Local::empty().await;
    let switches = local.emulator.switches();
    switches.set(vec![rule(Action::Hold { when: When::Before })]);
    let tasks = TaskTracker::new();
    let call = tasks.spawn(put(&local, "x1"));
    switches.until_held(1).await;
    assert!(!exists(&local, "x1").await);
    call.abort();
    // The count falls when the server has noticed that the client is gone.
    while switches.held() > 0 {
        tokio::task::yield_now().await;
    }
    switches.clear();
    assert!(!exists(&local, "x1").await);
    assert!(local.emulator.changes().is_empty());
}

#[tokio::test]
async fn a_request_held_before_goes_on_when_the_switch_is_removed() {
    let local = Local::empty().await;
    let url = format!("{}/emulator/switches", local.emulator.arm_url());
    let rules = json!([{ "method": "PUT", "times": 1, "do": { "hold": { "when": "before" } } }]);
    let set: Value = local.http.put(&url).json(&rules).send().await.unwrap().json().await.unwrap();
    assert_eq!(set, json!({ "rules": rules, "held": 0 }));
    let tasks = TaskTracker::new();
    let call = tasks.spawn(put(&local, "x1"));
    local.emulator.switches().until_held(1).await;
    let shown: Value = local.http.get(&url).send().await.unwrap().json().await.unwrap();
    assert_eq!((&shown["held"], &shown["rules"][0]["times"]), (&json!(1), &json!(0)));
    assert_eq!(local.http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(call.await.unwrap().unwrap().status(), 201);
}

#[tokio::test]
async fn a_request_held_after_is_made_before_it_is_answered() {
    let local = Local::empty().await;
    let switches = local.emulator.switches();
    switches.set(vec![rule(Action::Hold { when: When::After })]);
    let tasks = TaskTracker::new();
    let call = tasks.spawn(put(&local, "x1"));
    switches.until_held(1).await;
    assert!(exists(&local, "x1").await, "made, though not answered");
    assert!(!call.is_finished());
    switches.clear();
    assert_eq!(call.await.unwrap().unwrap().status(), 201);
}

#[tokio::test]
async fn a_dropped_request_gets_no_answer_at_all() {
    let local = Local::empty().await;
    let switches = local.emulator.switches();
    for (name, when, is_made) in [("x1", When::Before, false), ("x2", When::After, true)] {
        switches.set(vec![rule(Action::Drop { when })]);
        let error = put(&local, name).await.expect_err("the connection is closed without an answer");
        assert!(!error.is_status() && !error.is_timeout() && !error.is_body(), "{error:?}");
        assert_eq!(exists(&local, name).await, is_made, "{name}");
    }
    let applied: Vec<_> = local.emulator.changes().iter().map(|change| change.applied).collect();
    assert_eq!(applied, [false, true]);
    assert_eq!(put(&local, "x3").await.unwrap().status(), 201, "a used-up switch lets the next one pass");
}

#[tokio::test]
async fn a_prepared_answer_replaces_the_change() {
    let local = Local::empty().await;
    let answer =
        PreparedAnswer { status: 429, code: "TooManyRequests".to_owned(), message: "Slow down.".to_owned(), retry_after_s: Some(2) };
    local.emulator.switches().set(vec![rule(Action::Answer(answer))]);
    let throttled = put(&local, "x1").await.unwrap();
    assert_eq!(throttled.headers()["retry-after"], "2");
    assert_eq!(arm_error(throttled).await, (429, "TooManyRequests".to_owned(), "Slow down.".to_owned()));
    assert!(!exists(&local, "x1").await);
    let log = local.http.get(format!("{}/emulator/log", local.emulator.arm_url())).send().await.unwrap();
    let log: Value = log.json().await.unwrap();
    assert_eq!((&log[0]["method"], &log[0]["status"], &log[0]["applied"]), (&json!("PUT"), &json!(429), &json!(false)));
}

#[tokio::test]
async fn a_delay_comes_before_the_change() {
    let local = Local::empty().await;
    local.emulator.switches().set(vec![rule(Action::DelayMs(120))]);
    let start = std::time::Instant::now();
    assert_eq!(put(&local, "x1").await.unwrap().status(), 201);
    assert!(start.elapsed().as_millis() >= 120);
}

#[tokio::test]
async fn stopping_does_not_wait_for_a_held_request_and_does_not_make_it() {
    let local = Local::empty().await;
    local.emulator.switches().set(vec![rule(Action::Hold { when: When::Before })]);
    let tasks = TaskTracker::new();
    let call = tasks.spawn(put(&local, "x1"));
    local.emulator.switches().until_held(1).await;
    local.emulator.stop().await;
    assert!(call.await.unwrap().is_err(), "the held request gets no answer");
}

#[tokio::test]
async fn chance_is_drawn_the_same_way_every_time() {
    let busy = PreparedAnswer { status: 429, code: "TooManyRequests".to_owned(), message: "Slow down.".to_owned(), retry_after_s: Some(3) };
    let sometimes = |seed| Rule {
        method: Some("PUT".to_owned()),
        path_contains: None,
        times: None,
        action: Action::Sometimes { percent: 40, seed, then: Box::new(Action::Answer(busy.clone())) },
    };
    let run = async |seed| {
        let local = Local::empty().await;
        local.emulator.switches().set(vec![sometimes(seed)]);
        let mut drawn = Vec::new();
        for number in 0..30 {
            let answer = local.put(&format!("/backends/b{number}"), single("https://x.example")).await;
            drawn.push(match answer.status().as_u16() {
                429 => {
                    assert_eq!(answer.headers()["retry-after"], "3");
                    true
                }
                status => {
                    assert_eq!(status, 201);
                    false
                }
            });
        }
        drawn
    };
    let first = run(7).await;
    assert!((4..=22).contains(&first.iter().filter(|drawn| **drawn).count()), "{first:?}");
    assert_eq!(run(7).await, first);
    assert_ne!(run(8).await, first);
}

#[tokio::test]
async fn new_switches_are_set_over_http_and_strictness_is_one() {
    let local = Local::demo().await;
    let url = format!("{}/emulator/switches", local.emulator.arm_url());
    let rules = json!([
        { "method": "DELETE", "do": "require_if_match" },
        { "path_contains": "/namedValues/", "do": { "slow_operation": {} } },
        { "do": { "sometimes": { "percent": 0, "seed": 1, "then": { "delay_ms": 1 } } } },
    ]);
    let set: Value = local.http.put(&url).json(&rules).send().await.unwrap().json().await.unwrap();
    assert_eq!(set["rules"].as_array().unwrap().len(), 3);
    let without = local.arm(Method::DELETE, "/loggers/usage-eventhub").send().await.unwrap();
    assert_eq!(without.status(), 412);
    assert_eq!(local.delete("/loggers/usage-eventhub").await, 200);
    let value = local.put("/namedValues/new", json!({ "displayName": "new", "value": "x" })).await;
    let status = value.headers()["azure-asyncoperation"].to_str().unwrap().to_owned();
    let status: Value = local.http.get(status).bearer_auth("x").send().await.unwrap().json().await.unwrap();
    assert_eq!(status["status"], "InProgress");
    let bad = json!([{ "do": { "sometimes": { "percent": 1, "seed": 1, "then": { "answer": { "status": 99, "code": "x", "message": "x" } } } } }]);
    assert_eq!(local.http.put(&url).json(&bad).send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn the_log_lists_parallel_changes_in_the_order_they_were_made() {
    let local = Local::empty().await;
    let write = |number: usize| local.put("/backends/one", json!({ "url": format!("https://b{number}.example"), "protocol": "http" }));
    futures::future::join_all((0..20).map(write)).await;
    let changes = local.emulator.changes();
    assert_eq!(changes.len(), 20);
    assert_eq!(changes.iter().filter(|change| change.status == 201).count(), 1);
    assert_eq!(changes[0].status, 201, "the one that created it was first");
    assert!(changes.is_sorted_by_key(|change| change.at_ms));
}

#[tokio::test]
async fn a_fault_can_come_late_and_the_log_says_whose_call_it_was() {
    let local = Local::empty().await;
    let refused = PreparedAnswer { status: 503, code: "Busy".to_owned(), message: "Later.".to_owned(), retry_after_s: None };
    local.emulator.switches().set(vec![rule(Action::Late { ms: 120, then: Box::new(Action::Answer(refused)) })]);
    let start = std::time::Instant::now();
    let call = local.arm(Method::PUT, "/backends/x1").header("x-ms-client-request-id", "mine");
    let answer = call.json(&json!({ "properties": single("https://x.example") })).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(start.elapsed().as_millis() >= 120);
    let change = local.emulator.changes().pop().unwrap();
    assert_eq!((change.request_id.as_deref(), change.applied), (Some("mine"), false));
}

#[tokio::test]
async fn calls_are_counted_by_address() {
    let local = Local::demo().await;
    for path in ["/backends", "/backends", "/loggers", "/nothing"] {
        local.get(path).await;
    }
    local.post("/subscriptions/demo/listSecrets").await;
    let url = format!("{}/emulator/counts", local.emulator.arm_url());
    let counts = async || local.http.get(&url).send().await.unwrap().json::<Value>().await.unwrap();
    let expected = json!({ "GET /backends": 2, "GET /loggers": 1, "GET /nothing": 1, "POST /subscriptions/demo/listSecrets": 1 });
    assert_eq!(counts().await, expected);
    assert_eq!(local.http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(counts().await, json!({}));
}
