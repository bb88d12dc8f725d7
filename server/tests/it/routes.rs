//! What the console serves, written by hand: a new page, form or server function without a row here
//! fails `coverage`.

/// Pages as the app's route table has them, and an address of each that exists in the demo.
pub const PAGES: &[(&str, &str)] = &[
    ("/", "/"),
    ("/g/{gateway}", "/g/local"),
    ("/g/{gateway}/backends", "/g/local/backends"),
    ("/g/{gateway}/backends/new", "/g/local/backends/new"),
    ("/g/{gateway}/backends/{backend}", "/g/local/backends/aoai-pool"),
    ("/g/{gateway}/backends/{backend}/edit", "/g/local/backends/aoai-pool/edit"),
    ("/g/{gateway}/backends/{backend}/delete", "/g/local/backends/aoai-pool/delete"),
    ("/g/{gateway}/new-llm-api", "/g/local/new-llm-api"),
    ("/g/{gateway}/apis/{api}/policy", "/g/local/apis/azure-openai/policy"),
    ("/g/{gateway}/apis/{parent}/diagnostics", "/g/local/apis/azure-openai/diagnostics"),
    ("/g/{gateway}/apis/{parent}/diagnostics/new", "/g/local/apis/azure-openai/diagnostics/new"),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}", "/g/local/apis/azure-openai/diagnostics/azuremonitor"),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}/edit", "/g/local/apis/azure-openai/diagnostics/azuremonitor/edit"),
    ("/g/{gateway}/apis/{parent}/diagnostics/{name}/delete", "/g/local/apis/azure-openai/diagnostics/azuremonitor/delete"),
    ("/g/{gateway}/{collection}", "/g/local/subscriptions"),
    ("/g/{gateway}/{collection}/new", "/g/local/subscriptions/new"),
    ("/g/{gateway}/{collection}/{name}", "/g/local/subscriptions/demo"),
    ("/g/{gateway}/{collection}/{name}/edit", "/g/local/subscriptions/demo/edit"),
    ("/g/{gateway}/{collection}/{name}/delete", "/g/local/subscriptions/demo/delete"),
    ("/g/{gateway}/playground", "/g/local/playground"),
    ("/me", "/me"),
    ("/settings", "/settings"),
    ("/audit", "/audit"),
    ("/audit/{entry}", "/audit/01890000-0000-7000-8000-000000000000"),
    ("/operations", "/operations"),
];

/// Everything else that takes a POST: forms and the relay.
pub const POSTS: &[&str] = &[
    "/g/local/backends/new",
    "/g/local/backends/aoai-pool",
    "/g/local/backends/aoai-pool/edit",
    "/g/local/backends/aoai-pool/delete",
    "/g/local/new-llm-api",
    "/g/local/apis/azure-openai/policy",
    "/g/local/apis/azure-openai/diagnostics",
    "/g/local/apis/azure-openai/diagnostics/new",
    "/g/local/apis/azure-openai/diagnostics/azuremonitor",
    "/g/local/apis/azure-openai/diagnostics/azuremonitor/edit",
    "/g/local/apis/azure-openai/diagnostics/azuremonitor/delete",
    "/g/local/subscriptions/new",
    "/g/local/subscriptions/demo",
    "/g/local/subscriptions/demo/edit",
    "/g/local/subscriptions/demo/delete",
    "/g/local/playground",
    "/audit/01890000-0000-7000-8000-000000000000",
    "/me",
    "/settings",
    "/theme",
    "/api/playground/local/openai/deployments/gpt-4o/chat/completions?subscription=demo",
];

/// Lists as files.
pub const DOWNLOADS: &[&str] = &[
    "/g/local/backends/export.csv",
    "/g/local/apis/export.csv",
    "/g/local/mcp-servers/export.csv",
    "/g/local/apis/azure-openai/diagnostics/export.csv",
    "/g/local/diagnostics/export.csv",
    "/g/local/loggers/export.csv",
    "/g/local/named-values/export.csv",
    "/g/local/fragments/export.csv",
    "/g/local/products/export.csv",
    "/g/local/subscriptions/export.csv",
];

