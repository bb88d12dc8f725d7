//! `gateway-console emulator`: the emulator as its own process.

use crate::{config::LogFormat, shutdown, telemetry};
use anyhow::Context;
use clap::Args;
use std::{net::SocketAddr, path::PathBuf};

#[derive(Debug, Args)]
pub(super) struct EmulatorArgs {
    /// The Resource Manager address; loopback only.
    #[arg(long, value_name = "ADDRESS", env = "CONSOLE_EMULATOR_ARM_LISTEN", default_value = "127.0.0.1:4280")]
    arm_listen: SocketAddr,
    /// The gateway's address; loopback only.
    #[arg(long, value_name = "ADDRESS", env = "CONSOLE_EMULATOR_GATEWAY_LISTEN", default_value = "127.0.0.1:4290")]
    gateway_listen: SocketAddr,
    /// What a new service contains.
    #[arg(long, env = "CONSOLE_EMULATOR_SEED", default_value = "demo", value_parser = ["demo", "empty"])]
    seed: String,
    /// A JSON file that keeps the resources between runs; without it they live in memory.
    #[arg(long, value_name = "FILE", env = "CONSOLE_EMULATOR_STATE")]
    state: Option<PathBuf>,
}

pub(super) async fn run(args: EmulatorArgs) -> anyhow::Result<()> {
    telemetry::init(LogFormat::Text)?;
    let config = emulator::Config {
        arm_listen: args.arm_listen,
        gateway_listen: args.gateway_listen,
        seed: args.seed.parse().context("--seed")?,
        state: args.state,
        ..emulator::Config::default()
    };
    let emulator = emulator::Emulator::start(config).await?;
    tracing::info!(
        subscription = emulator::SUBSCRIPTION_ID,
        resource_group = emulator::RESOURCE_GROUP,
        service = emulator::SERVICE,
        "emulator: Resource Manager on {}, gateway on {}",
        emulator.arm_url(),
        emulator.gateway_url()
    );
    shutdown::signal().await?;
    emulator.stop().await;
    Ok(())
}
