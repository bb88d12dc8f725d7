//! What the playground offers to choose from.

use super::keys::is_master;
use crate::{Control, Error, Op, resources::of_kind, shelf::Sweep};
use apim::{AnyResource, resource_name};
use domain::{
    Operation,
    chat::{PlaygroundOptions, SubscriptionChoice},
    resource::Kind,
};

impl Control {
    /// `Permission:` invoke.
    pub async fn playground_options(&self, op: &Op, gateway: &str) -> Result<PlaygroundOptions, Error> {
        let permit = op.authorise(Operation::ChatCompletions)?;
        let connected = self.gateway(&permit, gateway)?;
        let (sweep, apis) =
            futures::join!(connected.resources(op, Kind::Subscription, "", false), connected.resources(op, Kind::Api, "", false));
        let sweep = sweep?;
        let choice = |subscription: &AnyResource| SubscriptionChoice {
            name: subscription.name().to_owned(),
            display_name: subscription.text("displayName").filter(|name| !name.is_empty()).unwrap_or(subscription.name()).to_owned(),
            scope: scope(subscription.text("scope").unwrap_or_default()),
        };
        let is_usable = |subscription: &&AnyResource| subscription.text("state") == Some("active") && !is_master(subscription.name());
        let mut subscriptions: Vec<_> = sweep.items.iter().filter(is_usable).map(choice).collect();
        subscriptions.sort_by_cached_key(|choice| choice.display_name.to_lowercase());
        Ok(PlaygroundOptions { subscriptions, deployments: connected.deployments.clone(), api_paths: paths(&*apis?) })
    }
}

/// Where the gateway's APIs are; the usual one first.
fn paths(apis: &Sweep<AnyResource>) -> Vec<String> {
    let mut paths: Vec<_> = of_kind(Kind::Api, apis).filter_map(|api| api.text("path").map(str::to_owned)).collect();
    paths.sort_by_cached_key(|path| (path != "openai", path.to_lowercase()));
    paths.dedup();
    paths
}

/// `…/products/ai-standard` as `product ai-standard`.
fn scope(id: &str) -> String {
    let id = id.trim_end_matches('/');
    if id.contains("/products/") {
        return format!("product {}", resource_name(id));
    }
    if id.contains("/apis/") {
        return format!("API {}", resource_name(id));
    }
    "all APIs".into()
}
