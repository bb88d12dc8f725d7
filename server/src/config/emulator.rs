//! The embedded emulator: whether it runs, and where.

use super::{error::ConfigError, gateway::GatewayConfig, source::Sources};
use std::net::{Ipv4Addr, SocketAddr};

/// The name of the embedded emulator's gateway in paths.
pub const EMULATOR_GATEWAY: &str = "local";

#[derive(Debug, Clone)]
pub struct EmulatorConfig {
    pub is_enabled: bool,
    pub arm_listen: SocketAddr,
    pub gateway_listen: SocketAddr,
}

impl EmulatorConfig {
    /// It runs while no gateway is configured; `no_emulator` says yes or no explicitly.
    pub(super) fn read(sources: &Sources, gateways: &[GatewayConfig]) -> Result<Self, ConfigError> {
        let is_enabled = sources.boolean("no_emulator")?.map_or(gateways.is_empty(), |off| !off);
        if let Some(clash) = gateways.iter().find(|gateway| is_enabled && gateway.name == EMULATOR_GATEWAY) {
            return Err(ConfigError::invalid(&clash.origin, "the name `local` belongs to the embedded emulator, which is switched on"));
        }
        Ok(Self {
            is_enabled,
            arm_listen: loopback(sources, "emulator_arm_listen", 4280)?,
            gateway_listen: loopback(sources, "emulator_gateway_listen", 4290)?,
        })
    }
}

/// The emulator accepts any token, so it is never offered to a network.
fn loopback(sources: &Sources, key: &str, port: u16) -> Result<SocketAddr, ConfigError> {
    match sources.parse::<SocketAddr>(key, "an address with a port, such as 127.0.0.1:4280")? {
        None => Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        Some(setting) if setting.value.ip().is_loopback() => Ok(setting.value),
        Some(setting) => {
            Err(ConfigError::invalid(&setting.origin, format!("the emulator listens on loopback only, not on {}", setting.value)))
        }
    }
}
