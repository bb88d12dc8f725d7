//! Two hundred changes of every kind while Azure misbehaves: each is made exactly once, or reported as
//! refused, or as unknown and then settled; and the audit says what the emulator's own log says.

use crate::harness::{Answer, Console, draft, form, save};
use serde_json::{Value, json};
use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Mutex, time::Duration};

/// People at work at the same time, each on resources of their own.
const LANES: usize = 20;
/// Changes that each of them gets through.
const GOALS: usize = 10;
/// How often somebody tries again what was refused.
const TRIES: usize = 12;
const PATIENCE: Duration = Duration::from_secs(240);

/// One request for a change, and what the console said became of it.
struct Attempt {
    request_id: String,
    /// `None`: refused before it was tried.
    audit_id: Option<String>,
    outcome: String,
}

/// One person at work.
struct Lane<'a> {
    console: &'a Console,
    number: usize,
    attempts: &'a Mutex<Vec<Attempt>>,
}

/// 30 % of calls fail, 5 % lose their answer after the change was made, all take half a second.
fn faults() -> Value {
    let late = |then: Value| json!({ "late": { "ms": 500, "then": then } });
    // Each is drawn from what the rules before it left.
    let sometimes =
        |percent: u8, seed: u64, then: Value| json!({ "do": { "sometimes": { "percent": percent, "seed": seed, "then": late(then) } } });
    let answer = |status: u16, code: &str, retry_after_s: Value| json!({ "answer": { "status": status, "code": code, "message": "On request.", "retry_after_s": retry_after_s } });
    json!([
        sometimes(1, 1, answer(429, "TooManyRequests", json!(1))),
        sometimes(9, 2, answer(429, "TooManyRequests", Value::Null)),
        sometimes(11, 3, answer(409, "PessimisticConcurrencyConflict", Value::Null)),
        sometimes(6, 4, answer(500, "InternalServerError", Value::Null)),
        sometimes(7, 5, answer(503, "ServiceUnavailable", Value::Null)),
        sometimes(7, 6, json!({ "drop": { "when": "after" } })),
        { "do": { "delay_ms": 500 } },
    ])
}

