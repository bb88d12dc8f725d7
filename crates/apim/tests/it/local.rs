//! An emulator of one test's own, and a client of it.

use apim::{ApiVersions, ArmClient, CallContext, Limits, ServiceAddress, StaticToken};
use emulator::{Config, Emulator, Seed};
use secrecy::SecretString;
use std::{sync::Arc, time::Duration};

pub struct Local {
    pub emulator: Emulator,
    pub arm: ArmClient,
}

pub fn call() -> CallContext {
    CallContext { request_id: "test-request".into() }
}

/// Limits under which a failing test ends soon.
pub fn limits() -> Limits {
    Limits { request_timeout: Duration::from_secs(5), deadline: Duration::from_secs(10), ..Limits::default() }
}

pub async fn start() -> Local {
    start_with(limits()).await
}

pub async fn start_with(limits: Limits) -> Local {
    let config = Config {
        arm_listen: "127.0.0.1:0".parse().unwrap(),
        gateway_listen: "127.0.0.1:0".parse().unwrap(),
        seed: Seed::Demo,
        state: None,
        pace: Duration::ZERO,
    };
    let emulator = Emulator::start(config).await.unwrap();
    let arm = client(&emulator.arm_url(), limits);
    Local { emulator, arm }
}

pub fn client(arm_url: &str, limits: Limits) -> ArmClient {
    let (subscription, group, service) = (emulator::SUBSCRIPTION_ID, emulator::RESOURCE_GROUP, emulator::SERVICE);
    let address = ServiceAddress::new(arm_url.parse().unwrap(), subscription, group, service).unwrap();
    let token = Arc::new(StaticToken::new("tests", SecretString::from("test-token")));
    ArmClient::new(address, ApiVersions::default(), limits, apim::http_client().unwrap(), token)
}
