//! Backends: a Single has an address, a Pool has members, and neither has what belongs to the other.
//! Limits from the schema BackendContractProperties; the pool messages are those of the live service.

use serde_json::Value;

use super::fields::{self, Object};
use super::references::{self, Kind};
use super::{DeleteOptions, Problem, circuit_breaker, credentials, pool};
use crate::state::Tree;

const COLLECTION: &str = "/backends";
const UNSET_AS_NULL: [&str; 5] = ["title", "description", "url", "protocol", "resourceId"];

/// Drops explicit nulls of strings and names the type, so that equal backends are stored equally.
pub(crate) fn normalise(properties: &mut Object) {
    for name in UNSET_AS_NULL {
        if properties.get(name).is_some_and(Value::is_null) {
            properties.remove(name);
        }
    }
    if fields::set(properties, "type").is_none() {
        properties.insert("type".to_owned(), "Single".into());
    }
}

pub(crate) fn check(tree: &Tree, path: &str, properties: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    fields::text(properties, "title", "title", 300, &mut problems);
    fields::text(properties, "description", "description", 2000, &mut problems);
    fields::text(properties, "resourceId", "resourceId", 2000, &mut problems);
    match properties.get("type").and_then(Value::as_str) {
        Some("Single") => check_single(properties, &mut problems),
        Some("Pool") => pool::check(tree, path, properties, &mut problems),
        _ => problems.push(Problem::new("type", "Type must be 'Single' or 'Pool'.")),
    }
    credentials::check(properties, &mut problems);
    circuit_breaker::check(properties, &mut problems);
    check_tls(properties, &mut problems);
    if let Some(proxy) = fields::object(properties, "proxy", "proxy", &mut problems) {
        if fields::set(proxy, "url").is_none() {
            problems.push(Problem::new("proxy.url", "Url is required."));
        }
        fields::text(proxy, "url", "proxy.url", 2000, &mut problems);
    }
    problems
}

fn check_single(properties: &Object, problems: &mut Vec<Problem>) {
    match fields::set(properties, "url") {
        None => problems.push(Problem::new("url", "Url is required.")),
        Some(Value::String(url)) if !is_url(url) => problems.push(Problem::new("url", "Url must be an absolute address.")),
        Some(_) => fields::text(properties, "url", "url", 2000, problems),
    }
    match fields::set(properties, "protocol") {
        None => problems.push(Problem::new("protocol", "Protocol is required.")),
        Some(protocol) if !matches!(protocol.as_str(), Some("http" | "soap")) => {
            problems.push(Problem::new("protocol", "Protocol must be 'http' or 'soap'."));
        }
        Some(_) => {}
    }
    if fields::set(properties, "pool").is_some() {
        problems.push(Problem::new("pool", "Pool is not supported for a single backend."));
    }
}

/// Absolute, or with a named value that stands for a part of it.
fn is_url(url: &str) -> bool {
    url.contains("{{") || url::Url::parse(url).is_ok()
}

fn check_tls(properties: &Object, problems: &mut Vec<Problem>) {
    let Some(tls) = fields::object(properties, "tls", "tls", problems) else {
        return;
    };
    for name in ["validateCertificateChain", "validateCertificateName"] {
        if fields::set(tls, name).is_some_and(|value| !value.is_boolean()) {
            problems.push(Problem::new(format!("tls.{name}"), format!("{} must be true or false.", fields::word(name))));
        }
    }
}

/// A member of a pool stays as long as the pool names it; so does what a policy or an MCP server names.
pub(crate) fn before_delete(tree: &mut Tree, path: &str, _options: DeleteOptions) -> Vec<Problem> {
    let name = fields::last(path);
    let pools = tree.children(COLLECTION).filter(|backend| pool::has_member(&backend.properties, name));
    let problem = |pool: &str| Problem::new("backendId", format!("Backend '{name}' cannot be deleted because pool '{pool}' uses it."));
    let mut problems: Vec<Problem> = pools.map(|pool| problem(pool.name())).collect();
    let what = format!("Backend '{name}'");
    problems.extend(references::still_used("backendId", &what, references::documents(tree, Kind::Backend, name)));
    let servers = tree.children("/apis").filter(|api| api.text("backendId").is_some_and(|id| id.eq_ignore_ascii_case(name)));
    problems.extend(references::still_used("backendId", &what, servers));
    problems
}
