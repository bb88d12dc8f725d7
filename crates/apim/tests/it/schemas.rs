//! What the client sends is what Azure's schemas describe: bodies as they arrive over HTTP.

use crate::{
    facts,
    listener::{Listener, reply},
    local::{call, client, limits},
    swagger::{assert_valid, schema},
};
use apim::{
    Api, ApiEdit, ApiImport, ApiOperation, ArmClient, Backend, Change, DataMask, Diagnostic, DiagnosticEdit, IfMatch, InlineTool, Logger,
    LoggerCredentials, LoggerEdit, LoggerMembersEdit, McpEndpoint, McpTool, McpToolEdit, NamedValue, NamedValueEdit, OAuth2Setting,
    OpenIdSetting, OperationParameter, OperationResponse, Policy, PolicyFormat, PolicyScope, Pool, PoolMember, Product, ProductEdit,
    Representation, Subscription, SubscriptionEdit,
};
use domain::backend::BackendKind;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What arrived, checked against a definition of 2024-05-01.
fn check(folder: &Path, definition: &str, body: &Value) {
    assert_valid(&schema(folder, "definitions.json", definition), definition, body);
}

/// The same for the properties, against 2025-09-01-preview.
fn check_preview(folder: &Path, definition: &str, body: &Value) {
    assert_valid(&schema(folder, "arm-schema-2025-09-01-preview.json", definition), definition, &body["properties"]);
}

/// A service that takes everything, its client, and where the facts are.
async fn start() -> Option<(Listener, ArmClient, PathBuf)> {
    let folder = facts::folder()?;
    let arm = Listener::start(|_, _, _| Some(reply(200, &[("etag", "\"a\"")], &json!({ "name": "x", "properties": {} })))).await;
    let client = client(arm.url(), limits());
    Some((arm, client, folder))
}

fn last(arm: &Listener) -> Value {
    arm.seen().last().unwrap().body.clone()
}

fn set(text: &str) -> Change<String> {
    Change::Set(text.to_owned())
}

fn api_edit() -> ApiEdit {
    ApiEdit {
        display_name: set("Echo"),
        path: set("echo"),
        api_type: set("http"),
        description: set("Answers"),
        service_url: set("https://x.test"),
        protocols: Change::Set(vec!["https".into()]),
        subscription_required: Change::Set(true),
        key_header: set("api-key"),
        key_query: set("api-key"),
        contact_email: set("me@x.test"),
        license_name: set("MIT"),
        version: set("v1"),
        version_set_id: set("/apiVersionSets/a"),
        versioning_scheme: set("Segment"),
        version_set_name: set("Versions"),
        oauth2_settings: Change::Set(vec![OAuth2Setting { server: "s".into(), scope: "all".into() }]),
        openid_settings: Change::Set(vec![OpenIdSetting { provider: "p".into(), bearer_methods: vec!["authorizationHeader".into()] }]),
        ..ApiEdit::default()
    }
}

#[tokio::test]
async fn apis() {
    let Some((arm, client, folder)) = start().await else { return };
    let mut api = Api::default();
    let patch = api_edit().patch(&api);
    api_edit().apply(&mut api);
    let import = ApiImport { required_query_parameters: Some("query".into()), ..ApiImport::new("openapi+json", "{}") };
    client.put_api(&call(), "echo", &api, Some(&import), IfMatch::None).await.unwrap();
    check(&folder, "ApiCreateOrUpdateParameter", &last(&arm));
    check_preview(&folder, "ApiCreateOrUpdateProperties", &last(&arm));
    client.patch_api(&call(), "echo", &patch, IfMatch::Any).await.unwrap();
    check(&folder, "ApiUpdateContract", &last(&arm));
}

#[tokio::test]
async fn mcp_servers_and_tools() {
    let Some((arm, client, folder)) = start().await else { return };
    let endpoint = |name: &str, uri_template: &str| McpEndpoint { name: name.into(), uri_template: uri_template.into() };
    let edit = ApiEdit {
        api_type: set("mcp"),
        display_name: set("Tools"),
        path: set("tools"),
        protocols: Change::Set(vec!["https".into()]),
        service_url: set("https://mcp.x.test"),
        mcp_transport: set("sse"),
        mcp_endpoints: Change::Set(vec![endpoint("sse", "/sse"), endpoint("message", "/messages")]),
        mcp_tools: Change::Set(vec![InlineTool { name: "t".into(), description: "d".into(), operation_id: "/o".into() }]),
        ..ApiEdit::default()
    };
    let mut server = Api::default();
    edit.apply(&mut server);
    client.put_api(&call(), "tools", &server, None, IfMatch::Any).await.unwrap();
    check_preview(&folder, "ApiCreateOrUpdateProperties", &last(&arm));
    assert!(arm.seen().last().unwrap().target.ends_with("?api-version=2025-09-01-preview"));

    let mut tool = McpTool::default();
    let operation = client.address().child_id("apis", "orders/operations/list");
    McpToolEdit { display_name: set("list"), description: set("Lists"), operation_id: set(&operation) }.apply(&mut tool);
    assert_eq!(tool.operation(), Some(("orders", "list")));
    client.put_tool(&call(), "tools", "list", &tool, IfMatch::Any).await.unwrap();
    check_preview(&folder, "ToolContractProperties", &last(&arm));
}

