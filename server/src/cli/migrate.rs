//! `gateway-console migrate`: brings the databases to this version's shape without serving.

use crate::{
    config::{Config, Flags},
    telemetry,
};
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;
use store::Store;

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// The configuration file [env: CONSOLE_CONFIG] [default: ./console.toml if present].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the databases live [env: CONSOLE_DATA_DIR] [default: ./data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

pub(super) async fn run(args: MigrateArgs) -> anyhow::Result<()> {
    let flags = Flags { config: args.config, ..Flags::default() }.with("data_dir", args.data_dir);
    let config = Config::from_environment(&flags)?;
    telemetry::init(config.log.format)?;
    let place = || format!("the databases in {}", config.data_dir.display());
    let store = Store::open(&config.data_dir).await.with_context(place)?;
    store.check().await.with_context(place)?;
    store.close().await;
    tracing::info!("{} are up to date", place());
    Ok(())
}
