//! The configured gateways, each with its client.

use crate::{Control, Error, Op, op::Permit, references::ReferenceCache, sweep::Sweeps, turns::Turns};
use domain::{Operation, Role, audit::Target, gateway::Gateway};
use std::{collections::BTreeMap, sync::Arc};
use url::Url;

/// One gateway as the process configures it.
pub struct GatewaySettings {
    pub info: Gateway,
    pub address: apim::ServiceAddress,
    pub versions: apim::ApiVersions,
    pub token: Arc<dyn apim::TokenSource>,
    /// Deployments to suggest in the playground: API Management does not know them.
    pub deployments: Vec<String>,
}

/// A gateway at work.
pub(crate) struct Connected {
    pub(crate) info: Gateway,
    pub(crate) arm: apim::ArmClient,
    pub(crate) gateway_url: Option<Url>,
    pub(crate) deployments: Vec<String>,
    pub(crate) sweeps: Sweeps,
    pub(crate) turns: Turns,
    pub(crate) references: ReferenceCache,
}

/// By name.
pub(crate) struct Gateways(BTreeMap<String, Arc<Connected>>);

impl Gateways {
    pub(crate) fn new(settings: Vec<GatewaySettings>, http: &reqwest::Client) -> Self {
        let throttles = apim::Throttles::default();
        let connect = |gateway: GatewaySettings| Connected {
            arm: apim::ArmClient::new(gateway.address, gateway.versions, apim::Limits::default(), http.clone(), gateway.token)
                .throttled_by(&throttles),
            gateway_url: Url::parse(&gateway.info.gateway_url).ok(),
            info: gateway.info,
            deployments: gateway.deployments,
            sweeps: Sweeps::default(),
            turns: Turns::default(),
            references: ReferenceCache::default(),
        };
        Self(settings.into_iter().map(|gateway| (gateway.info.name.clone(), Arc::new(connect(gateway)))).collect())
    }

    pub(crate) fn find(&self, name: &str) -> Result<Arc<Connected>, Error> {
        self.0.get(name).cloned().ok_or_else(|| Error::NotFound { kind: "gateway", name: name.to_owned() })
    }
}

/// No address of Azure's could name a resource like this: it is not there, and nobody need be asked.
pub(crate) fn addressable(kind: &'static str, name: &str) -> Result<(), Error> {
    if matches!(name, "" | "." | "..") || name.contains('/') {
        return Err(Error::NotFound { kind, name: name.to_owned() });
    }
    Ok(())
}

impl Connected {
    /// What an audit row about one of its resources points at.
    pub(crate) fn target(&self, kind: &str, collection: &str, name: &str) -> Target {
        Target {
            gateway: self.info.name.clone(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            resource_id: self.arm.address().child_id(collection, name),
        }
    }
}

impl Control {
    /// The gateways that this person may see, with the role there. `Permission:` anyone signed in.
    pub fn list_gateways(&self, op: &Op) -> Vec<(Gateway, Role)> {
        let visible = |gateway: &Arc<Connected>| Some((gateway.info.clone(), op.role_on(&gateway.info.name)?));
        self.inner.gateways.0.values().filter_map(visible).collect()
    }

    /// Whether this person may do it on this gateway: before a form is shown that they could not send.
    /// `Permission:` that of the operation.
    pub fn check_access(&self, op: &Op, operation: Operation, gateway: &str) -> Result<(), Error> {
        self.gateway(&op.authorise(operation)?, gateway).map(drop)
    }

    /// The names of all, whoever asks.
    pub fn gateway_names(&self) -> Vec<String> {
        self.inner.gateways.0.keys().cloned().collect()
    }

    /// The names of those that this person may not see: their lists name nobody that the person is.
    pub(crate) fn hidden_gateways(&self, op: &Op) -> Vec<String> {
        self.inner.gateways.0.keys().filter(|name| op.role_on(name).is_none()).cloned().collect()
    }

    /// The gateway, when the person's role there allows what the permit is for. Who has no role there
    /// is told what is told about a gateway that does not exist.
    pub(crate) fn gateway(&self, permit: &Permit<'_>, name: &str) -> Result<Arc<Connected>, Error> {
        let connected = self.inner.gateways.find(name)?;
        match permit.op.role_on(name) {
            None => Err(Error::NotFound { kind: "gateway", name: name.to_owned() }),
            Some(role) if role.may(permit.operation.permission()) => Ok(connected),
            Some(_) => Err(Error::Forbidden { operation: permit.operation }),
        }
    }
}
