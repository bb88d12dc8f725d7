//! Where resources are in Azure, and how audit rows name them.

use crate::gateways::Connected;
use apim::{ResourceKind, ResourcePath};
use domain::{
    audit::Target,
    resource::{Key, Kind},
};

/// A resource's place, with the API whose turn a write to it has to wait for.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) place: ResourcePath,
    pub(crate) api: Option<String>,
}

fn resource_kind(kind: Kind) -> ResourceKind {
    match kind {
        Kind::Api | Kind::McpServer => ResourceKind::Apis,
        Kind::Diagnostic => ResourceKind::ApiDiagnostics, // the service's are spoken to alike
        Kind::Logger => ResourceKind::Loggers,
        Kind::NamedValue => ResourceKind::NamedValues,
        Kind::Fragment => ResourceKind::PolicyFragments,
        Kind::Product => ResourceKind::Products,
        Kind::Subscription => ResourceKind::Subscriptions,
    }
}

fn segments(kind: Kind, parent: &str) -> Vec<String> {
    match parent {
        "" => vec![kind.collection().to_owned()],
        api => vec!["apis".to_owned(), api.to_owned(), kind.collection().to_owned()],
    }
}

impl Connected {
    /// A collection: `/loggers`, `/apis/{parent}/diagnostics`.
    pub(crate) fn collection(&self, kind: Kind, parent: &str) -> ResourcePath {
        ResourcePath::new(resource_kind(kind), segments(kind, parent))
    }

    /// One of its items.
    pub(crate) fn spot(&self, key: &Key) -> Spot {
        let place = self.collection(key.kind, &key.parent).child(&key.name);
        let api = match key.kind {
            Kind::Api | Kind::McpServer => Some(base_name(&key.name).to_owned()),
            Kind::Diagnostic if !key.parent.is_empty() => Some(base_name(&key.parent).to_owned()),
            _ => None,
        };
        Spot { place, api }
    }

    /// The full ARM id of what is at these segments below the service.
    pub(crate) fn full_id(&self, segments: &[&str]) -> String {
        format!("{}/{}", self.arm.address().resource_id(), segments.join("/"))
    }

    /// What an audit row about it points at.
    pub(crate) fn resource_target(&self, key: &Key) -> Target {
        let mut path = segments(key.kind, &key.parent);
        path.push(key.name.clone());
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        Target { gateway: self.info.name.clone(), kind: key.kind.target().into(), name: key.label(), resource_id: self.full_id(&path) }
    }
}

/// An API's name without its revision.
pub(crate) fn base_name(api: &str) -> &str {
    api.split_once(";rev=").map_or(api, |(name, _)| name)
}

/// The place of a full ARM id of this service, in the api-version of its type; `None` when it is of
/// another service, or of a type that the console does not write.
pub(crate) fn spot_of_id(connected: &Connected, id: &str) -> Option<Spot> {
    let service = connected.arm.address().resource_id();
    let (prefix, rest) = id.split_at_checked(service.len())?;
    if !prefix.eq_ignore_ascii_case(&service) {
        return None;
    }
    let segments: Vec<&str> = rest.split('/').filter(|segment| !segment.is_empty()).collect();
    let kind = match segments.as_slice() {
        ["backends", _] => ResourceKind::Backends,
        ["apis", _] => ResourceKind::Apis,
        ["apis", _, "policies", _] => ResourceKind::ApiPolicies,
        ["apis", _, "diagnostics", _] | ["diagnostics", _] => ResourceKind::ApiDiagnostics,
        ["apis", _, "operations", _] => ResourceKind::ApiOperations,
        ["apis", _, "tools", _] => ResourceKind::ApiTools,
        ["loggers", _] => ResourceKind::Loggers,
        ["namedValues", _] => ResourceKind::NamedValues,
        ["products", _] => ResourceKind::Products,
        ["subscriptions", _] => ResourceKind::Subscriptions,
        _ => return None,
    };
    let api = match segments.as_slice() {
        ["apis", name, ..] => Some(base_name(name).to_owned()),
        _ => None,
    };
    let place = ResourcePath::new(kind, segments);
    let place = if kind == ResourceKind::ApiPolicies { place.with("format", "rawxml") } else { place };
    Some(Spot { place, api })
}
