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
    ("/g/{gateway}/playground", "/g/local/playground"),
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
    "/g/local/playground",
    "/audit/01890000-0000-7000-8000-000000000000",
    "/theme",
    "/api/playground/local/openai/deployments/gpt-4o/chat/completions?subscription=demo",
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
    endpoint("audit/list", "Audit_List", r#"{"query":{}}"#, 200),
    endpoint("audit/get", "Audit_List", r#"{"id":"01890000-0000-7000-8000-000000000000"}"#, 404),
    endpoint("audit/settle", "Audit_Settle", r#"{"id":"01890000-0000-7000-8000-000000000000"}"#, 404),
    endpoint("operations/last-used", "Audit_List", "{}", 200),
    endpoint("playground/options", "AIGateway_ChatCompletions", r#"{"gateway":"local"}"#, 200),
];

/// A draft without a name or an address.
const SAVE: &str = r#"{"save":{"gateway":"local","etag":null,"draft":{"kind":"single","name":"","title":"","description":"",
    "url":"","protocol":"http","azure_region":"","members":[],"session_cookie":"","failure_status":"","breaker":null,
    "credentials":{"headers":[],"query":[],"has_authorization":false,"authorization_scheme":"",
    "authorization":{"action":"keep","value":""}},
    "proxy":{"url":"","username":"","has_password":false,"password":{"action":"keep","value":""}},
    "validate_chain":true,"validate_name":true}}}"#;
