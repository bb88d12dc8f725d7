//! Lists read Azure economically: one sweep for everybody, none for sorting, paging and exporting.

use crate::{
    harness::{Answer, Console, single},
    routes::{DOWNLOADS, PAGES},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

fn calls(expected: &[(&str, u64)]) -> BTreeMap<String, u64> {
    expected.iter().map(|(address, count)| ((*address).to_owned(), *count)).collect()
}

/// The lists, and the collection that each reads.
const LISTS: &[(&str, &str)] = &[
    ("/g/local/backends", "/backends"),
    ("/g/local/apis", "/apis"),
    ("/g/local/mcp-servers", "/apis"),
    ("/g/local/apis/azure-openai/diagnostics", "/apis/azure-openai/diagnostics"),
    ("/g/local/diagnostics", "/diagnostics"),
    ("/g/local/loggers", "/loggers"),
    ("/g/local/named-values", "/namedValues"),
    ("/g/local/fragments", "/policyFragments"),
    ("/g/local/products", "/products"),
    ("/g/local/subscriptions", "/subscriptions"),
];

#[tokio::test(flavor = "multi_thread")]
async fn fifty_viewers_cause_one_sweep_in_each_period() {
    let console = Console::start().await;
    let started = Instant::now();
    let view = async || {
        let pages = futures::future::join_all((0..50).map(|_| console.page("/g/local/loggers"))).await;
        assert!(pages.iter().all(|page| page.status == 200 && page.text.contains("usage-eventhub")));
        console.counts().await
    };
    assert_eq!(view().await, calls(&[("GET /loggers", 1)]));
    let second = loop {
        let counts = view().await;
        if !counts.is_empty() {
            break counts;
        }
    };
    assert!(started.elapsed() >= Duration::from_secs(5), "read again after {:?}", started.elapsed());
    assert_eq!(second, calls(&[("GET /loggers", 1)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_asks_for_its_collection_and_for_nothing_else() {
    let console = Console::start().await;
    for (page, collection) in LISTS {
        console.counts().await;
        console.page(&format!("{page}?refresh=1")).await.expect(200);
        assert_eq!(console.counts().await, calls(&[(&format!("GET {collection}"), 1)]), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_asks_for_the_same_thing_twice() {
    for (_, page) in PAGES {
        let console = Console::start().await; // nothing is kept from another page
        console.page(page).await;
        let again: Vec<_> = console.counts().await.into_iter().filter(|(_, count)| *count > 1).collect();
        assert!(again.is_empty(), "{page}: {again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_and_fifty_subscriptions_are_opened_sorted_paged_and_exported_in_three_calls() {
    let console = Console::start().await;
    let seeded = console.stored("/subscriptions").await["value"].as_array().unwrap().len();
    for number in seeded..250 {
        let properties = json!({ "displayName": format!("Team {number}"), "scope": "/apis", "state": "active" });
        console.given(&format!("/subscriptions/team-{number:03}"), properties).await;
    }
    console.counts().await;
    for query in ["", "?sort=owner&order=desc", "?page=2", "?page=10", "?text=team-2", "?show=active&sort=state"] {
        console.page(&format!("/g/local/subscriptions{query}")).await.expect(200);
    }
    let whole = console.page("/g/local/subscriptions/export.csv?page=3").await.expect(200);
    assert_eq!(whole.text.lines().count(), 251, "a heading and every row, whatever page was shown");
    let some = console.page("/g/local/subscriptions/export.csv?text=team-24").await.expect(200);
    assert_eq!(some.text.lines().count(), 11);
    assert_eq!(console.counts().await, calls(&[("GET /subscriptions", 3)]), "100 a call, and no key was asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_being_read_during_a_change_is_not_kept() {
    let console = Console::start().await;
    console.switch(json!([{ "method": "GET", "path_contains": "/loggers", "times": 1, "do": { "hold": { "when": "after" } } }])).await;
    let before = console.browse(reqwest::Method::GET, "/g/local/loggers");
    let (before, ()) = tokio::join!(async { Answer::of(before.send().await.unwrap()).await }, async {
        console.until_held(1).await;
        let monitor = [("name", "made-meanwhile"), ("variant", "monitor"), ("description", "")];
        console.post_form("/g/local/loggers/new", &monitor).await.expect(303);
        let list = console.page("/g/local/loggers").await.expect(200);
        assert!(list.text.contains("made-meanwhile"), "whoever asks after the change does not wait for the older reading");
        console.switch(json!([])).await;
    });
    assert!(!before.expect(200).text.contains("made-meanwhile"), "it was read before");
    let list = console.page("/g/local/loggers").await.expect(200);
    assert!(list.text.contains("made-meanwhile"), "the older reading ended later and was not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_seen_also_when_whoever_made_it_has_gone() {
    let console = Console::start().await;
    assert!(!console.page("/g/local/backends").await.text.contains("left-alone"));
    console.switch(json!([{ "method": "PUT", "times": 1, "do": { "hold": { "when": "before" } } }])).await;
    let form = [("kind", "single"), ("name", "left-alone"), ("url", "https://x.example"), ("protocol", "http")];
    let request = console.browse(reqwest::Method::POST, "/g/local/backends/new").header("origin", &console.running.url).form(&form);
    tokio::select! {
        _ = request.send() => panic!("it was answered"),
        () = console.until_held(1) => {}
    }
    console.page("/g/local/backends?refresh=1").await.expect(200);
    console.switch(json!([])).await;
    crate::harness::until("the change is made and seen", || async {
        console.page("/g/local/backends").await.text.contains("left-alone").then_some(())
    })
    .await;
    assert_eq!(console.counts().await["GET /backends"], 3, "once at first, once on request, once after the change");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_a_file_of_the_list_without_formulas() {
    let console = Console::start().await;
    let harm = "=HYPERLINK(\"https://evil.example\",\"x\")";
    let mut properties = single("https://x.example");
    properties["title"] = harm.into();
    console.given("/backends/harmful", properties).await;
    console.given("/subscriptions/harmful", json!({ "displayName": "@SUM(A1)", "scope": "/apis", "state": "active" })).await;

    let page = console.page("/g/local/backends?show=single&sort=where&order=desc&page=2").await.expect(200);
    let href = "/g/local/backends/export.csv?show=single&amp;sort=where&amp;order=desc";
    assert!(page.text.contains(href), "{}", page.text);
    let file = console.page(&href.replace("&amp;", "&")).await.expect(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"backends.csv\"");
    assert_eq!((file.header("cache-control"), file.header("x-content-type-options")), ("no-store", "nosniff"));
    assert!(file.text.starts_with("Name,Title,Type,Address,Region,Members,State,Used by\r\n"), "{}", file.text);
    assert!(file.text.contains("\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\""), "{}", file.text);
    assert!(!file.text.contains("aoai-pool,"), "the filter holds: {}", file.text);

    let page = console.page("/g/local/subscriptions?show=active").await.expect(200);
    assert!(page.text.contains("/g/local/subscriptions/export.csv?show=active"), "{}", page.text);
    let file = console.page("/g/local/subscriptions/export.csv?show=active").await.expect(200);
    assert!(file.text.starts_with("Name,Title,Opens,Owner,Expires,State\r\n"), "{}", file.text);
    assert!(file.text.contains("harmful,'@SUM(A1),"), "{}", file.text);
    assert!(!file.text.contains("demo-primary-key"), "no key is in it");

    for path in DOWNLOADS {
        let file = console.page(path).await.expect(200);
        assert!(file.text.starts_with("Name,Title,") && file.text.lines().count() > 1, "{path}: {}", file.text);
        let list = console.page(path.trim_end_matches("/export.csv")).await.expect(200);
        assert!(list.text.contains(&format!("href=\"{path}\"")), "{path} is not linked");
    }
    assert_eq!(console.page("/g/local/nothing/export.csv").await.status, 404);
    assert_eq!(console.page("/g/nowhere/loggers/export.csv").await.status, 404);
    console
        .switch(json!([{ "method": "GET", "do": { "answer": { "status": 403, "code": "AuthorizationFailed", "message": "No." } } }]))
        .await;
    let refused: Value = json!(console.page("/g/local/apis/openai/diagnostics/export.csv").await.expect(502).text);
    assert!(refused.as_str().unwrap().contains("Request id: "), "{refused}");
}