#[tokio::test]
async fn operations_and_policies() {
    let Some((arm, client, folder)) = start().await else { return };
    let mut operation = ApiOperation::default();
    operation.set_display_name(Some("Chat"));
    operation.set_method(Some("POST"));
    operation.set_url_template(Some("/deployments/{deployment}/chat/completions"));
    let parameter = OperationParameter { name: "deployment".into(), kind: "string".into(), is_required: true, ..Default::default() };
    operation.set_template_parameters(std::slice::from_ref(&parameter));
    operation.set_query_parameters(&[OperationParameter {
        name: "api-version".into(),
        kind: "string".into(),
        default_value: Some("2024-10-21".into()),
        values: vec!["2024-10-21".into()],
        ..Default::default()
    }]);
    operation.set_request_bodies(&[Representation { content_type: "application/json".into(), ..Default::default() }]);
    operation.set_responses(&[OperationResponse { status: 200, description: "An answer".into() }]);
    client.put_operation(&call(), "openai", "chat", &operation, IfMatch::None).await.unwrap();
    check(&folder, "OperationContract", &last(&arm));

    let policy = Policy::new(PolicyFormat::RawXml, "<policies><inbound><base /></inbound></policies>");
    for scope in [PolicyScope::Service, PolicyScope::Api("a"), PolicyScope::Product("p"), PolicyScope::Operation("a", "o")] {
        client.put_policy(&call(), scope, &policy, IfMatch::Any).await.unwrap();
        check(&folder, "PolicyContract", &last(&arm));
        assert!(arm.seen().last().unwrap().target.contains("/policies/policy?api-version=2024-05-01"));
    }
}

#[tokio::test]
async fn diagnostics_and_loggers() {
    let Some((arm, client, folder)) = start().await else { return };
    let mut diagnostic = Diagnostic::default();
    DiagnosticEdit {
        logger_id: set("/loggers/azuremonitor"),
        always_log: set("allErrors"),
        sampling_type: set("fixed"),
        sampling_percentage: Change::Set(33.3),
        verbosity: set("information"),
        correlation_protocol: set("W3C"),
        operation_name_format: set("Url"),
        metrics: Change::Set(true),
        frontend_request_headers: Change::Set(vec!["x-id".into()]),
        frontend_request_bytes: Change::Set(8192),
        backend_response_query_masks: Change::Set(vec![DataMask { name: "key".into(), mode: "Hide".into() }]),
        ..DiagnosticEdit::default()
    }
    .apply(&mut diagnostic);
    client.put_diagnostic(&call(), "applicationinsights", &diagnostic, IfMatch::None).await.unwrap();
    check(&folder, "DiagnosticContract", &last(&arm));
    diagnostic.set_llm_logs(Some("enabled"));
    diagnostic.set_llm_request_messages(Some("all"));
    diagnostic.set_llm_request_bytes(Some(262_144));
    diagnostic.set_llm_response_messages(Some("all"));
    client.put_api_diagnostic(&call(), "openai", "azuremonitor", &diagnostic, IfMatch::None).await.unwrap();
    check_preview(&folder, "DiagnosticContractProperties", &last(&arm));

    let credentials = [
        ("azureEventHub", LoggerCredentials::EventHub { name: "hub".into(), connection_string: "Endpoint=x".into() }),
        (
            "azureEventHub",
            LoggerCredentials::EventHubIdentity { name: "hub".into(), endpoint_address: "x".into(), client_id: "SystemAssigned".into() },
        ),
        ("applicationInsights", LoggerCredentials::InstrumentationKey("k".into())),
        ("applicationInsights", LoggerCredentials::InsightsIdentity { connection_string: "c".into(), client_id: "i".into() }),
    ];
    for (kind, credentials) in credentials {
        let members = LoggerMembersEdit { logger_type: set(kind), is_buffered: Change::Set(false), ..LoggerMembersEdit::default() };
        let (edit, mut logger) = (LoggerEdit { members, credentials: Change::Set(credentials) }, Logger::default());
        let patch = edit.patch(&logger);
        edit.apply(&mut logger);
        client.put_logger(&call(), "l", &logger, IfMatch::None).await.unwrap();
        check(&folder, "LoggerContract", &last(&arm));
        client.patch_logger(&call(), "l", &patch, IfMatch::Any).await.unwrap();
        check(&folder, "LoggerUpdateContract", &last(&arm));
    }
}

