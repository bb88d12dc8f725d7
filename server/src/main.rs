//! The binary `gateway-console`. Everything is in the library, so that tests can start it in process.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run().await
}
