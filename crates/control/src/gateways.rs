//! The configured gateways, each with its client: one for everyone, or one for each person.

mod people;

pub use people::{Caller, PersonTokens};

use crate::{Control, Error, Op, op::Permit, references::ReferenceCache, sweep::Sweeps, turns::Turns};
use domain::{Operation, Role, audit::Target, gateway::Gateway};
use people::People;
use std::{collections::BTreeMap, sync::Arc};
use url::Url;

/// One gateway as the process configures it.
pub struct GatewaySettings {
    pub info: Gateway,
    pub address: apim::ServiceAddress,
    pub versions: apim::ApiVersions,
    pub caller: Caller,
    /// Deployments to suggest in the playground: API Management does not know them.
    pub deployments: Vec<String>,
}

/// A gateway at work, for whom its client calls Azure as. What was read is kept by whom it was read
/// as; a change of ours makes everyone's readings old.
#[derive(Clone)]
pub(crate) struct Connected {
    pub(crate) info: Gateway,
    pub(crate) arm: apim::ArmClient,
    pub(crate) gateway_url: Option<Url>,
    pub(crate) deployments: Vec<String>,
    pub(crate) sweeps: Arc<Sweeps>,
    pub(crate) turns: Arc<Turns>,
    pub(crate) references: Arc<ReferenceCache>,
}

/// One gateway and who calls it.
struct Place {
    /// For everyone; where Azure is called as the person, for jobs that have none.
    common: Arc<Connected>,
    /// `None`: everyone is the same to Azure.
    people: Option<People>,
}

/// By name.
pub(crate) struct Gateways(BTreeMap<String, Place>);

impl Gateways {
    pub(crate) fn new(settings: Vec<GatewaySettings>, http: &reqwest::Client) -> Self {
        let throttles = apim::Throttles::default();
        let connect = |gateway: GatewaySettings| {
            let (token, people) = gateway.caller.split(&gateway.info.name, &throttles);
            let arm = apim::ArmClient::new(gateway.address, gateway.versions, apim::Limits::default(), http.clone(), token);
            let common = Connected {
                arm: arm.throttled_by(&throttles),
                gateway_url: Url::parse(&gateway.info.gateway_url).ok(),
                info: gateway.info,
                deployments: gateway.deployments,
                sweeps: Arc::default(),
                turns: Arc::default(),
                references: Arc::default(),
            };
            Place { common: Arc::new(common), people }
        };
        Self(settings.into_iter().map(|gateway| (gateway.info.name.clone(), connect(gateway))).collect())
    }

    fn place(&self, name: &str) -> Result<&Place, Error> {
        self.0.get(name).ok_or_else(|| Error::NotFound { kind: "gateway", name: name.to_owned() })
    }

    /// What is the same for everyone: facts, turns, kept readings. Not to call Azure with.
    pub(crate) fn find(&self, name: &str) -> Result<Arc<Connected>, Error> {
        Ok(self.place(name)?.common.clone())
    }

    /// For calls on behalf of whoever acts.
    pub(crate) fn on_behalf(&self, op: &Op, name: &str) -> Result<Arc<Connected>, Error> {
        Ok(self.place(name)?.on_behalf(&op.actor.id))
    }

    /// For calls on behalf of nobody; `None` where Azure is only ever called as a person.
    pub(crate) fn in_background(&self, name: &str) -> Result<Option<Arc<Connected>>, Error> {
        let place = self.place(name)?;
        let is_possible = place.people.as_ref().is_none_or(|people| people.has_background);
        Ok(is_possible.then(|| place.common.clone()))
    }

    /// Those that call this Resource Manager as the person.
    fn delegated<'a>(&'a self, arm_url: &'a str) -> impl Iterator<Item = &'a Place> {
        self.0.values().filter(move |place| place.people.is_some() && place.common.info.arm_url == arm_url)
    }
}

impl Place {
    fn on_behalf(&self, person_id: &str) -> Arc<Connected> {
        match &self.people {
            Some(people) => people.connected(&self.common, person_id),
            None => self.common.clone(),
        }
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
        let visible = |place: &Place| Some((place.common.info.clone(), op.role_on(&place.common.info.name)?));
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
        let connected = self.inner.gateways.on_behalf(permit.op, name)?;
        match permit.op.role_on(name) {
            None => Err(Error::NotFound { kind: "gateway", name: name.to_owned() }),
            Some(role) if role.may(permit.operation.permission()) => Ok(connected),
            Some(_) => Err(Error::Forbidden { operation: permit.operation }),
        }
    }

    /// The Resource Manager that a gateway calls as the person, to someone who may see the gateway.
    pub(crate) fn delegated_arm(&self, op: &Op, name: &str) -> Result<String, Error> {
        let place = self.inner.gateways.place(name)?;
        match (&place.people, op.role_on(name)) {
            (Some(_), Some(_)) => Ok(place.common.info.arm_url.clone()),
            _ => Err(Error::NotFound { kind: "gateway that is called as a person", name: name.to_owned() }),
        }
    }

    /// The Resource Managers that are called as the person, each with the gateways that they may see.
    pub(crate) fn delegated_arms(&self, op: &Op) -> BTreeMap<String, Vec<String>> {
        let mut arms = BTreeMap::<String, Vec<String>>::new();
        let delegated = self.inner.gateways.0.values().filter(|place| place.people.is_some()).map(|place| &place.common.info);
        for info in delegated.filter(|info| op.role_on(&info.name).is_some()) {
            arms.entry(info.arm_url.clone()).or_default().push(info.name.clone());
        }
        arms
    }

    /// Drops what was read, and which keys were fetched, as anyone: some of them are nobody to Azure
    /// from now on.
    pub(crate) fn forget_people(&self) {
        for place in self.inner.gateways.0.values().filter(|place| place.people.is_some()) {
            place.common.sweeps.forget();
            place.common.references.forget();
            self.inner.keys.forget_gateway(&place.common);
        }
    }

    /// Drops what was read, and which keys were fetched, as a person who may be somebody else to
    /// Azure from now on.
    pub(crate) fn forget_person(&self, person_id: &str, arm_url: &str) {
        for place in self.inner.gateways.delegated(arm_url) {
            let connected = place.on_behalf(person_id);
            connected.sweeps.forget();
            connected.references.forget();
            self.inner.keys.forget_all_of(&connected);
        }
    }
}
