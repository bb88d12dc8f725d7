//! Every path once. Links are built here and nowhere else.

use domain::resource::{Key, Kind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path segment or query value may hold as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn segment(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// Paths that forms are posted to, as the server's router writes them.
pub mod posts {
    pub const NEW_BACKEND: &str = "/g/{gateway}/backends/new";
    pub const BACKEND: &str = "/g/{gateway}/backends/{backend}";
    pub const EDIT_BACKEND: &str = "/g/{gateway}/backends/{backend}/edit";
    pub const DELETE_BACKEND: &str = "/g/{gateway}/backends/{backend}/delete";
    pub const NEW_RESOURCE: &str = "/g/{gateway}/{collection}/new";
    pub const RESOURCE: &str = "/g/{gateway}/{collection}/{name}";
    pub const EDIT_RESOURCE: &str = "/g/{gateway}/{collection}/{name}/edit";
    pub const DELETE_RESOURCE: &str = "/g/{gateway}/{collection}/{name}/delete";
    pub const NEW_API_DIAGNOSTIC: &str = "/g/{gateway}/apis/{parent}/diagnostics/new";
    pub const API_DIAGNOSTIC: &str = "/g/{gateway}/apis/{parent}/diagnostics/{name}";
    pub const EDIT_API_DIAGNOSTIC: &str = "/g/{gateway}/apis/{parent}/diagnostics/{name}/edit";
    pub const DELETE_API_DIAGNOSTIC: &str = "/g/{gateway}/apis/{parent}/diagnostics/{name}/delete";
    pub const NEW_LLM_API: &str = "/g/{gateway}/new-llm-api";
    pub const API_POLICY: &str = "/g/{gateway}/apis/{api}/policy";
    pub const API_DIAGNOSTICS: &str = "/g/{gateway}/apis/{parent}/diagnostics";
    pub const PLAYGROUND: &str = "/g/{gateway}/playground";
    pub const AUDIT_ENTRY: &str = "/audit/{entry}";
    pub const ME: &str = "/me";
    pub const SETTINGS: &str = "/settings";
    pub const THEME: &str = "/theme";
}

/// Paths of files to download, as the server's router writes them.
pub mod downloads {
    pub const BACKENDS: &str = "/g/{gateway}/backends/export.csv";
    pub const RESOURCES: &str = "/g/{gateway}/{collection}/export.csv";
    pub const API_DIAGNOSTICS: &str = "/g/{gateway}/apis/{parent}/diagnostics/export.csv";
}

pub fn home() -> String {
    "/".into()
}

pub fn overview(gateway: &str) -> String {
    format!("/g/{}", segment(gateway))
}

pub fn backends(gateway: &str) -> String {
    format!("{}/backends", overview(gateway))
}

/// The list as a file.
pub fn export_backends(gateway: &str) -> String {
    format!("{}/export.csv", backends(gateway))
}

/// The page that all new backends start on.
pub fn backends_new(gateway: &str) -> String {
    format!("{}/new", backends(gateway))
}

/// `kind`: `single` or `pool`.
pub fn new_backend(gateway: &str, kind: &str) -> String {
    with_query(&backends_new(gateway), &[("kind", kind)])
}

/// A new backend like this one.
pub fn duplicate_backend(gateway: &str, backend: &str) -> String {
    with_query(&backends_new(gateway), &[("from", backend)])
}

pub fn backend(gateway: &str, backend: &str) -> String {
    format!("{}/{}", backends(gateway), segment(backend))
}

pub fn edit_backend(gateway: &str, name: &str) -> String {
    format!("{}/edit", backend(gateway, name))
}

pub fn delete_backend(gateway: &str, name: &str) -> String {
    format!("{}/delete", backend(gateway, name))
}

/// A list: `/g/local/loggers`, or of an API's diagnostics.
pub fn resources(gateway: &str, kind: Kind, parent: &str) -> String {
    match parent {
        "" => format!("{}/{}", overview(gateway), kind.slug()),
        api => format!("{}/apis/{}/{}", overview(gateway), segment(api), kind.slug()),
    }
}

/// The list as a file.
pub fn export_resources(gateway: &str, kind: Kind, parent: &str) -> String {
    format!("{}/export.csv", resources(gateway, kind, parent))
}

pub fn resource(key: &Key) -> String {
    format!("{}/{}", resources(&key.gateway, key.kind, &key.parent), segment(&key.name))
}

/// `variant`: which form, where the kind has several; empty: the first.
pub fn new_resource(gateway: &str, kind: Kind, parent: &str, variant: &str) -> String {
    with_query(&format!("{}/new", resources(gateway, kind, parent)), &[("variant", variant)])
}

pub fn edit_resource(key: &Key) -> String {
    format!("{}/edit", resource(key))
}

pub fn delete_resource(key: &Key) -> String {
    format!("{}/delete", resource(key))
}

/// The wizard.
pub fn new_llm_api(gateway: &str) -> String {
    format!("{}/new-llm-api", overview(gateway))
}

pub fn api_policy(gateway: &str, api: &str) -> String {
    format!("{}/apis/{}/policy", overview(gateway), segment(api))
}

pub fn playground(gateway: &str) -> String {
    format!("{}/playground", overview(gateway))
}

pub fn audit() -> String {
    "/audit".into()
}

pub fn audit_entry(id: &str) -> String {
    format!("/audit/{}", segment(id))
}

pub fn operations() -> String {
    "/operations".into()
}

pub fn me() -> String {
    posts::ME.into()
}

pub fn settings() -> String {
    posts::SETTINGS.into()
}

/// Where someone connects to Azure as themselves, to go on to `return_to`; only with sign-in.
pub fn connect_azure(gateway: &str, return_to: &str) -> String {
    with_query("/auth/azure/connect", &[("gateway", gateway), ("return_to", return_to)])
}

/// Where signing out is asked for; only with sign-in.
pub fn logout() -> String {
    "/auth/logout".into()
}

/// Where a form post chooses the theme.
pub fn theme() -> &'static str {
    posts::THEME
}

/// The relay that streams a chat.
pub fn relay_chat(gateway: &str, api_path: &str, deployment: &str, subscription: &str, api_version: &str) -> String {
    let prefix: String = api_path.split('/').filter(|part| !part.is_empty()).map(|part| format!("{}/", segment(part))).collect();
    let path = format!("/api/playground/{}/{prefix}deployments/{}/chat/completions", segment(gateway), segment(deployment));
    with_query(&path, &[("subscription", subscription), ("api-version", api_version)])
}

/// A path with the parameters that are not empty.
pub fn with_query(path: &str, parameters: &[(&str, &str)]) -> String {
    let query: Vec<_> =
        parameters.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", segment(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The gateway that a path is about.
pub fn gateway_of(path: &str) -> Option<String> {
    let name = path.strip_prefix("/g/")?.split('/').next()?;
    percent_encoding::percent_decode_str(name).decode_utf8().ok().map(|name| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_stay_one_segment() {
        assert_eq!(backend("local", "a/b?c#<d>"), "/g/local/backends/a%2Fb%3Fc%23%3Cd%3E");
        assert_eq!(gateway_of("/g/a%20b/backends"), Some("a b".into()));
        assert_eq!(gateway_of("/audit"), None);
    }

    #[test]
    fn empty_parameters_are_left_out() {
        assert_eq!(with_query("/audit", &[("outcome", ""), ("text", "a b")]), "/audit?text=a%20b");
        assert_eq!(
            relay_chat("local", "openai", "gpt-4o", "demo", ""),
            "/api/playground/local/openai/deployments/gpt-4o/chat/completions?subscription=demo"
        );
    }
}
