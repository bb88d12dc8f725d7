//! Reading every policy of a service: Azure lists neither policies nor diagnostics nor tools across
//! their owners, so they are read owner by owner. A few at a time, kept for a minute, and never more
//! than so many of each; what was left out is said.

use crate::{Error, Op, gateways::Connected, resources::of_kind, shelf::Sweep};
use apim::{ListQuery, PolicyFormat, PolicyScope, resource_name};
use domain::resource::Kind;
use futures::{StreamExt, stream};
use policy::References;
use std::{future::Future, sync::Arc};

pub(super) const MOST_APIS: usize = 200;
pub(super) const MOST_PRODUCTS: usize = 100;
pub(super) const MOST_SERVERS: usize = 50;
const AT_A_TIME: usize = 6;

/// Whose policy it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Service,
    Product,
    Api,
    McpServer,
    Fragment,
}

/// Something with a policy, and what its parts refer to.
pub(super) struct Holder {
    pub(super) owner: Owner,
    pub(super) name: String,
    pub(super) policy: References,
    /// Of its diagnostics.
    pub(super) loggers: Vec<String>,
    pub(super) is_unread: bool,
}

impl Connected {
    /// What all policies, and the diagnostics of APIs, refer to.
    pub(super) async fn references(self: &Arc<Self>, op: &Op) -> Result<Arc<Sweep<Holder>>, Error> {
        let (connected, asked) = (self.clone(), op.clone());
        let list = async move { connected.read_holders(&asked).await };
        self.references.holders.read(self.arm.principal(), &op.clock, false, list).await
    }

    /// MCP servers, each with the APIs that its tools call.
    pub(super) async fn mcp_servers(self: &Arc<Self>, op: &Op) -> Result<Arc<Sweep<(String, Vec<String>)>>, Error> {
        let (connected, asked) = (self.clone(), op.clone());
        let list = async move { connected.read_servers(&asked).await };
        self.references.servers.read(self.arm.principal(), &op.clock, false, list).await
    }

    async fn read_holders(&self, op: &Op) -> Result<Vec<Holder>, Error> {
        let (apis, products, fragments) = futures::join!(
            self.resources(op, Kind::Api, "", false),
            self.resources(op, Kind::Product, "", false),
            self.resources(op, Kind::Fragment, "", false),
        );
        let (apis, products, fragments) = (apis?, products?, fragments?);
        let servers = of_kind(Kind::McpServer, &apis).map(|server| (Owner::McpServer, server.name()));
        let apis = of_kind(Kind::Api, &apis).map(|api| (Owner::Api, api.name())).chain(servers).take(MOST_APIS);
        let products = products.items.iter().map(|product| (Owner::Product, product.name())).take(MOST_PRODUCTS);
        let owners = std::iter::once((Owner::Service, "the whole service")).chain(apis).chain(products);
        let owners: Vec<_> = owners.map(|(owner, name)| (owner, name.to_owned())).collect();
        let mut holders = a_few_at_a_time(owners, |(owner, name)| self.read_holder(op, owner, name)).await;
        // A list of fragments has their documents.
        holders.extend(fragments.items.iter().map(|fragment| Holder {
            owner: Owner::Fragment,
            name: fragment.name().to_owned(),
            policy: policy::references(fragment.text("value").unwrap_or_default()),
            loggers: vec![],
            is_unread: fragment.text("value").is_none(),
        }));
        Ok(holders)
    }

    async fn read_holder(&self, op: &Op, owner: Owner, name: String) -> Holder {
        let call = op.call();
        let scope = match owner {
            Owner::Product => PolicyScope::Product(&name),
            Owner::Api | Owner::McpServer => PolicyScope::Api(&name),
            Owner::Service | Owner::Fragment => PolicyScope::Service,
        };
        let document = self.arm.find_policy(&call, scope, PolicyFormat::RawXml);
        let (document, loggers) = futures::join!(document, self.read_loggers(op, owner, &name));
        let is_unread = document.is_err() || loggers.is_err();
        let document = document.ok().flatten().and_then(|tagged| tagged.value.value().map(str::to_owned)).unwrap_or_default();
        Holder { owner, policy: policy::references(&document), loggers: loggers.unwrap_or_default(), name, is_unread }
    }

    /// The loggers of an API's diagnostics.
    async fn read_loggers(&self, op: &Op, owner: Owner, name: &str) -> Result<Vec<String>, Error> {
        if !matches!(owner, Owner::Api | Owner::McpServer) {
            return Ok(vec![]);
        }
        let diagnostics = self.arm.list_api_diagnostics(&op.call(), name, &ListQuery::default()).await?;
        Ok(diagnostics.iter().map(|one| resource_name(one.logger_id().unwrap_or_default()).to_owned()).collect())
    }

    async fn read_servers(&self, op: &Op) -> Result<Vec<(String, Vec<String>)>, Error> {
        let apis = self.resources(op, Kind::Api, "", false).await?;
        let servers: Vec<_> = of_kind(Kind::McpServer, &apis).map(|server| server.name().to_owned()).take(MOST_SERVERS).collect();
        let read = a_few_at_a_time(servers, |server| self.read_tools(op, server)).await;
        read.into_iter().collect()
    }

    async fn read_tools(&self, op: &Op, server: String) -> Result<(String, Vec<String>), Error> {
        let tools = self.arm.list_tools(&op.call(), &server).await?;
        let mut apis: Vec<_> = tools.iter().filter_map(|tool| Some(resource_name(tool.operation()?.0).to_owned())).collect();
        apis.sort_unstable();
        apis.dedup();
        Ok((server, apis))
    }
}

async fn a_few_at_a_time<Item, Found, Reading: Future<Output = Found>>(items: Vec<Item>, read: impl FnMut(Item) -> Reading) -> Vec<Found> {
    stream::iter(items).map(read).buffered(AT_A_TIME).collect().await
}
