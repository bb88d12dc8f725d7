//! The command line: what can be asked of the binary, and how failures leave it.

mod auth;
#[cfg(feature = "emulator")]
mod emulator;
mod healthcheck;
mod migrate;
mod serve;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// AI Gateway Console: a web control plane for Azure API Management as an AI gateway.
#[derive(Debug, Parser)]
#[command(name = "gateway-console", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the console (with the local emulator while no gateway is configured).
    Serve(serve::ServeArgs),
    /// Start the emulator alone: a local API Management for development and CI.
    #[cfg(feature = "emulator")]
    Emulator(emulator::EmulatorArgs),
    /// Create or migrate the databases, then leave.
    Migrate(migrate::MigrateArgs),
    /// Explain roles, or give one when nobody can get in.
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Ask a running console whether it is alive; status 0 if it is.
    Healthcheck(healthcheck::HealthcheckArgs),
}

/// Parses the command line and does what it says. Failures are one line on stderr and status 1.
pub async fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve::run(args).await,
        #[cfg(feature = "emulator")]
        Command::Emulator(args) => emulator::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Auth(command) => auth::run(command).await,
        Command::Healthcheck(args) => healthcheck::run(args).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gateway-console: {error:#}");
            ExitCode::FAILURE
        }
    }
}