#[tokio::test]
async fn products_subscriptions_and_named_values() {
    let Some((arm, client, folder)) = start().await else { return };
    let edit = ProductEdit {
        display_name: set("Starter"),
        terms: set("Be kind"),
        subscription_required: Change::Set(true),
        approval_required: Change::Set(false),
        subscriptions_limit: Change::Set(5),
        state: set("published"),
        ..ProductEdit::default()
    };
    let (patch, mut product) = (edit.patch(&Product::default()), Product::default());
    edit.apply(&mut product);
    client.put_product(&call(), "starter", &product, IfMatch::None).await.unwrap();
    check(&folder, "ProductContract", &last(&arm));
    client.patch_product(&call(), "starter", &patch, IfMatch::Any).await.unwrap();
    check(&folder, "ProductUpdateParameters", &last(&arm));
    product.set_authentication_types(&["subscription-key".into(), "application-token".into()]);
    client.put_product(&call(), "starter", &product, IfMatch::None).await.unwrap();
    check_preview(&folder, "ProductContractProperties", &last(&arm));

    let edit = SubscriptionEdit {
        display_name: set("Team"),
        scope: set("/products/starter"),
        state: set("active"),
        ..SubscriptionEdit::default()
    };
    let mut subscription = Subscription::default();
    edit.apply(&mut subscription);
    client.put_subscription(&call(), "team", &subscription, true, IfMatch::None).await.unwrap();
    check(&folder, "SubscriptionCreateParameters", &last(&arm));
    assert!(arm.seen().last().unwrap().target.ends_with("&notify=true"));
    client.set_subscription_state(&call(), "team", "rejected", Some("no"), IfMatch::Any).await.unwrap();
    check(&folder, "SubscriptionUpdateParameters", &last(&arm));

    let vault = NamedValueEdit {
        display_name: set("key"),
        is_secret: Change::Set(true),
        tags: Change::Set(vec!["ai".into()]),
        key_vault_secret: set("https://v.test/secrets/key"),
        ..NamedValueEdit::default()
    };
    let plain = NamedValueEdit { display_name: set("key"), value: set("v"), ..NamedValueEdit::default() };
    for edit in [vault, plain] {
        let mut named = NamedValue::default();
        edit.apply(&mut named);
        client.put_named_value(&call(), "key", &named, IfMatch::None).await.unwrap();
        check(&folder, "NamedValueCreateContract", &last(&arm));
        client.patch_named_value(&call(), "key", &edit.patch(&NamedValue::default()), IfMatch::Any).await.unwrap();
        check(&folder, "NamedValueUpdateParameters", &last(&arm));
    }
}

#[tokio::test]
async fn backends_and_pools() {
    let Some((arm, client, folder)) = start().await else { return };
    let mut single = Backend::new(BackendKind::Single);
    single.set_url(Some("https://x.test"));
    single.set_protocol(Some("http"));
    single.set_header_credential("api-key", vec!["k".into()]);
    client.put_backend(&call(), "one", &single, IfMatch::None).await.unwrap();
    check(&folder, "BackendContract", &last(&arm));

    let mut pool = Backend::new(BackendKind::Pool);
    let member = PoolMember { id: client.address().child_id("backends", "one"), weight: Some(1), priority: Some(1) };
    pool.set_pool(&Pool { members: vec![member], session_cookie: Some("sid".into()), failure_status: Some(429) });
    client.put_backend(&call(), "pool", &pool, IfMatch::None).await.unwrap();
    check_preview(&folder, "BackendContractProperties", &last(&arm));
    let properties = &last(&arm)["properties"];
    assert!(properties.get("url").is_none() && properties.get("protocol").is_none(), "the service refuses them");
}

#[tokio::test]
async fn a_wrong_body_is_found() {
    let Some(folder) = facts::folder() else { return };
    let wrong = json!({ "properties": { "path": 5 } });
    assert!(!schema(&folder, "definitions.json", "ApiCreateOrUpdateParameter").is_valid(&wrong));
    assert!(!schema(&folder, "arm-schema-2025-09-01-preview.json", "ApiCreateOrUpdateProperties").is_valid(&wrong["properties"]));
}
