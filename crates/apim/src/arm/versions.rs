//! Which api-version each type of resource is spoken to in, for reading and writing alike: a read at
//! an older version would hide members that the write then erases.

/// The types of resources under a service that this client speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    Backends,
    Apis,
    ApiOperations,
    ApiTools,
    /// Of an API.
    ApiDiagnostics,
    /// Of the whole service.
    Diagnostics,
    /// Of an API, an operation, a product or the whole service.
    ApiPolicies,
    PolicyFragments,
    Loggers,
    NamedValues,
    Products,
    Subscriptions,
}

/// The newest stable version.
const STABLE: &str = "2024-05-01";
/// Pools with session affinity, MCP servers, LLM logging and products that take Entra tokens are in
/// no stable version.
const PREVIEW: &str = "2025-09-01-preview";

/// The table of api-versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiVersions {
    all: Option<String>,
}

impl ApiVersions {
    /// One version for everything: a gateway's `api_version` setting.
    pub fn with_override(version: impl Into<String>) -> Self {
        Self { all: Some(version.into()) }
    }

    pub fn of(&self, kind: ResourceKind) -> &str {
        self.all.as_deref().unwrap_or(match kind {
            ResourceKind::Backends
            | ResourceKind::Apis
            | ResourceKind::ApiOperations
            | ResourceKind::ApiTools
            | ResourceKind::ApiDiagnostics
            | ResourceKind::Diagnostics
            | ResourceKind::Products => PREVIEW,
            ResourceKind::ApiPolicies
            | ResourceKind::PolicyFragments
            | ResourceKind::Loggers
            | ResourceKind::NamedValues
            | ResourceKind::Subscriptions => STABLE,
        })
    }
}
