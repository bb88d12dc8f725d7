//! A backend's credentials on the way out: headers, query parameters, an authorization header.
//! `{{name}}` stands for the named value with that display name; an unknown one stays as it is.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::state::{Resource, Tree};

/// Adds the credentials to an outgoing request; they replace what the client sent under the same name.
pub(super) fn add(tree: &Tree, backend: &Resource, headers: &mut HeaderMap, url: &mut Url) {
    let Some(credentials) = backend.properties.get("credentials") else {
        return;
    };
    for (name, values) in pairs(credentials, "header") {
        let Ok(name) = name.parse::<HeaderName>() else { continue };
        headers.remove(&name);
        for value in values.filter_map(|value| HeaderValue::from_str(&named_values(tree, value)).ok()) {
            headers.append(&name, value);
        }
    }
    for (name, values) in pairs(credentials, "query") {
        for value in values {
            url.query_pairs_mut().append_pair(name, &named_values(tree, value));
        }
    }
    let part = |name: &str| credentials.get("authorization").and_then(|authorization| authorization.get(name)).and_then(Value::as_str);
    if let Some((scheme, parameter)) = part("scheme").zip(part("parameter"))
        && let Ok(value) = HeaderValue::from_str(&named_values(tree, &format!("{scheme} {parameter}")))
    {
        headers.insert(AUTHORIZATION, value);
    }
}

fn pairs<'a>(credentials: &'a Value, member: &str) -> impl Iterator<Item = (&'a str, impl Iterator<Item = &'a str>)> {
    let map = credentials.get(member).and_then(Value::as_object);
    map.into_iter().flatten().map(|(name, values)| (name.as_str(), values.as_array().into_iter().flatten().filter_map(Value::as_str)))
}

/// Replaces `{{name}}` by the named value with that display name.
pub(super) fn named_values(tree: &Tree, text: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        replaced.push_str(before);
        let value = tree.children("/namedvalues").find(|named| named.text("displayName") == Some(name));
        match value.and_then(|named| named.text("value")) {
            Some(value) => replaced.push_str(value),
            None => replaced.push_str(&format!("{{{{{name}}}}}")),
        }
        rest = behind;
    }
    replaced + rest
}
