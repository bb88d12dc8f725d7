//! Paging and `$filter`.

use serde_json::Value;

use crate::client::{Local, arm_error, single};

async fn with_backends(count: usize) -> Local {
    let local = Local::empty().await;
    for number in 0..count {
        local.given(&format!("/backends/b{number:03}"), single(&format!("https://b{number}.example"))).await;
    }
    local
}

fn names(list: &Value) -> Vec<String> {
    list["value"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn following_next_link_visits_every_backend_once() {
    let local = with_backends(7).await;
    let mut seen = Vec::new();
    let mut url = Some(local.url("/backends?$top=3&$filter=startswith(name,'b')"));
    let mut pages = 0;
    while let Some(address) = url {
        assert!(address.starts_with(&local.emulator.arm_url()), "{address}");
        let page: Value = local.http.get(address).bearer_auth("x").send().await.unwrap().json().await.unwrap();
        assert_eq!(page["count"], 7);
        seen.extend(names(&page));
        pages += 1;
        url = page["nextLink"].as_str().map(str::to_owned);
    }
    let all: Vec<_> = (0..7).map(|number| format!("b{number:03}")).collect();
    assert_eq!((pages, seen), (3, all));
}

#[tokio::test]
async fn a_page_has_a_hundred_items_unless_asked_otherwise() {
    let local = with_backends(101).await;
    let first = local.get_json("/backends").await;
    assert_eq!((names(&first).len(), first["count"].as_u64()), (100, Some(101)));
    assert!(first["nextLink"].as_str().unwrap().ends_with("?api-version=2024-05-01&%24skip=100"));
    let last = local.get_json("/backends?$skip=100").await;
    assert_eq!(names(&last), ["b100"]);
    assert!(last.get("nextLink").is_none());
    for query in ["$top=0", "$top=x", "$skip=-1"] {
        assert_eq!(arm_error(local.get(&format!("/backends?{query}")).await).await.1, "ValidationError", "{query}");
    }
}

#[tokio::test]
async fn filters_compare_search_and_combine() {
    let local = Local::demo().await;
    let cases = [
        ("name eq 'AOAI-pool'", vec!["aoai-pool"]),
        ("contains(name,'paygo')", vec!["aoai-fra-paygo", "aoai-weu-paygo"]),
        ("substringof('weu',name) or name eq 'mistral-large'", vec!["aoai-weu-paygo", "mistral-large"]),
        ("startswith(title,'Azure OpenAI') and endswith(name,'ptu')", vec!["aoai-swc-ptu"]),
        ("name ge 'content' and (name lt 'm' or url eq 'https://mistral.contoso.example/v1')", vec!["content-safety", "mistral-large"]),
        ("title eq 'it''s'", vec![]),
    ];
    for (filter, expected) in cases {
        let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let list = local.get_json(&format!("/backends?$filter={encoded}")).await;
        assert_eq!(names(&list), expected, "{filter}");
        assert_eq!(list["count"], expected.len(), "{filter}");
    }
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_a_validation_error() {
    let local = Local::demo().await;
    for filter in ["protocol eq 'http'", "name like 'x'", "name eq", "name eq 'x", "contains(name)", "name eq 'x' name", "(name eq 'x'"] {
        let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let answer = local.get(&format!("/backends?$filter={encoded}")).await;
        assert_eq!(answer.status(), 400, "{filter}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"]["details"][0]["target"], "$filter", "{filter}");
    }
}
