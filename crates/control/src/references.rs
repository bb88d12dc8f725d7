//! What refers to what: read before something is deleted, since Azure tells only after.
//!
//! Azure lists neither policies nor diagnostics across APIs, so both are read API by API: a few at a
//! time, kept for a minute, and never more than [`MOST_APIS`]; what was left out is said.

use crate::{
    Control, Error, Op,
    gateways::Connected,
    resources::{base_name, of_kind},
};
use apim::{ListQuery, PolicyFormat, PolicyScope, resource_name};
use domain::resource::{Key, Kind, Related, UsedBy};
use futures::{StreamExt, stream};
use moka::future::Cache;
use policy::References;
use std::{sync::Arc, time::Duration};

const MOST_APIS: usize = 200;
const AT_A_TIME: usize = 6;
const KEPT_FOR: Duration = Duration::from_secs(60);
/// How far back "recent" traffic goes.
const RECENT_MS: i64 = 7 * 24 * 3600 * 1000;

/// One API with what its parts refer to.
pub(crate) struct ApiReferences {
    name: String,
    kind: Kind,
    policy: References,
    /// Diagnostic and its logger.
    diagnostics: Vec<(String, String)>,
    is_unread: bool,
}

/// Kept readings, by ARM principal.
pub(crate) struct ReferenceCache(Cache<String, Arc<Vec<ApiReferences>>>);

impl Default for ReferenceCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(64).time_to_live(KEPT_FOR).build())
    }
}

impl ReferenceCache {
    pub(crate) fn forget(&self) {
        self.0.invalidate_all();
    }
}

impl Control {
    /// What depends on this resource. `Permission:` read.
    pub async fn related(&self, op: &Op, key: &Key) -> Result<Related, Error> {
        let permit = op.authorise(key.operations().get)?;
        let connected = self.gateway(&permit, &key.gateway)?;
        match key.kind {
            Kind::Logger => logger(&connected, op, &key.name).await,
            Kind::NamedValue => named_value(&connected, op, key).await,
            Kind::Product => product(&connected, op, &key.name).await,
            Kind::Api | Kind::McpServer => api(&connected, op, &key.name).await,
            Kind::Subscription => {
                let since = domain::Timestamp(op.clock.now().0 - RECENT_MS);
                let calls = self.inner.store.usage.count_calls_of(&key.gateway, &key.name, since).await?;
                Ok(Related { recent_calls: Some(calls), ..Related::default() })
            }
            Kind::Diagnostic | Kind::Fragment => Ok(Related::default()),
        }
    }

    /// What sends calls to this backend, pools aside. `Permission:` read.
    pub async fn related_to_backend(&self, op: &Op, gateway: &str, name: &str) -> Result<Related, Error> {
        let permit = op.authorise(domain::Operation::BackendGet)?;
        let connected = self.gateway(&permit, gateway)?;
        let apis = connected.references(op).await?;
        Ok(by_policy(&apis, |references| has(&references.backends, name)))
    }
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|found| found.eq_ignore_ascii_case(name))
}

fn used_by(what: &str, kind: Kind, name: &str, part: &str) -> UsedBy {
    UsedBy { what: what.into(), name: name.into(), kind: Some(kind), part: part.into() }
}

/// Policies that refer to something, and what could not be read.
fn by_policy(apis: &[ApiReferences], is_meant: impl Fn(&References) -> bool) -> Related {
    let found = apis.iter().filter(|api| is_meant(&api.policy));
    let items = found.map(|api| used_by("policy of the API", Kind::Api, &api.name, "policy")).collect();
    Related { items, gap: gap(apis), ..Related::default() }
}

fn gap(apis: &[ApiReferences]) -> String {
    let mut gaps = Vec::new();
    if apis.len() >= MOST_APIS {
        gaps.push(format!("Only the first {MOST_APIS} APIs were looked at."));
    }
    let unread: Vec<_> = apis.iter().filter(|api| api.is_unread).map(|api| api.name.as_str()).take(5).collect();
    if !unread.is_empty() {
        gaps.push(format!("Azure did not answer about {}.", unread.join(", ")));
    }
    gaps.push("Policies of products, of single operations and of the whole service are not looked at.".into());
    gaps.join(" ")
}

async fn logger(connected: &Connected, op: &Op, name: &str) -> Result<Related, Error> {
    let apis = connected.references(op).await?;
    let mut related = by_policy(&apis, |references| has(&references.loggers, name));
    for api in apis.iter().filter(|api| api.diagnostics.iter().any(|(_, logger)| logger.eq_ignore_ascii_case(name))) {
        related.items.push(used_by("diagnostics of the API", api.kind, &api.name, "diagnostics"));
    }
    let service = connected.resources(op, Kind::Diagnostic, "", false).await?;
    for diagnostic in &service.items {
        if diagnostic.text("loggerId").is_some_and(|id| resource_name(id).eq_ignore_ascii_case(name)) {
            related.items.push(used_by("diagnostic of the service", Kind::Diagnostic, diagnostic.name(), ""));
        }
    }
    Ok(related)
}

