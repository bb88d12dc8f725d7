//! What refers to what: read before something is deleted, since Azure tells only after.

mod read;

use crate::{
    Control, Error, Op,
    gateways::Connected,
    resources::{base_name, of_kind},
    shelf::{Ages, Shelf},
};
use apim::{ListQuery, resource_name};
use domain::resource::{Key, Kind, Related, UsedBy};
use policy::References;
use read::{Holder, Owner};
use std::{sync::Arc, time::Duration};

const KEPT_FOR: Duration = Duration::from_secs(60);
/// How far back "recent" traffic goes.
const RECENT_MS: i64 = 7 * 24 * 3600 * 1000;

/// Kept readings, by ARM principal.
pub(crate) struct ReferenceCache {
    holders: Shelf<Holder>,
    /// MCP servers, each with the APIs that its tools call.
    servers: Shelf<(String, Vec<String>)>,
}

impl Default for ReferenceCache {
    fn default() -> Self {
        let ages = Ages { fresh: KEPT_FOR, shown: KEPT_FOR };
        Self { holders: Shelf::new(ages), servers: Shelf::new(ages) }
    }
}

impl ReferenceCache {
    pub(crate) fn forget(&self) {
        self.holders.forget();
        self.servers.forget();
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
            Kind::Fragment => {
                let related = by_policy(&connected.references(op).await?.items, |references| has(&references.fragments, &key.name));
                Ok(Related { is_held: true, ..related })
            }
            Kind::Subscription => {
                let since = domain::Timestamp(op.clock.now().0 - RECENT_MS);
                let calls = self.inner.store.usage.count_calls_of(&key.gateway, &key.name, since).await?;
                Ok(Related { recent_calls: Some(calls), ..Related::default() })
            }
            Kind::Diagnostic => Ok(Related::default()),
        }
    }

    /// What sends calls to this backend, pools aside. `Permission:` read.
    pub async fn related_to_backend(&self, op: &Op, gateway: &str, name: &str) -> Result<Related, Error> {
        let permit = op.authorise(domain::Operation::BackendGet)?;
        let connected = self.gateway(&permit, gateway)?;
        let (holders, servers) = futures::join!(connected.references(op), connected.resources(op, Kind::McpServer, "", false));
        let mut related = by_policy(&holders?.items, |references| has(&references.backends, name));
        let is_meant =
            |server: &&apim::AnyResource| server.text("backendId").is_some_and(|id| resource_name(id).eq_ignore_ascii_case(name));
        let servers = servers?;
        let passing_on = of_kind(Kind::McpServer, &servers).filter(is_meant);
        related.items.extend(passing_on.map(|server| used_by("target of the MCP server", Kind::McpServer, server.name(), "")));
        Ok(Related { is_held: true, ..related })
    }
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|found| found.eq_ignore_ascii_case(name))
}

fn used_by(what: &str, kind: Kind, name: &str, part: &str) -> UsedBy {
    UsedBy { what: what.into(), name: name.into(), kind: Some(kind), part: part.into() }
}

/// Policies that refer to something, and what could not be read.
fn by_policy(holders: &[Holder], is_meant: impl Fn(&References) -> bool) -> Related {
    let items = holders.iter().filter(|holder| is_meant(&holder.policy)).map(policy_of).collect();
    Related { items, gap: gap(holders), ..Related::default() }
}

fn policy_of(holder: &Holder) -> UsedBy {
    match holder.owner {
        Owner::Service => UsedBy { what: "policy of".into(), name: "the whole service".into(), kind: None, part: "service".into() },
        Owner::Product => used_by("policy of the product", Kind::Product, &holder.name, ""),
        Owner::Fragment => used_by("policy fragment", Kind::Fragment, &holder.name, ""),
        Owner::Api => used_by("policy of the API", Kind::Api, &holder.name, "policy"),
        Owner::McpServer => used_by("policy of the MCP server", Kind::McpServer, &holder.name, ""),
    }
}