impl Lane<'_> {
    fn name(&self, what: &str) -> String {
        format!("{what}-{:02}", self.number)
    }

    /// Reads until Azure answers; null when there is no such thing.
    async fn read(&self, endpoint: &str, body: Value) -> Value {
        loop {
            let answer = self.console.call(endpoint, body.clone()).await;
            match answer.status {
                200 => return answer.json(),
                404 => return Value::Null,
                _ => {}
            }
        }
    }

    async fn etag(&self, slug: &str, parent: &str, name: &str) -> Option<String> {
        let found = self.read(&format!("{slug}/get"), json!({ "gateway": "local", "parent": parent, "name": name })).await;
        found["etag"].as_str().map(str::to_owned)
    }

    /// Tries until it is applied, as people do; every attempt is written down.
    async fn change(&self, what: &str, attempt: impl AsyncFn() -> Answer) {
        let mut said = Value::Null;
        for _ in 0..TRIES {
            let answer = attempt().await;
            said = answer.json();
            let audit_id = said["audit_id"].as_str().filter(|id| !id.is_empty()).map(str::to_owned);
            let outcome = match (answer.status, said["code"].as_str()) {
                (200, _) => "applied".to_owned(),
                (_, Some("unknown")) => self.settled(audit_id.as_ref().unwrap()).await,
                (_, Some(_)) => "refused".to_owned(),
                (status, None) => panic!("{what}: {status} {said}"),
            };
            assert!(outcome != "applied" || audit_id.is_some(), "{what}: {said}");
            let is_done = outcome == "applied";
            let request_id = answer.header("x-request-id").to_owned();
            self.attempts.lock().unwrap().push(Attempt { request_id, audit_id, outcome });
            if is_done {
                return;
            }
        }
        panic!("{what} was never applied: {said}");
    }

    /// What became of an unknown change: presses the button until the console has found out.
    async fn settled(&self, id: &str) -> String {
        for _ in 0..TRIES {
            let answer = self.console.call("audit/settle", json!({ "id": id })).await;
            if answer.status == 200 && answer.json() != "unknown" {
                return answer.json().as_str().unwrap().to_owned();
            }
        }
        panic!("it is still not known what became of {:#}", self.console.entry(id).await);
    }

    async fn save(&self, slug: &str, kind: &str, parent: &str, name: &str, variant: &str, values: Value) {
        self.change(&format!("saving {slug} {name}"), async || {
            let etag = self.etag(slug, parent, name).await;
            self.console.call(&format!("{slug}/save"), form(kind, parent, name, variant, values.clone(), etag.as_deref())).await
        })
        .await;
    }

    async fn delete(&self, slug: &str, parent: &str, name: &str) {
        self.change(&format!("deleting {slug} {name}"), async || {
            let etag = self.etag(slug, parent, name).await;
            let delete = json!({ "gateway": "local", "parent": parent, "name": name, "etag": etag.unwrap_or_default() });
            self.console.call(&format!("{slug}/delete"), delete).await
        })
        .await;
    }

    async fn save_backend(&self, name: &str, url: &str, title: &str) {
        self.change(&format!("saving {name}"), async || {
            let etag = self.etag("backends", "", name).await;
            let mut wanted = draft(name, url);
            wanted["title"] = title.into();
            if url.is_empty() {
                wanted["kind"] = "pool".into();
                wanted["members"] = json!([{ "id": "aoai-swc-ptu", "weight": "1", "priority": "1" }]);
            }
            self.console.call("backends/save", save(wanted, etag.as_deref())).await
        })
        .await;
    }

    async fn weigh(&self, name: &str, weight: &str) {
        self.change(&format!("weighing {name}"), async || {
            let found = self.read("backends/get", json!({ "gateway": "local", "name": name })).await;
            let weights = json!([{ "id": found["pool"]["members"][0]["id"], "weight": weight, "priority": "1" }]);
            self.console
                .call("backends/weights", json!({ "gateway": "local", "name": name, "etag": found["etag"], "weights": weights }))
                .await
        })
        .await;
    }

    async fn save_policy(&self, api: &str, backend: &str) {
        let document = format!("<policies><inbound><base /><set-backend-service backend-id=\"{backend}\" /></inbound></policies>");
        self.change(&format!("saving the policy of {api}"), async || {
            let found = self.read("policies/get", json!({ "gateway": "local", "api": api })).await;
            let etag = found["etag"].as_str().filter(|etag| !etag.is_empty());
            self.console
                .call("policies/save", json!({ "save": { "gateway": "local", "api": api, "document": document, "etag": etag } }))
                .await
        })
        .await;
    }

    async fn delete_policy(&self, api: &str) {
        self.change(&format!("deleting the policy of {api}"), async || {
            let found = self.read("policies/get", json!({ "gateway": "local", "api": api })).await;
            self.console.call("policies/delete", json!({ "gateway": "local", "api": api, "etag": found["etag"] })).await
        })
        .await;
    }

    async fn link(&self, verb: &str, product: &str) {
        self.change(&format!("{verb} {product}"), async || {
            self.console.call(&format!("products/{verb}"), json!({ "gateway": "local", "product": product, "api": "openai" })).await
        })
        .await;
    }

    async fn backends(&self) {
        let (single, pool) = (self.name("single"), self.name("pool"));
        self.save_backend(&single, "https://one.example", "").await;
        self.save_backend(&single, "https://two.example", "").await;
        self.save_backend(&pool, "", "").await;
        self.weigh(&pool, "7").await;
        self.weigh(&pool, "9").await;
        self.save_backend(&pool, "", "Ours").await;
        self.delete("backends", "", &pool).await;
        self.save_backend(&single, "https://two.example", "Ours").await;
        self.delete("backends", "", &single).await;
        self.save_backend(&single, "https://three.example", "").await;
    }

    /// Its policy and its diagnostic are written at the same time: children of one API.
    async fn apis(&self) {
        let api = self.name("api");
        let logged = |percent: &str| json!({ "loggerId": "azuremonitor", "sampling.percentage": percent });
        let named = |title: &str| json!({ "displayName": title, "path": self.name("api"), "protocols": "https" });
        self.save("apis", "api", "", &api, "", named("One")).await;
        let diagnostic = |percent| self.save("diagnostics", "diagnostic", &api, "azuremonitor", "", logged(percent));
        tokio::join!(self.save_policy(&api, "aoai-pool"), diagnostic("100"));
        tokio::join!(self.save_policy(&api, "content-safety"), diagnostic("50"));
        self.save("apis", "api", "", &api, "", named("Two")).await;
        tokio::join!(self.delete_policy(&api), self.delete("diagnostics", &api, "azuremonitor"));
        self.delete("apis", "", &api).await;
        self.save("apis", "api", "", &api, "", named("Three")).await;
    }

    async fn loggers_and_named_values(&self) {
        let (logger, value, secret) = (self.name("hub"), self.name("value"), self.name("secret"));
        let hub = |about: &str| json!({ "description": about, "credentials.name": "hub", "credentials.connectionString": "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=k" });
        self.save("loggers", "logger", "", &logger, "hubs", hub("One")).await;
        self.save("loggers", "logger", "", &logger, "hubs", json!({ "description": "Two", "credentials.name": "hub" })).await;
        self.delete("loggers", "", &logger).await;
        self.save("loggers", "logger", "", &logger, "monitor", json!({ "description": "Three" })).await;
        self.save("named-values", "named_value", "", &value, "plain", json!({ "displayName": value, "value": "one" })).await;
        self.save("named-values", "named_value", "", &value, "plain", json!({ "displayName": value, "value": "two" })).await;
        self.delete("named-values", "", &value).await;
        self.save("named-values", "named_value", "", &secret, "secret", json!({ "displayName": secret, "value": "hidden" })).await;
        self.save("named-values", "named_value", "", &secret, "secret", json!({ "displayName": secret, "tags": "ours" })).await;
        self.delete("named-values", "", &secret).await;
    }

    async fn products(&self) {
        let product = self.name("product");
        let named = |title: &str| json!({ "displayName": title, "state": "published" });
        self.save("products", "product", "", &product, "", named("One")).await;
        self.save("products", "product", "", &product, "", named("Two")).await;
        self.link("add-api", &product).await;
        self.link("remove-api", &product).await;
        self.link("add-api", &product).await;
        self.save("products", "product", "", &product, "", json!({ "displayName": "Two", "state": "notPublished" })).await;
        self.delete("products", "", &product).await;
        self.save("products", "product", "", &product, "", named("Three")).await;
        self.link("add-api", &product).await;
        self.save("products", "product", "", &product, "", named("Four")).await;
    }

    async fn subscriptions(&self) {
        let (team, other) = (self.name("team"), self.name("other"));
        let opens = |state: &str| json!({ "displayName": "Ours", "scope": "/products/ai-standard", "state": state });
        for name in [&team, &other] {
            self.save("subscriptions", "subscription", "", name, "", opens("active")).await;
            self.save("subscriptions", "subscription", "", name, "", opens("suspended")).await;
            self.save("subscriptions", "subscription", "", name, "", opens("active")).await;
            self.save("subscriptions", "subscription", "", name, "", json!({ "displayName": "Renamed" })).await;
            self.delete("subscriptions", "", name).await;
        }
    }

    fn work(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        match self.number % 5 {
            0 => Box::pin(self.backends()),
            1 => Box::pin(self.apis()),
            2 => Box::pin(self.loggers_and_named_values()),
            3 => Box::pin(self.products()),
            _ => Box::pin(self.subscriptions()),
        }
    }
}

