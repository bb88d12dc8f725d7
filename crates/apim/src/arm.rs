//! The client of Azure Resource Manager for one API Management service.
//!
//! Every call carries an api-version, the caller's request id and a bearer token that goes to the
//! configured address and nowhere else. Reads are retried; changes only where they surely were not
//! made. Must not know who may do what.

mod any;
mod apis;
mod backends;
mod diagnostics;
mod entity;
mod etag;
mod loggers;
mod long_running;
mod mcp;
mod named_values;
mod operations;
mod page;
mod policies;
mod product_apis;
mod products;
mod query;
mod request;
mod retry;
mod send;
mod subscriptions;
mod throttle;
mod versions;

use crate::{address::ServiceAddress, http::CONNECT_TIMEOUT, token::TokenSource};
use std::{sync::Arc, time::Duration};

pub use any::ResourcePath;
pub use etag::{ETag, IfMatch, Receipt, Tagged, Written};
pub use query::{Filter, ListQuery};
pub use throttle::Throttles;
pub use versions::{ApiVersions, ResourceKind};

/// Bounds on time and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// What [`crate::http_client`] gives a connection; kept here so that settings can show it.
    pub connect_timeout: Duration,
    /// One attempt, from sending to the end of the answer.
    pub request_timeout: Duration,
    /// One call, over all its attempts and waits. A list is one call a page.
    pub deadline: Duration,
    /// A change that Azure goes on with after its answer, from sending to its end.
    pub operation_deadline: Duration,
    /// How often a read is attempted. Throttled attempts (429 with `Retry-After`) don't count: the
    /// deadline ends those.
    pub read_attempts: u32,
    /// How many items a list may have.
    pub sweep_max_items: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            request_timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(60),
            operation_deadline: Duration::from_secs(300),
            read_attempts: 4,
            sweep_max_items: 20_000,
        }
    }
}

/// On whose behalf a call is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallContext {
    /// Ours, sent as `x-ms-client-request-id`: it leads from the Activity Log to the audit.
    pub request_id: String,
}

/// Cheap to clone; clones share connections and what is known about throttling.
#[derive(Debug, Clone)]
pub struct ArmClient {
    inner: Arc<Inner>,
    throttle: Arc<throttle::Throttle>,
}

#[derive(Debug)]
struct Inner {
    address: ServiceAddress,
    /// Scheme, host and port: what errors name.
    origin: String,
    versions: ApiVersions,
    limits: Limits,
    http: reqwest::Client,
    token: Arc<dyn TokenSource>,
}

impl ArmClient {
    pub fn new(address: ServiceAddress, versions: ApiVersions, limits: Limits, http: reqwest::Client, token: Arc<dyn TokenSource>) -> Self {
        let origin = address.arm_url.origin().ascii_serialization();
        Self { inner: Arc::new(Inner { address, origin, versions, limits, http, token }), throttle: Arc::default() }
    }

    /// The same, knowing what clients of the same subscription with the same principal know about
    /// throttling: Azure counts their calls together.
    #[must_use]
    pub fn throttled_by(self, throttles: &Throttles) -> Self {
        let throttle = throttles.of(&self.inner.origin, &self.inner.address.subscription_id, self.principal());
        Self { throttle, ..self }
    }

    /// The same service, called as somebody else: Azure throttles each caller apart.
    pub fn called_as(&self, token: Arc<dyn TokenSource>) -> Self {
        let Inner { address, versions, limits, http, .. } = &*self.inner;
        Self::new(address.clone(), versions.clone(), *limits, http.clone(), token)
    }

    pub fn address(&self) -> &ServiceAddress {
        &self.inner.address
    }

    /// The api-version that this type of resource is spoken to in.
    pub fn api_version(&self, kind: ResourceKind) -> &str {
        self.inner.versions.of(kind)
    }

    /// Whom ARM sees; see [`TokenSource::principal`].
    pub fn principal(&self) -> &str {
        self.inner.token.principal()
    }
}
