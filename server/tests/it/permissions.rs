//! Who may do what: the product's table, written by hand and held against the use cases. Local mode
//! knows administrators only, so the use cases are called directly.

use crate::harness::Console;
use control::{Clock, Control, Error, Op};
use domain::{
    Actor, Operation, Role,
    backend::{BackendDraft, BackendKind, BackendQuery, SaveBackend},
    chat::{ChatMessage, ChatRequest, ChatRoute},
};
use std::collections::BTreeMap;

/// The least role for each operation.
const OPERATIONS: &[(&str, Role)] = &[
    ("Backend_ListByService", Role::Viewer),
    ("Backend_Get", Role::Viewer),
    ("Backend_CreateOrUpdate", Role::Operator),
    ("Backend_Update", Role::Operator),
    ("Backend_Delete", Role::Admin),
    ("Backend_Reconnect", Role::Operator),
    ("Api_ListByService", Role::Viewer),
    ("Api_Get", Role::Viewer),
    ("Api_CreateOrUpdate", Role::Operator),
    ("Api_Delete", Role::Admin),
    ("ApiPolicy_ListByApi", Role::Viewer),
    ("ApiPolicy_Get", Role::Viewer),
    ("ApiPolicy_CreateOrUpdate", Role::Operator),
    ("ApiPolicy_Delete", Role::Admin),
    ("ApiDiagnostic_ListByService", Role::Viewer),
    ("ApiDiagnostic_Get", Role::Viewer),
    ("ApiDiagnostic_CreateOrUpdate", Role::Operator),
    ("ApiDiagnostic_Delete", Role::Admin),
    ("Logger_ListByService", Role::Viewer),
    ("Logger_Get", Role::Viewer),
    ("Logger_CreateOrUpdate", Role::Operator),
    ("Logger_Delete", Role::Admin),
    ("Product_ListByService", Role::Viewer),
    ("Product_CreateOrUpdate", Role::Admin),
    ("Subscription_List", Role::Viewer),
    ("Subscription_CreateOrUpdate", Role::Admin),
    ("Subscription_ListSecrets", Role::Admin),
    ("AIGateway_ChatCompletions", Role::Operator),
    ("AIGateway_Completions", Role::Operator),
    ("AIGateway_Embeddings", Role::Operator),
    ("AIGateway_MCP", Role::Operator),
    ("Backend_Test", Role::Operator),
    ("Audit_List", Role::Viewer),
    ("Audit_Settle", Role::Operator),
    ("Usage_List", Role::Viewer),
];

/// The least role for each use case, and the operation that it asks permission for.
const USE_CASES: &[(&str, Role, &str)] = &[
    ("overview", Role::Viewer, "Backend_ListByService"),
    ("list_backends", Role::Viewer, "Backend_ListByService"),
    ("pool_candidates", Role::Viewer, "Backend_ListByService"),
    ("get_backend", Role::Viewer, "Backend_Get"),
    ("save_backend", Role::Operator, "Backend_CreateOrUpdate"),
    ("update_weights", Role::Operator, "Backend_Update"),
    ("delete_backend", Role::Admin, "Backend_Delete"),
    ("reconnect_backend", Role::Operator, "Backend_Reconnect"),
    ("test_backend", Role::Operator, "Backend_Test"),
    ("list_audit", Role::Viewer, "Audit_List"),
    ("get_audit", Role::Viewer, "Audit_List"),
    ("operations_last_used", Role::Viewer, "Audit_List"),
    ("settle", Role::Operator, "Audit_Settle"),
    ("playground_options", Role::Operator, "AIGateway_ChatCompletions"),
    ("chat", Role::Operator, "AIGateway_ChatCompletions"),
    ("relay_chat", Role::Operator, "AIGateway_ChatCompletions"),
];

/// No gateway: whoever is let in gets "not found", and nothing happens.
const NOWHERE: &str = "nowhere";

/// Everything that can be asked of [`Control`], by name.
async fn ask(control: &Control, op: &Op) -> BTreeMap<&'static str, Result<(), Error>> {
    let draft = BackendDraft::new(BackendKind::Single);
    let save = SaveBackend { gateway: NOWHERE.into(), draft, seen: None, etag: None, is_overwrite: false };
    let route = ChatRoute { deployment: "gpt-4o".into(), subscription: "demo".into(), ..ChatRoute::default() };
    let messages = vec![ChatMessage { role: "user".into(), content: "hi".into() }];
    let chat = ChatRequest { route: route.clone(), messages, ..ChatRequest::default() };
    let body = r#"{"messages":[]}"#.into();
    BTreeMap::from([
        ("overview", control.overview(op, NOWHERE).await.map(drop)),
        ("list_backends", control.list_backends(op, NOWHERE, &BackendQuery::default()).await.map(drop)),
        ("pool_candidates", control.pool_candidates(op, NOWHERE).await.map(drop)),
        ("get_backend", control.get_backend(op, NOWHERE, "x").await.map(drop)),
        ("save_backend", control.save_backend(op, &save).await.map(drop)),
        ("update_weights", control.update_weights(op, NOWHERE, "x", "", &[]).await.map(drop)),
        ("delete_backend", control.delete_backend(op, NOWHERE, "x", "").await.map(drop)),
        ("reconnect_backend", control.reconnect_backend(op, NOWHERE, "x", "").await.map(drop)),
        ("test_backend", control.test_backend(op, NOWHERE, "x").await.map(drop)),
        ("list_audit", control.list_audit(op, &domain::audit::AuditQuery::default()).await.map(drop)),
        ("get_audit", control.get_audit(op, NOWHERE).await.map(drop)),
        ("operations_last_used", control.operations_last_used(op).await.map(drop)),
        ("settle", control.settle(op, NOWHERE).await.map(drop)),
        ("playground_options", control.playground_options(op, NOWHERE).await.map(drop)),
        ("chat", control.chat(op, NOWHERE, chat).await.map(drop)),
        ("relay_chat", control.relay_chat(op, NOWHERE, route, body).await.map(drop)),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn each_use_case_lets_in_whom_the_table_says() {
    let console = Console::start().await;
    for role in Role::ALL {
        let actor = Actor { id: "someone".into(), name: "Someone".into(), role };
        let op = Op::new(actor, "test", Clock::system());
        let mut results = ask(console.running.control(), &op).await;
        for (name, least, operation) in USE_CASES {
            let result = results.remove(name).unwrap_or_else(|| panic!("{name} was not asked"));
            let refused = match result {
                Err(Error::Forbidden { operation }) => Some(operation.id()),
                _ => None,
            };
            assert_eq!(refused, (role < *least).then_some(*operation), "{name} as {role:?}");
        }
        assert!(results.is_empty(), "not in the table: {results:?}");
    }
    assert!(console.audit(serde_json::json!({})).await.is_empty(), "a refusal left traces");
}

#[test]
fn each_operation_has_the_role_of_the_table() {
    let found: Vec<_> = Operation::ALL.iter().map(|op| (op.id(), op.permission().least_role())).collect();
    assert_eq!(found, OPERATIONS);
}
