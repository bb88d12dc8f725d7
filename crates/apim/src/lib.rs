//! Azure API Management as this console sees it: typed views over the raw JSON of its resources, a
//! client of its management plane (Azure Resource Manager) and one of its gateway.
//!
//! Owns the wire: addresses, api-versions, paging, retries, ETags, errors. Knows nothing of who may
//! do what, of audit rows, databases or pages, and gets its tokens from a [`TokenSource`].

mod address;
mod arm;
mod backend;
mod error;
mod gateway;
mod http;
mod resource;
mod retry_after;
mod subscription;
mod token;

pub use address::{AddressError, ServiceAddress};
pub use arm::{ApiVersions, ArmClient, CallContext, ETag, IfMatch, Limits, Place, Receipt, ResourceKind, Tagged, Written};
pub use backend::{Backend, BreakerRule, CredentialNames, MASK, Pool, PoolMember, ProxyEdit, ProxyName, SecretEdit, resource_name};
pub use error::{ApiError, Error, ErrorDetail};
pub use gateway::{ChatCall, GatewayAnswer, GatewayClient, GatewayLimits};
pub use http::{HttpClientError, http_client};
pub use resource::Resource;
pub use subscription::{Subscription, SubscriptionKeys};
pub use token::{StaticToken, TokenError, TokenSource};
