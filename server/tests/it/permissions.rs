//! Who may do what: the product's table, written by hand and held against the use cases. Local mode
//! knows administrators only, so the use cases are called directly.

use crate::harness::Console;
use control::{Clock, Control, Error, Op};
use domain::{
    Actor, Operation, Role,
    backend::{BackendDraft, BackendKind, BackendQuery, SaveBackend},
    chat::{ChatMessage, ChatRequest, ChatRoute},
    identity::TokenDraft,
    key::WhichKey,
    llm_api::LlmApiDraft,
    mcp::ToolDraft,
    policy::{SavePolicy, TokenLimit},
    resource::{Draft, Key, Kind, SaveResource},
};
use std::collections::BTreeMap;

/// The least role for each operation.
pub const OPERATIONS: &[(&str, Role)] = &[
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
    ("Diagnostic_ListByService", Role::Viewer),
    ("Diagnostic_Get", Role::Viewer),
    ("Diagnostic_CreateOrUpdate", Role::Operator),
    ("NamedValue_ListByService", Role::Viewer),
    ("NamedValue_Get", Role::Viewer),
    ("NamedValue_CreateOrUpdate", Role::Operator),
    ("NamedValue_Update", Role::Operator),
    ("NamedValue_Delete", Role::Admin),
    ("PolicyFragment_ListByService", Role::Viewer),
    ("PolicyFragment_Get", Role::Viewer),
    ("Product_Get", Role::Viewer),
    ("Product_Delete", Role::Admin),
    ("ProductApi_ListByProduct", Role::Viewer),
    ("ProductApi_CreateOrUpdate", Role::Admin),
    ("ProductApi_Delete", Role::Admin),
    ("Subscription_Get", Role::Viewer),
    ("Subscription_Update", Role::Admin),
    ("Subscription_Delete", Role::Admin),
    ("Subscription_RegeneratePrimaryKey", Role::Admin),
    ("Subscription_RegenerateSecondaryKey", Role::Admin),
    ("ApiOperation_ListByApi", Role::Viewer),
    ("ApiOperation_CreateOrUpdate", Role::Operator),
    ("ApiTool_ListByApi", Role::Viewer),
    ("ApiTool_CreateOrUpdate", Role::Operator),
    ("ApiTool_Delete", Role::Admin),
    ("Backend_Test", Role::Operator),
    ("Audit_List", Role::Viewer),
    ("Audit_Settle", Role::Operator),
    ("Usage_List", Role::Viewer),
    ("Session_List", Role::Viewer),
    ("Session_ListAll", Role::Admin),
    ("Session_SignIn", Role::Viewer),
    ("Session_SignOut", Role::Viewer),
    ("Session_Refuse", Role::Viewer),
    ("Session_RoleChange", Role::Viewer),
    ("Session_Revoke", Role::Viewer),
    ("Session_RevokeOther", Role::Admin),
    ("Token_Create", Role::Viewer),
    ("Token_Revoke", Role::Viewer),
    ("Token_RevokeOther", Role::Admin),
    ("Azure_Connect", Role::Viewer),
    ("Azure_Disconnect", Role::Viewer),
    ("Settings_Get", Role::Admin),
    ("Access_Recover", Role::Admin),
];

