//! Answers that are lost: the console says that it does not know, and finds out.

use crate::harness::{Console, draft, save, single, until};
use domain::{Actor, Operation, Timestamp, audit::Target};
use serde_json::{Value, json};
use store::{Intent, Store};

const AT_ONCE: &[(&str, &str)] = &[("limits.settle_after_seconds", "0")];
const NEVER: &[(&str, &str)] = &[("limits.settle_after_seconds", "86400")];

fn dropped(method: &str, when: &str) -> Value {
    json!([{ "method": method, "path_contains": "/backends/", "times": 1, "do": { "drop": { "when": when } } }])
}

/// The problem's audit entry, after checking that it says "unknown".
fn unknown(answer: crate::harness::Answer) -> String {
    let problem = answer.expect(502).json();
    assert_eq!(problem["code"], "unknown", "{problem}");
    problem["audit_id"].as_str().unwrap().to_owned()
}

fn outcomes(entry: &Value) -> Vec<&str> {
    entry["outcomes"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_change_that_was_made() {
    let console = Console::with(NEVER).await;
    console.switch(dropped("PUT", "after")).await;
    let id = unknown(console.call("backends/save", save(draft("lost", "https://x.example"), None)).await);
    let entry = console.settled(&id, "applied").await;
    assert_eq!(outcomes(&entry), ["unknown", "applied"]);
    assert_eq!(entry["can_settle"], false);
    assert_eq!(console.writes().await, ["PUT /backends/lost"], "a change is not sent twice");

    console.switch(dropped("PATCH", "after")).await;
    let member = console.stored("/backends/aoai-pool").await["properties"]["pool"]["services"][0]["id"].clone();
    let weights = json!({ "gateway": "local", "name": "aoai-pool", "etag": console.etag("aoai-pool").await,
        "weights": [{ "id": member, "weight": "9", "priority": "1" }] });
    let id = unknown(console.call("backends/weights", weights).await);
    console.settled(&id, "applied").await;

    console.switch(dropped("DELETE", "after")).await;
    let delete = json!({ "gateway": "local", "name": "lost", "etag": console.etag("lost").await });
    let id = unknown(console.call("backends/delete", delete).await);
    assert_eq!(outcomes(&console.settled(&id, "applied").await), ["unknown", "applied"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_change_that_was_not_made() {
    let console = Console::with(AT_ONCE).await;
    console.switch(dropped("PUT", "before")).await;
    let id = unknown(console.call("backends/save", save(draft("never", "https://x.example"), None)).await);
    assert_eq!(outcomes(&console.settled(&id, "refused").await), ["unknown", "refused"]);

    console.switch(dropped("DELETE", "before")).await;
    let delete = json!({ "gateway": "local", "name": "content-safety", "etag": console.etag("content-safety").await });
    let id = unknown(console.call("backends/delete", delete).await);
    console.settled(&id, "refused").await;
    assert_eq!(console.page("/g/local/backends/content-safety").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_stays_unknown_while_it_may_still_come_and_is_settled_after_a_restart() {
    let console = Console::with(NEVER).await;
    console.given("/backends/pending", single("https://one.example")).await;
    let etag = console.etag("pending").await;
    console.switch(dropped("PUT", "before")).await;
    let id = unknown(console.call("backends/save", save(draft("pending", "https://two.example"), Some(&etag))).await);
    assert_eq!(console.ask("audit/settle", json!({ "id": id })).await, "unknown");
    let list = console.ask("backends/list", json!({ "gateway": "local", "query": { "filter": "attention" } })).await;
    assert_eq!((&list["page"]["rows"][0]["name"], &list["page"]["rows"][0]["state"]), (&json!("pending"), &json!("outcome_unknown")));
    let page = console.page(&format!("/audit/{id}")).await.expect(200);
    assert!(page.text.contains("Read Azure again"), "{}", page.text);
    let pressed = console.post_form(&format!("/audit/{id}"), &[("do", "settle")]).await.expect(303);
    assert_eq!(pressed.header("location"), format!("/audit/{id}"));
    assert!(console.page("/audit").await.text.contains("One change has an unknown outcome"));

    let again = Console::open(console.stop().await, AT_ONCE, None).await;
    assert_eq!(outcomes(&again.settled(&id, "refused").await), ["unknown", "refused"]);
    assert!(!again.page("/audit").await.text.contains("has an unknown outcome"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_nothing_is_never_unknown() {
    let console = Console::with(NEVER).await;
    let answer = json!({ "status": 503, "code": "ServiceUnavailable", "message": "Not now." });
    console.switch(json!([{ "method": "POST", "path_contains": "/listSecrets", "do": { "answer": answer } }])).await;
    let reveal = json!({ "gateway": "local", "name": "demo", "which": "primary" });
    let problem = console.call("subscriptions/reveal", reveal).await.expect(502).json();
    assert_eq!((&problem["code"], &problem["upstream"]["code"]), (&json!("upstream"), &json!("ServiceUnavailable")), "{problem}");
    assert_eq!(outcomes(&console.entry(problem["audit_id"].as_str().unwrap()).await), ["refused"]);
    assert!(!console.page("/g/local/subscriptions").await.expect(200).text.contains("Outcome unknown"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_someone_else_changed_since_can_not_be_told() {
    let console = Console::with(NEVER).await;
    console.given("/backends/muddled", single("https://one.example")).await;
    let etag = console.etag("muddled").await;
    console.switch(dropped("PUT", "before")).await;
    let id = unknown(console.call("backends/save", save(draft("muddled", "https://two.example"), Some(&etag))).await);
    console.given("/backends/muddled", single("https://three.example")).await;
    assert_eq!(console.ask("audit/settle", json!({ "id": id })).await, "unknown");

    let again = Console::open(console.stop().await, AT_ONCE, None).await;
    until("the job has looked at it", || async { (outcomes(&again.entry(&id).await).len() == 2).then_some(()) }).await;
    for _ in 0..2 {
        assert_eq!(again.ask("audit/settle", json!({ "id": id })).await, "unknown");
    }
    let entry = again.entry(&id).await;
    assert_eq!(outcomes(&entry), ["unknown", "unknown"], "said once: {entry}");
    assert!(entry["entry"]["note"].as_str().unwrap().contains("can't be told"), "{entry}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_says_little_is_unknown_too() {
    let console = Console::with(AT_ONCE).await;
    let answer = json!({ "status": 500, "code": "InternalServerError", "message": "Perhaps." });
    console.switch(json!([{ "method": "PUT", "times": 1, "do": { "answer": answer } }])).await;
    let problem = console.call("backends/save", save(draft("perhaps", "https://x.example"), None)).await.expect(502).json();
    assert_eq!((&problem["code"], &problem["upstream"]["message"]), (&json!("unknown"), &json!("Perhaps.")));
    console.settled(problem["audit_id"].as_str().unwrap(), "refused").await;
}

/// An intent as a process that ended wrote it.
fn orphan(number: u32, operation: Operation, name: &str, after: Option<Value>) -> Intent {
    let resource_id = format!(
        "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.ApiManagement/service/{}/backends/{name}",
        emulator::SUBSCRIPTION_ID,
        emulator::RESOURCE_GROUP,
        emulator::SERVICE
    );
    Intent {
        id: format!("01890000-0000-7000-8000-00000000000{number}"),
        at: Timestamp(1_700_000_000_000),
        boot_id: "an earlier process".into(),
        operation,
        target: Target { gateway: "local".into(), kind: "backend".into(), name: name.into(), resource_id },
        actor: Actor::local_admin(),
        request_id: "r".into(),
        if_match: None,
        before: None,
        after: after.map(|value| value.to_string()),
        is_settleable: operation != Operation::ChatCompletions,
        note: String::new(),
        reason: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_left_is_found_at_start_and_settled() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let wanted = json!({ "properties": single("https://x.example") });
    let orphans = [
        orphan(1, Operation::BackendCreateOrUpdate, "ghost", Some(wanted)),
        orphan(2, Operation::BackendDelete, "gone", None),
        orphan(3, Operation::ChatCompletions, "gpt-4o", None),
    ];
    for intent in &orphans {
        store.ledger.record_intent(intent).await.unwrap();
    }
    store.close().await;
    let console = Console::open(dir, &[], None).await;
    let expected = [("refused", vec!["unknown", "refused"]), ("applied", vec!["unknown", "applied"]), ("aborted", vec!["aborted"])];
    for (intent, (outcome, rows)) in orphans.iter().zip(expected) {
        let entry = console.settled(&intent.id, outcome).await;
        assert_eq!(outcomes(&entry), rows, "{}", intent.operation.id());
    }
    assert!(console.writes().await.is_empty(), "settling reads, and changes nothing");
}
