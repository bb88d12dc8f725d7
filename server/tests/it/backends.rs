//! Backends from the browser's side to Azure's and back.

use crate::harness::{Answer, Console, draft, save, single};
use reqwest::Method;
use serde_json::{Value, json};

/// The fields of a single backend's form.
fn form<'a>(name: &'a str, url: &'a str, etag: &'a str) -> Vec<(&'a str, &'a str)> {
    let fixed = [("kind", "single"), ("protocol", "http"), ("validate_chain", "on"), ("validate_name", "on")];
    [vec![("name", name), ("url", url), ("etag", etag)], fixed.to_vec()].concat()
}

/// The draft that the edit page starts from.
async fn current(console: &Console, name: &str) -> (Value, String) {
    let detail = console.ask("backends/get", json!({ "gateway": "local", "name": name })).await;
    let detail: domain::backend::BackendDetail = serde_json::from_value(detail).unwrap();
    let draft = domain::backend::BackendDraft::of(&detail);
    (serde_json::to_value(draft).unwrap(), detail.etag)
}

fn fields(answer: &Answer) -> Vec<String> {
    let problem = answer.json();
    assert_eq!(problem["code"], "invalid", "{problem}");
    let name = |field: &Value| field["field"].as_str().unwrap().to_owned();
    problem["fields"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_creates_and_leads_to_the_backend() {
    let console = Console::start().await;
    let answer = console.post_form("/g/local/backends/new", &form("fresh", "https://x.example/openai", "")).await.expect(303);
    let next = answer.header("location").to_owned();
    assert!(next.starts_with("/g/local/backends/fresh?done=created&entry="), "{next}");
    let page = console.page(&next).await.expect(200);
    assert!(page.text.contains("Created.") && page.text.contains("https://x.example/openai"), "{}", page.text);
    assert_eq!(console.stored("/backends/fresh").await["properties"]["url"], "https://x.example/openai");
    assert!(console.page("/g/local/backends").await.text.contains("fresh"), "the list is not an old one");

    let saved = console.ask("backends/save", save(draft("scripted", "https://y.example"), None)).await;
    assert_eq!((&saved["name"], &saved["verb"]), (&json!("scripted"), &json!("created")));
    assert_eq!(saved["etag"], console.etag("scripted").await.as_str());
    assert_eq!(console.writes().await, ["PUT /backends/fresh", "PUT /backends/scripted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_is_refused_before_azure_is_asked() {
    let console = Console::start().await;
    let taken = console.call("backends/save", save(draft("aoai-pool", "https://x.example"), None)).await.expect(422);
    assert_eq!(fields(&taken), ["name"]);
    let page = console.post_form("/g/local/backends/new", &form("aoai-pool", "https://kept.example", "")).await.expect(422);
    assert!(page.text.contains("exists already") && page.text.contains("https://kept.example"), "{}", page.text);
    assert!(console.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_fields_are_named() {
    let console = Console::start().await;
    let mut wrong = draft("a b", "ftp://x");
    wrong["breaker"] = json!({ "name": "r", "measure": "count", "threshold": "0", "interval": "1 minute", "trip_duration": "PT1M",
        "accept_retry_after": true, "status_ranges": "42", "error_reasons": "" });
    wrong["credentials"]["headers"] = json!([{ "name": "", "is_stored": false, "secret": { "action": "replace", "value": "" } }]);
    let named = fields(&console.call("backends/save", save(wrong, None)).await.expect(422));
    for field in ["name", "url", "breaker.threshold", "breaker.interval", "breaker.status_ranges", "header.0.name", "header.0.value"] {
        assert!(named.contains(&field.to_owned()), "{field} in {named:?}");
    }
    let mut pool = draft("pool", "");
    pool["kind"] = "pool".into();
    pool["members"] = json!([{ "id": "nobody", "weight": "101", "priority": "" }, { "id": "aoai-pool", "weight": "", "priority": "" }]);
    let named = fields(&console.call("backends/save", save(pool, None)).await.expect(422));
    assert_eq!(named, ["member.0.id", "member.0.weight", "member.1.id"]);
    let soon = json!({ "gateway": "local", "name": "aoai-swc-ptu", "after": "soon" });
    assert_eq!(fields(&console.call("backends/reconnect", soon).await.expect(422)), ["after"]);
    assert!(console.writes().await.is_empty());
    assert!(console.audit(json!({})).await.is_empty(), "what was never tried is not in the audit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_behind_the_back_is_a_conflict_with_two_ways_out() {
    let console = Console::start().await;
    console.given("/backends/shared", single("https://one.example")).await;
    let (mut mine, seen) = current(&console, "shared").await;
    mine["title"] = "Mine".into();
    console.given("/backends/shared", single("https://two.example")).await;

    let problem = console.call("backends/save", save(mine.clone(), Some(&seen))).await.expect(409).json();
    assert_eq!(problem["code"], "conflict");
    let differences = problem["conflict"]["differences"].as_array().unwrap();
    let url = differences.iter().find(|difference| difference["path"] == "properties.url").unwrap();
    assert_eq!((&url["left"], &url["right"]), (&json!("\"https://one.example\""), &json!("\"https://two.example\"")));
    let title = differences.iter().find(|difference| difference["path"] == "properties.title").unwrap();
    assert_eq!((&title["left"], &title["right"]), (&json!("\"Mine\""), &json!(null)));
    let page = console.post_form("/g/local/backends/shared/edit", &form("shared", "https://one.example", &seen)).await.expect(409);
    assert!(page.text.contains("https://two.example") && page.text.contains("Overwrite anyway"), "{}", page.text);
    assert!(!console.writes().await.is_empty(), "the test's own");
    assert!(console.audit(json!({})).await.is_empty(), "nothing was tried");

    // Apply mine to the version in force.
    let current_etag = problem["conflict"]["current_etag"].as_str().unwrap();
    let mut pairs = form("shared", "https://three.example", &seen);
    pairs.extend([("do", "rebase"), ("current_etag", current_etag)]);
    console.post_form("/g/local/backends/shared/edit", &pairs).await.expect(303);
    assert_eq!(console.stored("/backends/shared").await["properties"]["url"], "https://three.example");
    // Overwrite with an ETag that is old again.
    let mut pairs = form("shared", "https://four.example", &seen);
    pairs.push(("do", "overwrite"));
    let answer = console.post_form("/g/local/backends/shared/edit", &pairs).await.expect(303);
    assert!(answer.header("location").contains("done=overwrote"), "{}", answer.header("location"));
    assert_eq!(console.stored("/backends/shared").await["properties"]["url"], "https://four.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_between_reading_and_writing_is_a_conflict_too() {
    let console = Console::start().await;
    console.given("/backends/raced", single("https://one.example")).await;
    let (mut mine, seen) = current(&console, "raced").await;
    mine["url"] = "https://mine.example".into();
    console
        .switch(json!([{ "method": "PUT", "path_contains": "/backends/raced", "times": 1, "do": { "hold": { "when": "before" } } }]))
        .await;
    let request = console.request("backends/save", &save(mine, Some(&seen)));
    let (answer, ()) = tokio::join!(async { Answer::of(request.send().await.unwrap()).await }, async {
        console.until_held(1).await;
        console.given("/backends/raced", single("https://theirs.example")).await;
        console.switch(json!([])).await;
    });
    let problem = answer.expect(409).json();
    assert_eq!(problem["code"], "conflict", "{problem}");
    assert!(problem["conflict"]["differences"].to_string().contains("theirs.example"), "{problem}");
    assert_eq!(console.stored("/backends/raced").await["properties"]["url"], "https://theirs.example");
    let entry = console.entry(problem["audit_id"].as_str().unwrap()).await;
    assert_eq!((&entry["entry"]["outcome"], &entry["outcomes"][0]["upstream"]["status"]), (&json!("refused"), &json!(412)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_keeps_what_the_form_does_not_show() {
    let console = Console::start().await;
    let mut properties = single("https://x.example");
    properties["resourceId"] = "https://management.azure.com/subscriptions/1/x".into();
    properties["futureMember"] = json!({ "deep": [1, { "a": null }] });
    properties["credentials"] = json!({ "header": { "api-key": ["s1", "s2"] }, "certificateIds": ["/certificates/c"] });
    console.given("/backends/rich", properties).await;
    let before = console.stored("/backends/rich").await["properties"].clone();
    let (draft, etag) = current(&console, "rich").await;

    let unchanged = console.ask("backends/save", save(draft.clone(), Some(&etag))).await;
    assert_eq!((&unchanged["verb"], &unchanged["audit_id"]), (&json!("unchanged"), &json!("")));
    assert_eq!(console.writes().await, ["PUT /backends/rich"], "only the test's own");
    assert!(console.audit(json!({})).await.is_empty());

    let mut changed = draft;
    changed["description"] = "New".into();
    assert_eq!(console.ask("backends/save", save(changed, Some(&etag))).await["verb"], "updated");
    let mut expected = before;
    expected["description"] = "New".into();
    assert_eq!(console.stored("/backends/rich").await["properties"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_change_and_nothing_else() {
    let console = Console::start().await;
    let mut pool = console.stored("/backends/aoai-pool").await["properties"].clone();
    pool["pool"]["failureResponse"] = json!({ "statusCode": 503 });
    pool["pool"]["futureMember"] = json!({ "kept": true });
    pool["pool"]["services"][0]["futureMember"] = "kept too".into();
    pool["futureMember"] = 1.into();
    for name in ["title", "description", "url", "protocol", "resourceId"] {
        if pool[name].is_null() {
            pool.as_object_mut().unwrap().remove(name);
        }
    }
    console.given("/backends/aoai-pool", pool).await;
    let before = console.stored("/backends/aoai-pool").await["properties"].clone();
    let first = before["pool"]["services"][0]["id"].as_str().unwrap().to_owned();
    let (first, etag) = (first.as_str(), console.etag("aoai-pool").await);

    let pairs = [("do", "weights"), ("etag", &etag), ("member.0.id", first), ("member.0.weight", "7"), ("member.0.priority", "2")];
    let answer = console.post_form("/g/local/backends/aoai-pool", &pairs).await.expect(303);
    assert!(answer.header("location").contains("done=updated"));
    let mut expected = before;
    expected["pool"]["services"][0]["weight"] = 7.into();
    expected["pool"]["services"][0]["priority"] = 2.into();
    assert_eq!(console.stored("/backends/aoai-pool").await["properties"], expected);
    assert_eq!(console.writes().await.last().unwrap(), "PATCH /backends/aoai-pool");

    let stale = console.post_form("/g/local/backends/aoai-pool", &pairs).await.expect(409);
    assert!(stale.text.contains("changed by someone else"), "{}", stale.text);
    // Both are shown, and pressing the same button again is no way around that.
    let other = [("do", "weights"), ("etag", &etag), ("member.0.id", first), ("member.0.weight", "5"), ("member.0.priority", "2")];
    let stale = console.post_form("/g/local/backends/aoai-pool", &other).await.expect(409);
    let (shown, kept) =
        (format!("weight of {}", first.rsplit('/').next().unwrap()), format!("name=\"etag\" value=\"{}\"", etag.replace('"', "&quot;")));
    assert!(stale.text.contains(&shown) && stale.text.contains("value=\"5\""), "{}", stale.text);
    assert!(stale.text.contains(&kept), "{kept} in {}", stale.text);
    let first_button = |page: &str| page.find("value=\"weights\"") < page.find("value=\"rebase\"");
    assert!(first_button(&stale.text), "Enter is no way around it either");
    let etag = console.etag("aoai-pool").await;
    let rebased = [&other[2..], &[("do", "rebase"), ("current_etag", &etag)]].concat();
    console.post_form("/g/local/backends/aoai-pool", &rebased).await.expect(303);
    assert_eq!(console.stored("/backends/aoai-pool").await["properties"]["pool"]["services"][0]["weight"], 5);
    let etag = console.etag("aoai-pool").await;
    let wrong = [("do", "weights"), ("etag", &etag), ("member.0.id", first), ("member.0.weight", "heavy"), ("member.0.priority", "2")];
    let page = console.post_form("/g/local/backends/aoai-pool", &wrong).await.expect(422);
    assert!(page.text.contains("value=\"heavy\""), "what was typed is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_of_what_changed_shows_the_change() {
    let console = Console::start().await;
    console.given("/backends/changing", single("https://one.example")).await;
    let address = "/g/local/backends/changing/delete";
    let seen = async || {
        let detail = console.ask("backends/get", json!({ "gateway": "local", "name": "changing" })).await;
        // As a browser sends it.
        detail["arm_json"].as_str().unwrap().replace('\n', "\r\n")
    };
    let (before, etag) = (seen().await, console.etag("changing").await);
    console.given("/backends/changing", single("https://two.example")).await;
    let refused = console.post_form(address, &[("etag", &etag), ("seen", &before)]).await.expect(409).text;
    let html = scraper::Html::parse_document(&refused);
    let changed =
        html.select(&crate::detect::selector("section")).find(|section| section.text().any(|text| text.starts_with("What changed since")));
    let changed: String = changed.unwrap_or_else(|| panic!("{refused}")).text().collect();
    assert!(changed.contains("one.example") && changed.contains("two.example"), "{changed}");
    let same = console.post_form(address, &[("etag", &etag), ("seen", &seen().await)]).await.expect(409).text;
    assert!(!same.contains("What changed since"), "{same}");
    console.post_form(address, &[("etag", &console.etag("changing").await)]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_a_pool_is_not_deleted() {
    let console = Console::start().await;
    let page = console.page("/g/local/backends/aoai-swc-ptu/delete").await.expect(200);
    assert!(page.text.contains("aoai-pool") && !page.text.contains("Delete aoai-swc-ptu from"), "{}", page.text);
    assert!(!page.text.contains("refers to this backend"), "{}", page.text);
    let held = json!({ "gateway": "local", "name": "aoai-swc-ptu", "etag": console.etag("aoai-swc-ptu").await });
    let problem = console.call("backends/delete", held).await;
    assert!((400..500).contains(&problem.status), "{} {}", problem.status, problem.text);
    assert!(problem.text.contains("aoai-pool"), "Azure names the pool: {}", problem.text);
    assert_eq!(console.entry(problem.json()["audit_id"].as_str().unwrap()).await["entry"]["outcome"], "refused");
    assert_eq!(console.stored("/backends/aoai-swc-ptu").await["name"], "aoai-swc-ptu");

    let free = console.etag("mistral-large").await;
    let answer = console.post_form("/g/local/backends/mistral-large/delete", &[("etag", &free)]).await.expect(303);
    assert!(console.page(answer.header("location")).await.expect(200).text.contains("Delete a backend"));
    assert_eq!(console.page("/g/local/backends/mistral-large").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn reconnect_and_test_say_what_they_found() {
    let console = Console::start().await;
    let answer = console.post_form("/g/local/backends/aoai-swc-ptu", &[("do", "reconnect"), ("after", "PT3M")]).await.expect(303);
    assert!(answer.header("location").contains("done=reconnected"));
    assert_eq!(console.writes().await, ["POST /backends/aoai-swc-ptu/reconnect"]);

    let reachable = console.post_form("/g/local/backends/aoai-swc-ptu", &[("do", "test")]).await.expect(200);
    assert!(reachable.text.contains("It answers.") && reachable.text.contains("HTTP "), "{}", reachable.text);
    // Nobody listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    console.given("/backends/closed", single(&format!("http://127.0.0.1:{port}"))).await;
    let report = console.ask("backends/test", json!({ "gateway": "local", "name": "closed" })).await;
    assert_eq!(
        (&report["is_ok"], &report["steps"][1]["label"], &report["steps"][1]["is_ok"]),
        (&json!(false), &json!("Connection"), &json!(false))
    );
    console.given("/backends/metadata", single("http://169.254.169.254/latest")).await;
    let report = console.ask("backends/test", json!({ "gateway": "local", "name": "metadata" })).await;
    assert_eq!((&report["is_ok"], report["steps"].as_array().unwrap().len()), (&json!(false), 1), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_searched_filtered_sorted_and_paged() {
    let console = Console::start().await;
    for number in 0..60 {
        let mut properties = single(&format!("https://{}.example/{number}", 99 - number));
        properties["azureRegion"] = (if number % 2 == 0 { "northeurope" } else { "eastus2" }).into();
        console.given(&format!("/backends/many-{number:02}"), properties).await;
    }
    let list = async |query: Value| console.ask("backends/list", json!({ "gateway": "local", "query": query })).await;
    let names = |list: &Value| -> Vec<String> {
        let rows = list["page"]["rows"].as_array().unwrap();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = list(json!({ "is_refresh": true })).await;
    assert_eq!((&all["page"]["total"], names(&all).len()), (&json!(66), 25));
    assert_eq!((&all["counts"]["pool"], &all["counts"]["single"]), (&json!(1), &json!(65)));
    assert!(names(&all).is_sorted(), "by name");
    assert_eq!(names(&list(json!({ "page": 3 })).await).len(), 16);
    assert_eq!(names(&list(json!({ "page": 9 })).await).len(), 16, "past the end is the last page");
    let found = list(json!({ "text": " NORTHeurope ", "size": 100 })).await;
    assert_eq!((found["page"]["total"].as_u64(), names(&found)[1].as_str()), (Some(30), "many-02"));
    assert_eq!(names(&list(json!({ "filter": "pool" })).await), ["aoai-pool"]);
    let by_url = list(json!({ "text": "many-", "sort": "url", "direction": "asc", "size": 100 })).await;
    assert_eq!(names(&by_url)[0], "many-59");
    let reversed = list(json!({ "text": "many-", "direction": "desc" })).await;
    assert_eq!(names(&reversed)[0], "many-59");

    let page = console.page("/g/local/backends?text=many-0&sort=where&order=desc").await.expect(200);
    assert!(page.text.contains("many-00") && !page.text.contains("many-10"), "{}", page.text);
    let second = console.page("/g/local/backends?page=2").await.expect(200);
    assert!(second.text.contains("26–50 of 66"), "{}", second.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_viewers_cost_one_reading() {
    let console = Console::start().await;
    let count = 12;
    // The first reading is held; every further one would be refused.
    let refusal = json!({ "answer": { "status": 403, "code": "SecondReading", "message": "Too many readings." } });
    let path = "/backends";
    console
        .switch(json!([
            { "method": "GET", "path_contains": path, "times": 1, "do": { "hold": { "when": "after" } } },
            { "method": "GET", "path_contains": path, "do": refusal },
        ]))
        .await;
    let view = async || console.page("/g/local/backends").await.status;
    let release = async {
        console.until_held(1).await;
        console.switch(json!([{ "method": "GET", "path_contains": path, "do": refusal }])).await;
    };
    let (statuses, ()) = tokio::join!(futures::future::join_all((0..count).map(|_| view())), release);
    assert_eq!(statuses, vec![200; count]);
    assert_eq!(console.page("/g/local/backends").await.status, 200, "kept for seconds");
    assert_eq!(console.page("/g/local/backends?refresh=1").await.status, 502, "asks again");
    let direct = console.arm(Method::GET, "/backends").send().await.unwrap();
    assert_eq!(direct.status(), 403, "the switch works");
}