/// Every audit entry with its details, by request id.
async fn audited(console: &Console) -> BTreeMap<String, Value> {
    let (mut entries, mut before) = (BTreeMap::new(), String::new());
    loop {
        let page = console.ask("audit/list", json!({ "query": { "before": before } })).await;
        for entry in page["entries"].as_array().unwrap() {
            let detail = console.entry(entry["id"].as_str().unwrap()).await;
            let replaced = entries.insert(detail["request_id"].as_str().unwrap().to_owned(), detail);
            assert!(replaced.is_none(), "two entries of one request: {replaced:?}");
        }
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut before),
            None => return entries,
        }
    }
}

/// The emulator's log by request id.
async fn logged(console: &Console) -> BTreeMap<String, Vec<Value>> {
    let mut logged: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for change in console.log().await {
        logged.entry(change["request_id"].as_str().unwrap().to_owned()).or_default().push(change);
    }
    logged
}

/// The entry and what the emulator saw of the same request tell the same story.
fn assert_agreed(entry: &Value, seen: &[Value]) {
    let id = entry["entry"]["target"]["resource_id"].as_str().unwrap();
    assert!(seen.iter().all(|change| change["path"].as_str().unwrap().eq_ignore_ascii_case(id)), "{id}: {seen:?}");
    let applied = seen.iter().filter(|change| change["applied"] == true).count();
    let expected = usize::from(entry["entry"]["outcome"] == "applied");
    assert_eq!(applied, expected, "{entry}\n{seen:?}");
    assert!(matches!(entry["entry"]["outcome"].as_str(), Some("applied" | "refused")), "{entry}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_changes_under_fire_are_made_once_and_told_truly() {
    let console = Console::with(&[("limits.settle_after_seconds", "0")]).await;
    console.switch(faults()).await;
    let attempts = Mutex::new(Vec::new());
    let lanes: Vec<_> = (0..LANES).map(|number| Lane { console: &console, number, attempts: &attempts }).collect();
    let all = futures::future::join_all(lanes.iter().map(Lane::work));
    assert!(tokio::time::timeout(PATIENCE, all).await.is_ok(), "not done in time");
    console.switch(json!([])).await;

    let attempts = attempts.into_inner().unwrap();
    let (entries, mut logged) = (audited(&console).await, logged(&console).await);
    let applied = attempts.iter().filter(|attempt| attempt.outcome == "applied").count();
    assert_eq!(applied, LANES * GOALS);
    for attempt in &attempts {
        let seen = logged.remove(&attempt.request_id).unwrap_or_default();
        let Some(audit_id) = &attempt.audit_id else {
            assert!(seen.is_empty() && !entries.contains_key(&attempt.request_id), "tried and not told: {seen:?}");
            continue;
        };
        let entry = &entries[&attempt.request_id];
        assert_eq!((&entry["entry"]["id"], &entry["entry"]["outcome"]), (&json!(audit_id), &json!(attempt.outcome)));
        assert_agreed(entry, &seen);
    }
    assert!(logged.is_empty(), "nobody asked for these: {logged:?}");
    assert_eq!(entries.len(), attempts.iter().filter(|attempt| attempt.audit_id.is_some()).count());
    let were_unknown = entries.values().filter(|entry| entry["outcomes"][0]["outcome"] == "unknown").count();
    assert!(were_unknown > 0, "the faults were too kind to prove anything");
    eprintln!("{} attempts, {} entries, {were_unknown} of them unknown at first", attempts.len(), entries.len());
}