async fn named_value(connected: &Connected, op: &Op, key: &Key) -> Result<Related, Error> {
    let display_name = connected.read_resource(op, key).await?.value.text("displayName").unwrap_or(&key.name).to_owned();
    let apis = connected.references(op).await?;
    let mut related = by_policy(&apis, |references| has(&references.named_values, &display_name));
    let reference = format!("{{{{{}}}}}", display_name.to_ascii_lowercase());
    let holds = |raw: &serde_json::Value| raw.to_string().to_ascii_lowercase().contains(&reference);
    for logger in connected.resources(op, Kind::Logger, "", false).await?.items.iter().filter(|logger| holds(logger.raw())) {
        related.items.push(used_by("credentials of the logger", Kind::Logger, logger.name(), ""));
    }
    for backend in connected.backends(op, false).await?.items.iter().filter(|backend| holds(backend.raw())) {
        related.items.push(UsedBy {
            what: "credentials of the backend".into(),
            name: backend.name().into(),
            kind: None,
            part: "backend".into(),
        });
    }
    related.is_held = true;
    Ok(related)
}

async fn product(connected: &Connected, op: &Op, name: &str) -> Result<Related, Error> {
    let call = op.call();
    let query = ListQuery::default();
    let (subscriptions, apis) =
        futures::join!(connected.resources(op, Kind::Subscription, "", false), connected.arm.list_product_apis(&call, name, &query));
    let scope = format!("/products/{}", name.to_ascii_lowercase());
    let mut items = in_scope(&subscriptions?.items, &scope);
    items.extend(apis?.iter().map(|api| used_by("has the API", Kind::Api, api.name(), "")));
    Ok(Related { items, ..Related::default() })
}

async fn api(connected: &Connected, op: &Op, name: &str) -> Result<Related, Error> {
    let call = op.call();
    let query = ListQuery::default();
    let (subscriptions, products) =
        futures::join!(connected.resources(op, Kind::Subscription, "", false), connected.arm.list_api_products(&call, name, &query));
    let scope = format!("/apis/{}", base_name(name).to_ascii_lowercase());
    let mut items = in_scope(&subscriptions?.items, &scope);
    items.extend(products?.iter().map(|product| used_by("part of the product", Kind::Product, product.name(), "")));
    Ok(Related { items, gap: "Tools of MCP servers that call its operations are not looked at.".into(), ..Related::default() })
}

fn in_scope(subscriptions: &[apim::AnyResource], scope: &str) -> Vec<UsedBy> {
    let is_meant = |resource: &&apim::AnyResource| resource.text("scope").is_some_and(|found| found.to_ascii_lowercase().ends_with(scope));
    subscriptions
        .iter()
        .filter(is_meant)
        .map(|resource| used_by("key of the subscription", Kind::Subscription, resource.name(), ""))
        .collect()
}

impl Connected {
    /// What every API's policy and diagnostics refer to.
    pub(crate) async fn references(&self, op: &Op) -> Result<Arc<Vec<ApiReferences>>, Error> {
        let read = async {
            let sweep = self.resources(op, Kind::Api, "", false).await?;
            let apis = of_kind(Kind::Api, &sweep).map(|api| (Kind::Api, api.name()));
            let servers = of_kind(Kind::McpServer, &sweep).map(|api| (Kind::McpServer, api.name()));
            let apis: Vec<_> = apis.chain(servers).take(MOST_APIS).map(|(kind, name)| (kind, name.to_owned())).collect();
            let reading = stream::iter(apis).map(|(kind, name)| self.references_of(op, kind, name));
            Ok(Arc::new(reading.buffered(AT_A_TIME).collect().await))
        };
        self.references.0.try_get_with(self.arm.principal().to_owned(), read).await.map_err(|error: Arc<Error>| (*error).clone())
    }

    async fn references_of(&self, op: &Op, kind: Kind, name: String) -> ApiReferences {
        let call = op.call();
        let query = ListQuery::default();
        let policy = self.arm.find_policy(&call, PolicyScope::Api(&name), PolicyFormat::RawXml);
        let (policy, diagnostics) = futures::join!(policy, self.arm.list_api_diagnostics(&call, &name, &query));
        let is_unread = policy.is_err() || diagnostics.is_err();
        let document = policy.ok().flatten().and_then(|tagged| tagged.value.value().map(str::to_owned)).unwrap_or_default();
        let diagnostics = diagnostics.unwrap_or_default();
        let loggers = diagnostics.iter().map(|one| (one.name().to_owned(), resource_name(one.logger_id().unwrap_or_default()).to_owned()));
        ApiReferences { policy: policy::references(&document), diagnostics: loggers.collect(), name, kind, is_unread }
    }
}
