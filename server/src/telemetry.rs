//! Log lines on stderr. `CONSOLE_LOG` says which (`info`, `server=debug,warn`, …).

use crate::config::LogFormat;
use anyhow::Context;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Once per process; a wrong `CONSOLE_LOG` is refused by name.
pub fn init(format: LogFormat) -> anyhow::Result<()> {
    let directives = std::env::var("CONSOLE_LOG").ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "info".into());
    let filter = EnvFilter::try_new(&directives).with_context(|| format!("CONSOLE_LOG: `{directives}` is not a log filter"))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let done = match format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    done.map_err(|error| anyhow::anyhow!("logging: {error}"))
}
