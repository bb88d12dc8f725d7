//! Azure API Management as this console sees it: typed views over the raw JSON of its resources, a
//! client of its management plane (Azure Resource Manager) and one of its gateway.
//!
//! Owns the wire: addresses, api-versions, paging, retries, ETags, errors. Knows nothing of who may
//! do what, of audit rows, databases or pages, and gets its tokens from a [`TokenSource`].

mod address;
mod any_resource;
mod api;
mod arm;
mod backend;
mod diagnostic;
mod error;
mod gateway;
mod http;
mod item;
mod logger;
mod mcp_tool;
mod named_value;
mod operation;
mod overlay;
mod policy;
mod product;
mod redact;
mod resource;
mod retry_after;
mod subscription;
mod token;

pub use address::{AddressError, ServiceAddress};
pub use any_resource::AnyResource;
pub use api::{Api, ApiEdit, ApiImport, InlineTool, McpEndpoint, OAuth2Setting, OpenIdSetting};
pub use arm::{
    ApiVersions, ArmClient, CallContext, ETag, Filter, IfMatch, Limits, ListQuery, Receipt, ResourceKind, ResourcePath, Tagged, Throttles,
    Written,
};
pub use backend::{Backend, BreakerRule, CredentialNames, Pool, PoolMember, ProxyEdit, ProxyName, SecretEdit, resource_name};
pub use diagnostic::{DataMask, Diagnostic, DiagnosticEdit};
pub use error::{ApiError, Error, ErrorDetail};
pub use gateway::{ChatCall, DEFAULT_KEY_HEADER, GatewayAnswer, GatewayClient, GatewayLimits};
pub use http::{HttpClientError, http_client};
pub use logger::{Logger, LoggerCredentials, LoggerEdit, LoggerMembersEdit};
pub use mcp_tool::{McpTool, McpToolEdit};
pub use named_value::{NamedValue, NamedValueEdit};
pub use operation::{ApiOperation, ApiOperationEdit, OperationParameter, OperationResponse, Representation};
pub use policy::{Policy, PolicyEdit, PolicyFormat, PolicyFragment, PolicyFragmentEdit, PolicyScope};
pub use product::{Product, ProductEdit, ProductGroup};
pub use redact::MASK;
pub use resource::Change;
pub use subscription::{Subscription, SubscriptionEdit, SubscriptionKey, SubscriptionKeys};
pub use token::{StaticToken, TokenError, TokenSource};