fn gap(holders: &[Holder]) -> String {
    let mut gaps = Vec::new();
    for (owners, most, what) in
        [([Owner::Api, Owner::McpServer].as_slice(), read::MOST_APIS, "APIs"), (&[Owner::Product], read::MOST_PRODUCTS, "products")]
    {
        if holders.iter().filter(|holder| owners.contains(&holder.owner)).count() >= most {
            gaps.push(format!("Only the first {most} {what} were looked at."));
        }
    }
    let unread: Vec<_> = holders.iter().filter(|holder| holder.is_unread).map(|holder| holder.name.as_str()).take(5).collect();
    if !unread.is_empty() {
        gaps.push(format!("Azure did not answer about {}.", unread.join(", ")));
    }
    gaps.push("Policies of single operations are not looked at.".into());
    gaps.join(" ")
}

async fn logger(connected: &Arc<Connected>, op: &Op, name: &str) -> Result<Related, Error> {
    let holders = connected.references(op).await?;
    let mut related = by_policy(&holders.items, |references| has(&references.loggers, name));
    for holder in holders.items.iter().filter(|holder| has(&holder.loggers, name)) {
        let kind = if holder.owner == Owner::McpServer { Kind::McpServer } else { Kind::Api };
        related.items.push(used_by("diagnostics of the API", kind, &holder.name, "diagnostics"));
    }
    let service = connected.resources(op, Kind::Diagnostic, "", false).await?;
    for diagnostic in &service.items {
        if diagnostic.text("loggerId").is_some_and(|id| resource_name(id).eq_ignore_ascii_case(name)) {
            related.items.push(used_by("diagnostic of the service", Kind::Diagnostic, diagnostic.name(), ""));
        }
    }
    related.is_held = true;
    Ok(related)
}

async fn named_value(connected: &Arc<Connected>, op: &Op, key: &Key) -> Result<Related, Error> {
    let display_name = connected.read_resource(op, key).await?.value.text("displayName").unwrap_or(&key.name).to_owned();
    let holders = connected.references(op).await?;
    let mut related = by_policy(&holders.items, |references| has(&references.named_values, &display_name));
    let reference = format!("{{{{{display_name}}}}}").to_ascii_lowercase();
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

async fn api(connected: &Arc<Connected>, op: &Op, name: &str) -> Result<Related, Error> {
    let call = op.call();
    let query = ListQuery::default();
    let (subscriptions, products, servers) = futures::join!(
        connected.resources(op, Kind::Subscription, "", false),
        connected.arm.list_api_products(&call, name, &query),
        connected.mcp_servers(op),
    );
    let base = base_name(name);
    let mut items = in_scope(&subscriptions?.items, &format!("/apis/{}", base.to_ascii_lowercase()));
    items.extend(products?.iter().map(|product| used_by("part of the product", Kind::Product, product.name(), "")));
    let servers = servers?;
    let with_tools: Vec<_> = servers.items.iter().filter(|(_, apis)| has(apis, base)).collect();
    let is_held = !with_tools.is_empty();
    if is_held {
        items.clear(); // these go with the API, once the tools are gone
    }
    items.extend(with_tools.into_iter().map(|(server, _)| used_by("tools of the MCP server", Kind::McpServer, server, "")));
    let is_cut = servers.items.len() >= read::MOST_SERVERS;
    let gap = if is_cut { format!("Tools of the first {} MCP servers were looked at.", read::MOST_SERVERS) } else { String::new() };
    Ok(Related { items, gap, is_held, ..Related::default() })
}

fn in_scope(subscriptions: &[apim::AnyResource], scope: &str) -> Vec<UsedBy> {
    let is_meant = |resource: &&apim::AnyResource| resource.text("scope").is_some_and(|found| found.to_ascii_lowercase().ends_with(scope));
    subscriptions
        .iter()
        .filter(is_meant)
        .map(|resource| used_by("key of the subscription", Kind::Subscription, resource.name(), ""))
        .collect()
}
