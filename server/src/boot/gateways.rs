//! From configured gateways to connected ones, the embedded emulator among them.

use super::BootError;
use crate::{
    Config,
    azure::{Environment, People, ServiceTokens},
    config::{Credential, GatewayConfig},
};
use apim::{ApiVersions, ServiceAddress, StaticToken, TokenSource};
use control::{Caller, Clock, GatewaySettings};
use domain::gateway::Gateway;
use secrecy::SecretString;
use std::sync::Arc;
use url::Url;

/// What `control` gets, and what has to be stopped at the end.
pub(super) struct Gateways {
    pub settings: Vec<GatewaySettings>,
    pub embedded: Embedded,
}

/// Starts the emulator when it is wanted; contacts nobody. `people`: there whenever a gateway is
/// called as a person.
pub(super) async fn connect(config: &Config, clock: &Clock, people: Option<&Arc<People>>) -> Result<Gateways, BootError> {
    let mut settings = all_configured(config, clock, people)?;
    let embedded = Embedded::start(config).await?;
    if let Some(gateway) = embedded.gateway() {
        let deployments = vec!["gpt-4o".into(), "gpt-4o-mini".into()];
        settings.insert(0, settings_of(gateway, ApiVersions::default(), deployments, Caller::Everyone(emulator_token()))?);
    }
    Ok(Gateways { settings, embedded })
}

fn all_configured(config: &Config, clock: &Clock, people: Option<&Arc<People>>) -> Result<Vec<GatewaySettings>, BootError> {
    let nobody = Environment::default();
    let mut service = ServiceTokens::new(config.azure.as_ref().unwrap_or(&nobody), clock.clone());
    let mut service = |gateway: &GatewayConfig| {
        service.for_arm(&gateway.arm_url).map_err(|source| BootError::Service { name: gateway.name.clone(), source })
    };
    let with_caller = |gateway: &GatewayConfig| {
        let caller = match gateway.credential {
            Credential::Emulator => Caller::Everyone(emulator_token()),
            Credential::Service => Caller::Everyone(service(gateway)?),
            Credential::User => Caller::Person {
                tokens: people
                    .ok_or_else(|| BootError::People { name: gateway.name.clone() })?
                    .for_gateway(&gateway.name, &gateway.arm_url),
                background: gateway.has_background_service.then(|| service(gateway)).transpose()?,
            },
        };
        configured(gateway, caller)
    };
    config.gateways.iter().map(with_caller).collect()
}

fn configured(config: &GatewayConfig, caller: Caller) -> Result<GatewaySettings, BootError> {
    let info = Gateway {
        name: config.name.clone(),
        service: config.service.clone(),
        resource_group: config.resource_group.clone(),
        subscription_id: config.subscription_id.clone(),
        arm_url: config.arm_url.clone(),
        gateway_url: config.gateway_url.clone(),
        is_emulator: config.credential == Credential::Emulator,
        is_read_only: config.is_read_only,
    };
    let versions = config.api_version.as_ref().map_or_else(ApiVersions::default, ApiVersions::with_override);
    settings_of(info, versions, config.deployments.clone(), caller)
}

fn settings_of(info: Gateway, versions: ApiVersions, deployments: Vec<String>, caller: Caller) -> Result<GatewaySettings, BootError> {
    let arm_url = Url::parse(&info.arm_url).map_err(|source| BootError::ArmUrl { name: info.name.clone(), source })?;
    let address = ServiceAddress::new(arm_url, info.subscription_id.clone(), info.resource_group.clone(), info.service.clone())
        .map_err(|source| BootError::Gateway { name: info.name.clone(), source })?;
    Ok(GatewaySettings { info, address, versions, caller, deployments })
}

/// An emulator takes any token that is not empty.
fn emulator_token() -> Arc<dyn TokenSource> {
    Arc::new(StaticToken::new("emulator", SecretString::from("emulator")))
}

/// The emulator inside this process, if any.
pub(super) struct Embedded {
    #[cfg(feature = "emulator")]
    emulator: Option<emulator::Emulator>,
}

#[cfg(feature = "emulator")]
impl Embedded {
    async fn start(config: &Config) -> Result<Self, BootError> {
        if !config.emulator.is_enabled {
            return Ok(Self { emulator: None });
        }
        let settings = emulator::Config {
            arm_listen: config.emulator.arm_listen,
            gateway_listen: config.emulator.gateway_listen,
            state: Some(config.data_dir.join("emulator.json")),
            ..emulator::Config::default()
        };
        let emulator = emulator::Emulator::start(settings).await?;
        tracing::info!("emulator: Resource Manager on {}, gateway on {}", emulator.arm_url(), emulator.gateway_url());
        Ok(Self { emulator: Some(emulator) })
    }

    fn gateway(&self) -> Option<Gateway> {
        let emulator = self.emulator.as_ref()?;
        Some(Gateway {
            name: crate::config::EMULATOR_GATEWAY.into(),
            service: emulator::SERVICE.into(),
            resource_group: emulator::RESOURCE_GROUP.into(),
            subscription_id: emulator::SUBSCRIPTION_ID.into(),
            arm_url: emulator.arm_url(),
            gateway_url: emulator.gateway_url(),
            is_emulator: true,
            is_read_only: false,
        })
    }

    pub(super) fn arm_url(&self) -> Option<String> {
        self.emulator.as_ref().map(emulator::Emulator::arm_url)
    }

    pub(super) fn gateway_url(&self) -> Option<String> {
        self.emulator.as_ref().map(emulator::Emulator::gateway_url)
    }

    pub(super) async fn stop(self) {
        if let Some(emulator) = self.emulator {
            emulator.stop().await;
        }
    }
}

#[cfg(not(feature = "emulator"))]
impl Embedded {
    async fn start(_: &Config) -> Result<Self, BootError> {
        Ok(Self {})
    }

    fn gateway(&self) -> Option<Gateway> {
        None
    }

    pub(super) fn arm_url(&self) -> Option<String> {
        None
    }

    pub(super) fn gateway_url(&self) -> Option<String> {
        None
    }

    pub(super) async fn stop(self) {}
}
