//! The kinds of resources, their names in paths and on the wire, and their operations.

use crate::Operation;
use serde::{Deserialize, Serialize};

/// A type of resource of an API Management service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Api,
    /// An API of type `mcp`.
    McpServer,
    /// Of one API (with a parent), or of the whole service.
    Diagnostic,
    Logger,
    NamedValue,
    Fragment,
    Product,
    Subscription,
}

/// The operations of one kind; `None` where the console does not offer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operations {
    pub list: Operation,
    pub get: Operation,
    /// Creating, and replacing where [`Operations::patch`] is `None`.
    pub save: Option<Operation>,
    /// Changing one that is there, where a PUT would need what Azure never tells.
    pub patch: Option<Operation>,
    pub delete: Option<Operation>,
}

impl Kind {
    pub const ALL: [Kind; 8] =
        [Kind::Api, Kind::McpServer, Kind::Diagnostic, Kind::Logger, Kind::NamedValue, Kind::Fragment, Kind::Product, Kind::Subscription];

    /// The segment in the console's paths: `/g/local/named-values`.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Api => "apis",
            Kind::McpServer => "mcp-servers",
            Kind::Diagnostic => "diagnostics",
            Kind::Logger => "loggers",
            Kind::NamedValue => "named-values",
            Kind::Fragment => "fragments",
            Kind::Product => "products",
            Kind::Subscription => "subscriptions",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// The collection in Azure's paths.
    pub fn collection(self) -> &'static str {
        match self {
            Kind::Api | Kind::McpServer => "apis",
            Kind::NamedValue => "namedValues",
            Kind::Fragment => "policyFragments",
            other => other.slug(),
        }
    }

    /// One of them, within a sentence: "named value".
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Api => "API",
            Kind::McpServer => "MCP server",
            Kind::Diagnostic => "diagnostic",
            Kind::Logger => "logger",
            Kind::NamedValue => "named value",
            Kind::Fragment => "policy fragment",
            Kind::Product => "product",
            Kind::Subscription => "subscription",
        }
    }

    /// Many of them, as a heading: "Named values".
    pub fn title(self) -> &'static str {
        match self {
            Kind::Api => "APIs",
            Kind::McpServer => "MCP servers",
            Kind::Diagnostic => "Diagnostics",
            Kind::Logger => "Loggers",
            Kind::NamedValue => "Named values",
            Kind::Fragment => "Policy fragments",
            Kind::Product => "Products",
            Kind::Subscription => "Subscriptions",
        }
    }

    /// What they are for, in one sentence.
    pub fn lead(self) -> &'static str {
        match self {
            Kind::Api => "What callers see: paths, keys, policies, and which backend answers.",
            Kind::McpServer => "Tools for agents: operations of your APIs, or another server behind this gateway.",
            Kind::Diagnostic => "What is logged of calls, how much of it, and where to.",
            Kind::Logger => "Where telemetry goes: Application Insights, Event Hubs, Azure Monitor.",
            Kind::NamedValue => "Constants and secrets that policies and credentials refer to as {{name}}.",
            Kind::Fragment => "Pieces of policy that several policies include.",
            Kind::Product => "Bundles of APIs that a team subscribes to.",
            Kind::Subscription => "Keys: who may call what.",
        }
    }

    /// `a` or `an` before [`Kind::noun`].
    pub fn article(self) -> &'static str {
        if matches!(self, Kind::Api | Kind::McpServer) { "an" } else { "a" }
    }

    /// The word in audit rows: `named_value`.
    pub fn target(self) -> &'static str {
        match self {
            Kind::Api | Kind::McpServer => "api",
            Kind::Diagnostic => "diagnostic",
            Kind::Logger => "logger",
            Kind::NamedValue => "named_value",
            Kind::Fragment => "fragment",
            Kind::Product => "product",
            Kind::Subscription => "subscription",
        }
    }

    /// Its operations; those of an API's diagnostics differ from those of the service's.
    pub fn operations(self, has_parent: bool) -> Operations {
        use Operation as O;
        let of = |list, get, save, patch, delete| Operations { list, get, save, patch, delete };
        match (self, has_parent) {
            (Kind::Api | Kind::McpServer, _) => of(O::ApiList, O::ApiGet, Some(O::ApiCreateOrUpdate), None, Some(O::ApiDelete)),
            (Kind::Diagnostic, true) => {
                of(O::ApiDiagnosticList, O::ApiDiagnosticGet, Some(O::ApiDiagnosticCreateOrUpdate), None, Some(O::ApiDiagnosticDelete))
            }
            (Kind::Diagnostic, false) => of(O::DiagnosticList, O::DiagnosticGet, Some(O::DiagnosticCreateOrUpdate), None, None),
            (Kind::Logger, _) => of(O::LoggerList, O::LoggerGet, Some(O::LoggerCreateOrUpdate), None, Some(O::LoggerDelete)),
            (Kind::NamedValue, _) => {
                let (save, patch, delete) = (O::NamedValueCreateOrUpdate, O::NamedValueUpdate, O::NamedValueDelete);
                of(O::NamedValueList, O::NamedValueGet, Some(save), Some(patch), Some(delete))
            }
            (Kind::Fragment, _) => of(O::PolicyFragmentList, O::PolicyFragmentGet, None, None, None),
            (Kind::Product, _) => of(O::ProductList, O::ProductGet, Some(O::ProductCreateOrUpdate), None, Some(O::ProductDelete)),
            (Kind::Subscription, _) => {
                let (save, patch, delete) = (O::SubscriptionCreateOrUpdate, O::SubscriptionUpdate, O::SubscriptionDelete);
                of(O::SubscriptionList, O::SubscriptionGet, Some(save), Some(patch), Some(delete))
            }
        }
    }
}

/// One resource of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    pub gateway: String,
    pub kind: Kind,
    /// The API that a diagnostic belongs to; empty: the service itself.
    #[serde(default)]
    pub parent: String,
    pub name: String,
}

impl Key {
    pub fn new(gateway: &str, kind: Kind, name: &str) -> Self {
        Self { gateway: gateway.into(), kind, parent: String::new(), name: name.into() }
    }

    /// The same place under another name.
    pub fn named(&self, name: &str) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    pub fn operations(&self) -> Operations {
        self.kind.operations(!self.parent.is_empty())
    }

    /// How audit rows and sentences call it: `chat / azuremonitor` for a diagnostic of an API.
    pub fn label(&self) -> String {
        if self.parent.is_empty() { self.name.clone() } else { format!("{} / {}", self.parent, self.name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_lead_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_slug(kind.slug()), Some(kind));
        }
        assert_eq!(Kind::from_slug("backends"), None);
    }
}
