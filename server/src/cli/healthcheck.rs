//! `gateway-console healthcheck`: for container health checks, which often have no curl.

use anyhow::{Context, ensure};
use clap::Args;
use std::time::Duration;
use url::Url;

#[derive(Debug, Args)]
pub(super) struct HealthcheckArgs {
    /// The console's origin.
    #[arg(long, env = "CONSOLE_HEALTHCHECK_URL", default_value = "http://127.0.0.1:3000")]
    url: Url,
}

pub(super) async fn run(args: HealthcheckArgs) -> anyhow::Result<()> {
    let address = args.url.join("/healthz").context("--url")?;
    // The console is on this machine or beside it: a proxy for the world outside does not know it.
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).no_proxy().build()?;
    let status = client.get(address.clone()).send().await.with_context(|| format!("no answer from {address}"))?.status();
    ensure!(status.is_success(), "{address} answered {status}");
    Ok(())
}
