//! Subscription keys: where an API reads them from, and which subscription opens which API.
//! The query parameter is looked at only when the header is absent.

use http::HeaderMap;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::KeyProblem;
use crate::identity;
use crate::state::{Resource, Tree};

/// The header and query parameter an API takes its key from.
pub(super) struct ParameterNames {
    pub(super) header: String,
    pub(super) query: String,
}

impl ParameterNames {
    pub(super) fn of(api: &Resource) -> Self {
        let names = api.properties.get("subscriptionKeyParameterNames");
        let name =
            |member: &str, default: &str| names.and_then(|names| names.get(member)).and_then(Value::as_str).unwrap_or(default).to_owned();
        Self { header: name("header", "Ocp-Apim-Subscription-Key"), query: name("query", "subscription-key") }
    }

    /// The `WWW-Authenticate` value of a 401.
    pub(super) fn challenge(&self, host: &str, path: &str) -> String {
        format!(r#"AzureApiManagementKey realm="http://{host}/{path}",name="{}",type="header""#, self.header)
    }
}

/// Lets a call pass, or says what is wrong with its key.
pub(super) fn check(
    tree: &Tree,
    api: &Resource,
    names: &ParameterNames,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<(), KeyProblem> {
    match sent_key(names, headers, query) {
        Some(key) => {
            let mut subscriptions = tree.children("/subscriptions");
            let opens = subscriptions.any(|subscription| has_key(subscription, &key) && is_open(tree, subscription, api));
            if opens { Ok(()) } else { Err(KeyProblem::Invalid) }
        }
        None if needs_no_key(tree, api) => Ok(()),
        None => Err(KeyProblem::Missing),
    }
}

fn sent_key(names: &ParameterNames, headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    if let Some(value) = headers.get(&names.header) {
        return Some(String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name.eq_ignore_ascii_case(&names.query)).map(|(_, value)| value.into_owned())
}

fn has_key(subscription: &Resource, key: &str) -> bool {
    ["primaryKey", "secondaryKey"].iter().any(|name| subscription.text(name) == Some(key))
}

/// Active, and for this API: directly, through a product, for all APIs, or as the built-in subscription.
fn is_open(tree: &Tree, subscription: &Resource, api: &Resource) -> bool {
    let scope = subscription.text("scope").and_then(identity::relative_id).unwrap_or("/none");
    let segments: Vec<&str> = scope.split('/').filter(|segment| !segment.is_empty()).collect();
    let covers = match segments.as_slice() {
        [] => true,
        [all] => all.eq_ignore_ascii_case("apis"),
        [kind, name] if kind.eq_ignore_ascii_case("apis") => name.eq_ignore_ascii_case(api.name()),
        [kind, product] if kind.eq_ignore_ascii_case("products") => is_in_product(tree, product, api),
        _ => false,
    };
    covers && subscription.text("state") == Some("active")
}

fn is_in_product(tree: &Tree, product: &str, api: &Resource) -> bool {
    tree.get(&format!("/products/{product}/apis/{}", api.name())).is_some()
}

/// Without a key: an open product that contains the API, or an API that asks for none.
fn needs_no_key(tree: &Tree, api: &Resource) -> bool {
    let is_free = |resource: &Resource| resource.properties.get("subscriptionRequired") == Some(&Value::Bool(false));
    is_free(api) || tree.children("/products").any(|product| is_free(product) && is_in_product(tree, product.name(), api))
}