/// The least role for each use case, and the operation that it asks permission for.
const USE_CASES: &[(&str, Role, &str)] = &[
    ("overview", Role::Viewer, "Backend_ListByService"),
    ("list_backends", Role::Viewer, "Backend_ListByService"),
    ("pool_candidates", Role::Viewer, "Backend_ListByService"),
    ("get_backend", Role::Viewer, "Backend_Get"),
    ("check_access", Role::Admin, "Backend_Delete"),
    ("save_backend", Role::Operator, "Backend_CreateOrUpdate"),
    ("update_weights", Role::Operator, "Backend_Update"),
    ("delete_backend", Role::Admin, "Backend_Delete"),
    ("reconnect_backend", Role::Operator, "Backend_Reconnect"),
    ("test_backend", Role::Operator, "Backend_Test"),
    ("export_backends", Role::Viewer, "Backend_ListByService"),
    ("list_resources", Role::Viewer, "Logger_ListByService"),
    ("export_resources", Role::Viewer, "Logger_ListByService"),
    ("get_resource", Role::Viewer, "Logger_Get"),
    ("start_form", Role::Viewer, "Logger_Get"),
    ("form_options", Role::Viewer, "Logger_ListByService"),
    ("save_resource", Role::Operator, "Logger_CreateOrUpdate"),
    ("save_resource of a product", Role::Admin, "Product_CreateOrUpdate"),
    ("save_resource of a subscription", Role::Admin, "Subscription_Update"),
    ("delete_resource", Role::Admin, "Logger_Delete"),
    ("related", Role::Viewer, "Logger_Get"),
    ("related_to_backend", Role::Viewer, "Backend_Get"),
    ("list_policies", Role::Viewer, "ApiPolicy_ListByApi"),
    ("get_policy", Role::Viewer, "ApiPolicy_Get"),
    ("save_policy", Role::Operator, "ApiPolicy_CreateOrUpdate"),
    ("delete_policy", Role::Admin, "ApiPolicy_Delete"),
    ("with_token_limit", Role::Operator, "ApiPolicy_CreateOrUpdate"),
    ("list_product_apis", Role::Viewer, "ProductApi_ListByProduct"),
    ("add_product_api", Role::Admin, "ProductApi_CreateOrUpdate"),
    ("remove_product_api", Role::Admin, "ProductApi_Delete"),
    ("reveal_key", Role::Admin, "Subscription_ListSecrets"),
    ("regenerate_key primary", Role::Admin, "Subscription_RegeneratePrimaryKey"),
    ("regenerate_key secondary", Role::Admin, "Subscription_RegenerateSecondaryKey"),
    ("key_history", Role::Viewer, "Subscription_Get"),
    ("get_mcp", Role::Viewer, "ApiTool_ListByApi"),
    ("add_tool", Role::Operator, "ApiTool_CreateOrUpdate"),
    ("remove_tool", Role::Admin, "ApiTool_Delete"),
    ("list_operations", Role::Viewer, "ApiOperation_ListByApi"),
    ("enable_llm_logging", Role::Operator, "ApiDiagnostic_CreateOrUpdate"),
    ("preview_llm_logging", Role::Operator, "ApiDiagnostic_CreateOrUpdate"),
    ("llm_api_options", Role::Operator, "Api_CreateOrUpdate"),
    ("create_llm_api", Role::Operator, "Api_CreateOrUpdate"),
    ("me", Role::Viewer, "Session_List"),
    ("everyone", Role::Admin, "Session_ListAll"),
    ("settings", Role::Admin, "Settings_Get"),
    ("revoke_session of another", Role::Admin, "Session_RevokeOther"),
    ("create_token", Role::Viewer, "Token_Create"),
    ("revoke_token of another", Role::Admin, "Token_RevokeOther"),
    ("disconnect_azure", Role::Viewer, "Azure_Disconnect"),
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
    let logger = Key::new(NOWHERE, Kind::Logger, "x");
    let resource = |kind, etag: Option<&str>| SaveResource {
        key: Key::new(NOWHERE, kind, "x"),
        draft: Draft { name: "x".into(), ..Draft::default() },
        seen: None,
        etag: etag.map(Into::into),
        is_overwrite: false,
    };
    let policy = SavePolicy { gateway: NOWHERE.into(), api: "x".into(), document: "<policies/>".into(), etag: None, is_overwrite: false };
    let limit = TokenLimit { tokens_per_minute: "1".into(), ..TokenLimit::default() };
    let (tool, llm) = (ToolDraft::default(), LlmApiDraft::default());
    let query = domain::resource::Query::default();
    BTreeMap::from([
        ("overview", control.overview(op, NOWHERE).await.map(drop)),
        ("list_backends", control.list_backends(op, NOWHERE, &BackendQuery::default()).await.map(drop)),
        ("pool_candidates", control.pool_candidates(op, NOWHERE).await.map(drop)),
        ("get_backend", control.get_backend(op, NOWHERE, "x").await.map(drop)),
        ("check_access", control.check_access(op, Operation::BackendDelete, NOWHERE)),
        ("save_backend", control.save_backend(op, &save).await.map(drop)),
        ("update_weights", control.update_weights(op, NOWHERE, "x", "", &[]).await.map(drop)),
        ("delete_backend", control.delete_backend(op, NOWHERE, "x", "").await.map(drop)),
        ("reconnect_backend", control.reconnect_backend(op, NOWHERE, "x", "").await.map(drop)),
        ("test_backend", control.test_backend(op, NOWHERE, "x").await.map(drop)),
        ("list_resources", control.list_resources(op, NOWHERE, Kind::Logger, "", &query).await.map(drop)),
        ("export_backends", control.export_backends(op, NOWHERE, &BackendQuery::default()).await.map(drop)),
        ("export_resources", control.export_resources(op, NOWHERE, Kind::Logger, "", &query).await.map(drop)),
        ("get_resource", control.get_resource(op, &logger).await.map(drop)),
        ("start_form", control.start_form(op, &logger, "").await.map(drop)),
        ("form_options", control.form_options(op, &logger, "").await.map(drop)),
        ("save_resource", control.save_resource(op, &resource(Kind::Logger, None)).await.map(drop)),
        ("save_resource of a product", control.save_resource(op, &resource(Kind::Product, None)).await.map(drop)),
        ("save_resource of a subscription", control.save_resource(op, &resource(Kind::Subscription, Some("e"))).await.map(drop)),
        ("delete_resource", control.delete_resource(op, &logger, "e", false).await.map(drop)),
        ("related", control.related(op, &logger).await.map(drop)),
        ("related_to_backend", control.related_to_backend(op, NOWHERE, "x").await.map(drop)),
        ("list_policies", control.list_policies(op, NOWHERE, "x").await.map(drop)),
        ("get_policy", control.get_policy(op, NOWHERE, "x").await.map(drop)),
        ("save_policy", control.save_policy(op, &policy).await.map(drop)),
        ("delete_policy", control.delete_policy(op, NOWHERE, "x", "e").await.map(drop)),
        ("with_token_limit", control.with_token_limit(op, "<inbound/>", &limit).map(drop)),
        ("list_product_apis", control.list_product_apis(op, NOWHERE, "x").await.map(drop)),
        ("add_product_api", control.add_product_api(op, NOWHERE, "x", "y").await.map(drop)),
        ("remove_product_api", control.remove_product_api(op, NOWHERE, "x", "y").await.map(drop)),
        ("reveal_key", control.reveal_key(op, NOWHERE, "x", WhichKey::Primary).await.map(drop)),
        ("regenerate_key primary", control.regenerate_key(op, NOWHERE, "x", WhichKey::Primary).await.map(drop)),
        ("regenerate_key secondary", control.regenerate_key(op, NOWHERE, "x", WhichKey::Secondary).await.map(drop)),
        ("key_history", control.key_history(op, NOWHERE, "x").await.map(drop)),
        ("get_mcp", control.get_mcp(op, NOWHERE, "x", "").await.map(drop)),
        ("add_tool", control.add_tool(op, NOWHERE, "x", &tool).await.map(drop)),
        ("remove_tool", control.remove_tool(op, NOWHERE, "x", "y").await.map(drop)),
        ("list_operations", control.list_operations(op, NOWHERE, "x").await.map(drop)),
        ("enable_llm_logging", control.enable_llm_logging(op, NOWHERE, "x").await.map(drop)),
        ("preview_llm_logging", control.preview_llm_logging(op, NOWHERE, "x").await.map(drop)),
        ("llm_api_options", control.llm_api_options(op, NOWHERE).await.map(drop)),
        ("me", control.me(op, "", None).await.map(drop)),
        ("everyone", control.everyone(op, "").await.map(drop)),
        ("settings", control.settings(op, vec![]).map(drop)),
        ("revoke_session of another", control.revoke_session(op, "x").await.map(drop)),
        ("create_token", control.create_token(op, &TokenDraft::default()).await.map(drop)),
        ("revoke_token of another", control.revoke_token(op, "x").await.map(drop)),
        ("disconnect_azure", control.disconnect_azure(op, NOWHERE).await.map(drop)),
        ("create_llm_api", control.create_llm_api(op, NOWHERE, &llm).await.map(drop)),
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