/// A server function: its path below `/api/`, the operation whose permission it asks for, a body
/// that changes nothing, and the status with which the administrator is answered.
pub struct Endpoint {
    pub path: &'static str,
    pub operation: &'static str,
    pub body: &'static str,
    pub status: u16,
}

const fn endpoint(path: &'static str, operation: &'static str, body: &'static str, status: u16) -> Endpoint {
    Endpoint { path, operation, body, status }
}

pub const ENDPOINTS: &[Endpoint] = &[
    endpoint("overview/get", "Backend_ListByService", r#"{"gateway":"local"}"#, 200),
    endpoint("backends/list", "Backend_ListByService", r#"{"gateway":"local","query":{}}"#, 200),
    endpoint("backends/candidates", "Backend_ListByService", r#"{"gateway":"local"}"#, 200),
    endpoint("backends/get", "Backend_Get", r#"{"gateway":"local","name":"aoai-pool"}"#, 200),
    endpoint("backends/save", "Backend_CreateOrUpdate", SAVE, 422),
    endpoint("backends/weights", "Backend_Update", r#"{"gateway":"local","name":"aoai-pool","etag":"old","weights":[]}"#, 409),
    endpoint("backends/delete", "Backend_Delete", r#"{"gateway":"local","name":"aoai-pool","etag":"old"}"#, 409),
    endpoint("backends/reconnect", "Backend_Reconnect", r#"{"gateway":"local","name":"aoai-swc-ptu","after":"soon"}"#, 422),
    endpoint("backends/test", "Backend_Test", r#"{"gateway":"local","name":"aoai-swc-ptu"}"#, 200),
    endpoint("backends/related", "Backend_Get", r#"{"gateway":"local","name":"aoai-pool"}"#, 200),
    endpoint("apis/list", "Api_ListByService", LIST, 200),
    endpoint("apis/get", "Api_Get", r#"{"gateway":"local","name":"azure-openai"}"#, 200),
    endpoint("apis/save", "Api_CreateOrUpdate", NOTHING, 422),
    endpoint("apis/delete", "Api_Delete", r#"{"gateway":"local","name":"azure-openai","etag":"old"}"#, 409),
    endpoint("apis/operations", "ApiOperation_ListByApi", r#"{"gateway":"local","api":"azure-openai"}"#, 200),
    endpoint("apis/llm-options", "Api_CreateOrUpdate", r#"{"gateway":"local"}"#, 200),
    endpoint("apis/create-llm", "Api_CreateOrUpdate", NO_LLM_API, 422),
    endpoint("mcp-servers/list", "Api_ListByService", LIST, 200),
    endpoint("mcp-servers/get", "Api_Get", r#"{"gateway":"local","name":"orders-mcp"}"#, 200),
    endpoint("mcp-servers/save", "Api_CreateOrUpdate", NOTHING, 422),
    endpoint("mcp-servers/delete", "Api_Delete", r#"{"gateway":"local","name":"orders-mcp","etag":"old"}"#, 409),
    endpoint("mcp-servers/tools", "ApiTool_ListByApi", r#"{"gateway":"local","server":"orders-mcp"}"#, 200),
    endpoint("mcp-servers/add-tool", "ApiTool_CreateOrUpdate", NO_TOOL, 422),
    endpoint("mcp-servers/remove-tool", "ApiTool_Delete", r#"{"gateway":"local","server":"orders-mcp","tool":"nothing"}"#, 404),
    endpoint("policies/list", "ApiPolicy_ListByApi", r#"{"gateway":"local","api":"azure-openai"}"#, 200),
    endpoint("policies/get", "ApiPolicy_Get", r#"{"gateway":"local","api":"azure-openai"}"#, 200),
    endpoint(
        "policies/save",
        "ApiPolicy_CreateOrUpdate",
        r#"{"save":{"gateway":"local","api":"azure-openai","document":"","etag":null}}"#,
        422,
    ),
    endpoint("policies/delete", "ApiPolicy_Delete", r#"{"gateway":"local","api":"azure-openai","etag":"old"}"#, 409),
    endpoint("diagnostics/list", "Diagnostic_ListByService", LIST, 200),
    endpoint("diagnostics/list", "ApiDiagnostic_ListByService", r#"{"gateway":"local","parent":"azure-openai","query":{}}"#, 200),
    endpoint("diagnostics/get", "Diagnostic_Get", r#"{"gateway":"local","name":"azuremonitor"}"#, 200),
    endpoint("diagnostics/get", "ApiDiagnostic_Get", r#"{"gateway":"local","parent":"azure-openai","name":"azuremonitor"}"#, 200),
    endpoint("diagnostics/save", "Diagnostic_CreateOrUpdate", NOTHING, 422),
    endpoint("diagnostics/save", "ApiDiagnostic_CreateOrUpdate", NO_API_DIAGNOSTIC, 422),
    endpoint(
        "diagnostics/delete",
        "ApiDiagnostic_Delete",
        r#"{"gateway":"local","parent":"azure-openai","name":"azuremonitor","etag":"old"}"#,
        409,
    ),
    endpoint("diagnostics/llm-logging", "ApiDiagnostic_CreateOrUpdate", r#"{"gateway":"local","api":"nothing"}"#, 404),
    endpoint("loggers/list", "Logger_ListByService", LIST, 200),
    endpoint("loggers/get", "Logger_Get", r#"{"gateway":"local","name":"nothing"}"#, 404),
    endpoint("loggers/save", "Logger_CreateOrUpdate", NOTHING, 422),
    endpoint("loggers/delete", "Logger_Delete", r#"{"gateway":"local","name":"nothing","etag":"old"}"#, 404),
    endpoint("named-values/list", "NamedValue_ListByService", LIST, 200),
    endpoint("named-values/get", "NamedValue_Get", r#"{"gateway":"local","name":"claude-key"}"#, 200),
    endpoint("named-values/save", "NamedValue_CreateOrUpdate", NOTHING, 422),
    endpoint("named-values/save", "NamedValue_Update", NO_CHANGE, 422),
    endpoint("named-values/delete", "NamedValue_Delete", r#"{"gateway":"local","name":"claude-key","etag":"old"}"#, 409),
    endpoint("fragments/list", "PolicyFragment_ListByService", LIST, 200),
    endpoint("fragments/get", "PolicyFragment_Get", r#"{"gateway":"local","name":"limit-tokens"}"#, 200),
    endpoint("products/list", "Product_ListByService", LIST, 200),
    endpoint("products/get", "Product_Get", r#"{"gateway":"local","name":"ai-standard"}"#, 200),
    endpoint("products/save", "Product_CreateOrUpdate", NOTHING, 422),
    endpoint("products/delete", "Product_Delete", r#"{"gateway":"local","name":"ai-standard","etag":"old"}"#, 409),
    endpoint("products/apis", "ProductApi_ListByProduct", r#"{"gateway":"local","product":"ai-standard"}"#, 200),
    endpoint("products/add-api", "ProductApi_CreateOrUpdate", r#"{"gateway":"local","product":"a/b","api":"x"}"#, 404),
    endpoint("products/remove-api", "ProductApi_Delete", r#"{"gateway":"local","product":"a/b","api":"x"}"#, 404),
    endpoint("subscriptions/list", "Subscription_List", LIST, 200),
    endpoint("subscriptions/get", "Subscription_Get", r#"{"gateway":"local","name":"demo"}"#, 200),
    endpoint("subscriptions/save", "Subscription_CreateOrUpdate", NOTHING, 422),
    endpoint("subscriptions/save", "Subscription_Update", NO_CHANGE, 422),
    endpoint("subscriptions/delete", "Subscription_Delete", r#"{"gateway":"local","name":"demo","etag":"old"}"#, 409),
    endpoint("subscriptions/reveal", "Subscription_ListSecrets", r#"{"gateway":"local","name":"a/b","which":"primary"}"#, 404),
    endpoint("subscriptions/regenerate", "Subscription_RegeneratePrimaryKey", r#"{"gateway":"local","name":"a/b","which":"primary"}"#, 404),
    endpoint(
        "subscriptions/regenerate",
        "Subscription_RegenerateSecondaryKey",
        r#"{"gateway":"local","name":"a/b","which":"secondary"}"#,
        404,
    ),
    endpoint("subscriptions/keys", "Subscription_Get", r#"{"gateway":"local","name":"demo"}"#, 200),
    endpoint("resources/related", "Logger_Get", r#"{"key":{"gateway":"local","kind":"logger","name":"nothing"}}"#, 200),
    endpoint("me/get", "Session_List", "{}", 200),
    endpoint("me/revoke-session", "Session_Revoke", r#"{"session":"nothing"}"#, 404),
    endpoint("me/revoke-session", "Session_RevokeOther", r#"{"session":"nothing"}"#, 404),
    endpoint("me/create-token", "Token_Create", r#"{"draft":{"name":"","role":"","days":""}}"#, 422),
    endpoint("me/revoke-token", "Token_Revoke", r#"{"token":"nothing"}"#, 404),
    endpoint("me/revoke-token", "Token_RevokeOther", r#"{"token":"nothing"}"#, 404),
    endpoint("me/disconnect-azure", "Azure_Disconnect", r#"{"gateway":"local"}"#, 404),
    endpoint("sessions/list", "Session_ListAll", "{}", 200),
    endpoint("settings/get", "Settings_Get", "{}", 200),
    endpoint("audit/list", "Audit_List", r#"{"query":{}}"#, 200),
    endpoint("audit/get", "Audit_List", r#"{"id":"01890000-0000-7000-8000-000000000000"}"#, 404),
    endpoint("audit/settle", "Audit_Settle", r#"{"id":"01890000-0000-7000-8000-000000000000"}"#, 404),
    endpoint("operations/last-used", "Audit_List", "{}", 200),
    endpoint("playground/options", "AIGateway_ChatCompletions", r#"{"gateway":"local"}"#, 200),
];

const LIST: &str = r#"{"gateway":"local","query":{}}"#;

/// Something new without a name.
const NOTHING: &str = r#"{"save":{"key":{"gateway":"local","kind":"api","name":""},"draft":{"name":"","values":{"path":""}},"etag":null}}"#;

/// A change of what is there that no rule lets through.
const NO_CHANGE: &str = r#"{"save":{"key":{"gateway":"local","kind":"api","name":"demo"},"etag":"old",
    "draft":{"name":"demo","variant":"plain","values":{"displayName":""}}}}"#;

const NO_API_DIAGNOSTIC: &str = r#"{"save":{"key":{"gateway":"local","kind":"diagnostic","parent":"azure-openai","name":""},
    "draft":{"name":""},"etag":null}}"#;

const NO_TOOL: &str = r#"{"gateway":"local","server":"orders-mcp","tool":{"name":"","title":"","description":"","api":"","operation":""}}"#;

const NO_LLM_API: &str = r#"{"gateway":"local","draft":{"kind":"open_ai","name":"","display_name":"","path":"","backend":"","product":"",
    "key_header":"api-key"}}"#;

/// A draft without a name or an address.
const SAVE: &str = r#"{"save":{"gateway":"local","etag":null,"draft":{"kind":"single","name":"","title":"","description":"",
    "url":"","protocol":"http","azure_region":"","members":[],"session_cookie":"","failure_status":"","breaker":null,
    "credentials":{"headers":[],"query":[],"has_authorization":false,"authorization_scheme":"",
    "authorization":{"action":"keep","value":""}},
    "proxy":{"url":"","username":"","has_password":false,"password":{"action":"keep","value":""}},
    "validate_chain":true,"validate_name":true}}}"#;
