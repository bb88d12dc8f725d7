//! `gateway-console serve`.

use crate::{
    Running,
    config::{Config, Flags},
    shutdown, telemetry,
};
use clap::Args;
use std::path::PathBuf;

/// Values stay text here: the configuration parses them, so that its messages are the same for a
/// flag, a variable and the file.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The configuration file [env: CONSOLE_CONFIG] [default: ./console.toml if present].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The console's address [env: CONSOLE_LISTEN] [default: 127.0.0.1:3000].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Where the databases live [env: CONSOLE_DATA_DIR] [default: ./data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
    /// Where the browser's files are [env: CONSOLE_SITE_ROOT] [default: target/site].
    #[arg(long, value_name = "DIR")]
    site_root: Option<String>,
    /// Do not start the embedded emulator [env: CONSOLE_NO_EMULATOR].
    #[arg(long)]
    no_emulator: bool,
    /// The emulator's Resource Manager address [env: CONSOLE_EMULATOR_ARM_LISTEN] [default: 127.0.0.1:4280].
    #[arg(long, value_name = "ADDRESS")]
    emulator_arm_listen: Option<String>,
    /// The emulator's gateway address [env: CONSOLE_EMULATOR_GATEWAY_LISTEN] [default: 127.0.0.1:4290].
    #[arg(long, value_name = "ADDRESS")]
    emulator_gateway_listen: Option<String>,
}

impl ServeArgs {
    fn flags(self) -> Flags {
        Flags { config: self.config, ..Flags::default() }
            .with("listen", self.listen)
            .with("data_dir", self.data_dir)
            .with("site_root", self.site_root)
            .with("no_emulator", self.no_emulator.then_some("true"))
            .with("emulator_arm_listen", self.emulator_arm_listen)
            .with("emulator_gateway_listen", self.emulator_gateway_listen)
    }
}

pub(super) async fn run(args: ServeArgs) -> anyhow::Result<()> {
    let config = Config::from_environment(&args.flags())?;
    telemetry::init(config.log.format)?;
    let running = Running::start(config).await?;
    shutdown::signal().await?;
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}
