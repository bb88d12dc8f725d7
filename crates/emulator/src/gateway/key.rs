//! Subscription keys: where an API reads them from, and which subscription opens which API.
//! The query parameter is looked at only when the header is absent.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::KeyProblem;
use crate::identity;
use crate::state::{Resource, Tree};

/// The header and query parameter an API takes its key from.
pub(super) struct ParameterNames {
    pub(super) header: String,
    pub(super) query: String,
    /// Whether `Authorization: Bearer` may carry it too.
    takes_bearer: bool,
}

impl ParameterNames {
    pub(super) fn of(api: &Resource) -> Self {
        let names = api.properties.get("subscriptionKeyParameterNames");
        let name =
            |member: &str, default: &str| names.and_then(|names| names.get(member)).and_then(Value::as_str).unwrap_or(default).to_owned();
        Self {
            header: name("header", "Ocp-Apim-Subscription-Key"),
            query: name("query", "subscription-key"),
            takes_bearer: name("bearer", "") == "enabled",
        }
    }

    /// The `WWW-Authenticate` value of a 401.
    pub(super) fn challenge(&self, host: &str, path: &str) -> String {
        format!(r#"AzureApiManagementKey realm="http://{host}/{path}",name="{}",type="header""#, self.header)
    }
}

/// Who calls, as far as the key tells.
#[derive(Default)]
pub(super) struct Caller {
    /// The subscription the key belongs to; `None` without a key.
    pub(super) subscription: Option<String>,
    /// The product whose policies apply: that of the subscription, or the open one that lets everybody in.
    pub(super) product: Option<String>,
}

/// Lets a call pass, or says what is wrong with its key.
pub(super) fn check(
    tree: &Tree,
    api: &Resource,
    names: &ParameterNames,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Caller, KeyProblem> {
    match sent_key(names, headers, query) {
        Some(key) => {
            let mut subscriptions = tree.children("/subscriptions");
            let opens = subscriptions.find(|subscription| has_key(subscription, &key) && is_open(tree, subscription, api));
            opens.map(|subscription| Caller::of(subscription)).ok_or(KeyProblem::Invalid)
        }
        None => match open_product(tree, api) {
            Some(product) => Ok(Caller { subscription: None, product: Some(product) }),
            None if is_free(api) => Ok(Caller::default()),
            None => Err(KeyProblem::Missing),
        },
    }
}

impl Caller {
    fn of(subscription: &Resource) -> Self {
        let scope = subscription.text("scope").unwrap_or_default();
        let product = identity::names(scope, &["products"]).map(|names| names[0].to_owned());
        Self { subscription: Some(subscription.name().to_owned()), product }
    }
}

fn sent_key(names: &ParameterNames, headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    if let Some(value) = headers.get(&names.header) {
        return Some(String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    if let Some(key) = bearer.filter(|_| names.takes_bearer) {
        return Some(key.trim().to_owned());
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
        [kind, name] if kind.eq_ignore_ascii_case("apis") => name.eq_ignore_ascii_case(base_name(api)),
        [kind, product] if kind.eq_ignore_ascii_case("products") => is_in_product(tree, product, api),
        _ => false,
    };
    covers && subscription.text("state") == Some("active")
}

/// The name without a revision: what opens an API opens all its revisions.
fn base_name(api: &Resource) -> &str {
    api.name().split(";rev=").next().unwrap_or_default()
}

fn is_in_product(tree: &Tree, product: &str, api: &Resource) -> bool {
    tree.get(&format!("/products/{product}/apis/{}", base_name(api))).is_some()
}

/// A product without subscriptions that contains the API: no key is needed.
fn open_product(tree: &Tree, api: &Resource) -> Option<String> {
    let mut products = tree.children("/products");
    let open = products.find(|product| is_free(product) && is_in_product(tree, product.name(), api));
    open.map(|product| product.name().to_owned())
}

fn is_free(resource: &Resource) -> bool {
    resource.properties.get("subscriptionRequired") == Some(&Value::Bool(false))
}
