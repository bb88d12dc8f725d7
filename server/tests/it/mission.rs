//! The page of each management operation of the mission, and that nobody without the permission is let in.

use crate::{detect::selector, harness::Console};
use control::{Clock, Error, Op};
use domain::{
    Actor, Operation, Role,
    resource::{Draft, Key, Kind, Query, SaveResource},
};
use scraper::Html;

/// Operation, page, and what on the page is it: a row or a fact for a reading, a form's button for a change.
const PAGES_OF: &[(&str, &str, &str)] = &[
    ("Backend_ListByService", "/backends", "a[href='/g/local/backends/aoai-pool']"),
    ("Backend_Get", "/backends/aoai-pool", "h1"),
    ("Backend_CreateOrUpdate", "/backends/new", "form[action='/g/local/backends/new'] [name=do][value=save]"),
    ("Backend_Update", "/backends/aoai-pool", "form [name=do][value=weights]"),
    ("Backend_Delete", "/backends/mistral-large/delete", "form[action='/g/local/backends/mistral-large/delete'] [type=submit]"),
    ("Backend_Reconnect", "/backends/aoai-swc-ptu", "form [name=do][value=reconnect]"),
    ("Api_ListByService", "/apis", "a[href='/g/local/apis/azure-openai']"),
    ("Api_Get", "/apis/azure-openai", "h1"),
    ("Api_CreateOrUpdate", "/apis/new", "form[action^='/g/local/apis/new'] [name=do][value=save]"),
    ("Api_Delete", "/apis/azure-openai/delete", "form[action='/g/local/apis/azure-openai/delete'] [type=submit]"),
    ("ApiPolicy_ListByApi", "/apis/azure-openai", "section p a[href='/g/local/apis/azure-openai/policy']"),
    ("ApiPolicy_Get", "/apis/azure-openai/policy", "textarea[name=document]"),
    ("ApiPolicy_CreateOrUpdate", "/apis/azure-openai/policy", "form [name=do][value=save]"),
    ("ApiPolicy_Delete", "/apis/azure-openai/policy", "form [name=do][value=delete]"),
    ("ApiDiagnostic_ListByService", "/apis/azure-openai/diagnostics", "a[href='/g/local/apis/azure-openai/diagnostics/azuremonitor']"),
    ("ApiDiagnostic_Get", "/apis/azure-openai/diagnostics/azuremonitor", "h1"),
    (
        "ApiDiagnostic_CreateOrUpdate",
        "/apis/azure-openai/diagnostics/new",
        "form[action^='/g/local/apis/azure-openai/diagnostics/new'] [name=do][value=save]",
    ),
    ("ApiDiagnostic_Delete", "/apis/azure-openai/diagnostics/azuremonitor/delete", "form[action$='/azuremonitor/delete'] [type=submit]"),
    ("Logger_ListByService", "/loggers", "a[href='/g/local/loggers/usage-eventhub']"),
    ("Logger_Get", "/loggers/usage-eventhub", "h1"),
    ("Logger_CreateOrUpdate", "/loggers/new", "form[action^='/g/local/loggers/new'] [name=do][value=save]"),
    ("Logger_Delete", "/loggers/usage-eventhub/delete", "form[action='/g/local/loggers/usage-eventhub/delete'] [type=submit]"),
    ("Product_ListByService", "/products", "a[href='/g/local/products/ai-standard']"),
    ("Product_CreateOrUpdate", "/products/new", "form[action^='/g/local/products/new'] [name=do][value=save]"),
    ("Subscription_List", "/subscriptions", "a[href='/g/local/subscriptions/demo']"),
    ("Subscription_CreateOrUpdate", "/subscriptions/new", "form[action^='/g/local/subscriptions/new'] [name=do][value=save]"),
    ("Subscription_ListSecrets", "/subscriptions/demo", "form [name=do][value=reveal]"),
];

fn management() -> impl Iterator<Item = Operation> {
    Operation::MISSION.iter().copied().filter(|operation| operation.effect() != domain::Effect::Invoke)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_management_operation_has_its_place_on_a_page() {
    let console = Console::start().await;
    assert_eq!(management().count(), 27);
    for operation in management() {
        let row = PAGES_OF.iter().find(|(id, ..)| *id == operation.id());
        let (_, path, place) = row.unwrap_or_else(|| panic!("{} has no page", operation.id()));
        let page = console.page(&format!("/g/local{path}")).await.expect(200);
        let found = Html::parse_document(&page.text).select(&selector(place)).next().is_some();
        assert!(found, "{}: {place} is not on {path}", operation.id());
    }
}

fn refused<T>(result: Result<T, Error>) -> Option<Operation> {
    match result {
        Err(Error::Forbidden { operation }) => Some(operation),
        _ => None,
    }
}

/// What each kind's use cases are refused as, with the operation that it should be.
async fn probes(control: &control::Control, op: &Op, key: &Key) -> Vec<(Option<Operation>, Option<Operation>)> {
    let operations = key.operations();
    let save = |etag: Option<&str>| SaveResource {
        key: key.clone(),
        draft: Draft { name: key.name.clone(), ..Draft::default() },
        seen: None,
        etag: etag.map(Into::into),
        is_overwrite: false,
    };
    vec![
        (Some(operations.list), refused(control.list_resources(op, &key.gateway, key.kind, &key.parent, &Query::default()).await)),
        (Some(operations.get), refused(control.get_resource(op, key).await)),
        (operations.save, refused(control.save_resource(op, &save(None)).await)),
        (operations.patch.or(operations.save), refused(control.save_resource(op, &save(Some("e"))).await)),
        (operations.delete, refused(control.delete_resource(op, key, "e", false).await)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_asks_for_the_permission_of_its_own_operations() {
    let console = Console::start().await;
    for role in Role::ALL {
        let op = Op::new(Actor { id: "someone".into(), name: "Someone".into(), role }, "test", Clock::system());
        for kind in Kind::ALL {
            let parents = if kind == Kind::Diagnostic { ["", "azure-openai"].as_slice() } else { &[""] };
            for parent in parents {
                let key = Key { gateway: "nowhere".into(), kind, parent: (*parent).into(), name: "x".into() };
                for (asked, refused) in probes(console.running.control(), &op, &key).await {
                    let expected = asked.filter(|operation| role < operation.permission().least_role());
                    assert_eq!(refused, expected, "{kind:?} {parent} as {role:?}");
                }
            }
        }
    }
    assert!(console.audit(serde_json::json!({})).await.is_empty(), "a refusal left traces");
}
