//! `gateway-console auth`: which role someone gets and why, and a way back in when the mapping locks
//! everyone out. For whoever operates the host; nobody signs in here.

use crate::config::{Config, Flags, OidcConfig};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use control::Clock;
use domain::{
    Actor, Operation, Role, Timestamp,
    access::Claims,
    audit::{Outcome, Target},
};
use std::path::{Path, PathBuf};
use store::{Intent, OutcomeRecord, Store};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(super) enum AuthCommand {
    /// Show which role a set of claims gets, and why.
    Explain(ExplainArgs),
    /// Give someone a role for a while, whatever the mapping says; kept in the audit.
    Recover(RecoverArgs),
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A JSON file with the claims of an id token; `-` reads them from standard input.
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    /// The configuration file [env: CONSOLE_CONFIG] [default: ./console.toml if present].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RecoverArgs {
    /// The person's `sub`, as the Me page and the audit show it.
    #[arg(long)]
    subject: String,
    #[arg(long, value_parser = ["viewer", "operator", "admin"])]
    role: String,
    /// How long it lasts.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: u32,
    /// Why; kept in the audit.
    #[arg(long, default_value = "")]
    reason: String,
    /// The configuration file [env: CONSOLE_CONFIG] [default: ./console.toml if present].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the databases live [env: CONSOLE_DATA_DIR] [default: ./data].
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

pub(super) async fn run(command: AuthCommand) -> anyhow::Result<()> {
    match command {
        AuthCommand::Explain(args) => explain(args),
        AuthCommand::Recover(args) => recover(args).await,
    }
}

#[allow(clippy::print_stdout, reason = "the command's answer")]
fn explain(args: ExplainArgs) -> anyhow::Result<()> {
    let config = Config::from_environment(&Flags { config: args.config, ..Flags::default() })?;
    let oidc = oidc(&config)?;
    let claims = claims(&args.claims)?;
    let reason = oidc.mapping.reason(&claims);
    let values = if reason.values.is_empty() { "nothing".to_owned() } else { reason.values.join(", ") };
    println!("claim {}: {values}", reason.claim);
    match reason.role {
        Some(role) => println!("role: {} (because of {})", role.label(), reason.matched),
        None => println!("role: none (no value is in oidc.admins, oidc.operators or oidc.viewers)"),
    }
    for (gateway, role) in &reason.gateways {
        println!("on {gateway}: {}", role.filter(|role| *role > Role::Nobody).map_or("not visible", Role::label));
    }
    if !reason.hint.is_empty() {
        println!("note: {}", reason.hint);
    }
    Ok(())
}

fn oidc(config: &Config) -> anyhow::Result<&OidcConfig> {
    match config.auth.oidc() {
        Some(oidc) => Ok(oidc),
        None => bail!("auth.mode is \"local\": there are no roles to explain"),
    }
}

fn claims(path: &Path) -> anyhow::Result<Claims> {
    let text = match path.to_str() {
        Some("-") => std::io::read_to_string(std::io::stdin()).context("standard input")?,
        _ => std::fs::read_to_string(path).with_context(|| format!("--claims: {}", path.display()))?,
    };
    serde_json::from_str(&text).with_context(|| format!("--claims: {} is not a JSON object", path.display()))
}

#[allow(clippy::print_stdout, reason = "the command's answer")]
async fn recover(args: RecoverArgs) -> anyhow::Result<()> {
    let flags = Flags { config: args.config, ..Flags::default() }.with("data_dir", args.data_dir);
    let config = Config::from_environment(&flags)?;
    let store = Store::open(&config.data_dir).await.with_context(|| format!("the databases in {}", config.data_dir.display()))?;
    let now = Clock::system().now();
    let until = Timestamp(now.0 + i64::from(args.minutes) * 60_000);
    let role = Role::ALL.into_iter().find(|role| role.label().eq_ignore_ascii_case(&args.role)).unwrap_or(Role::Viewer);
    let intent = intent(&args.subject, role, now, args.reason);
    store.ledger.record_intent(&intent).await?;
    store.console.recover(&args.subject, role, until).await?;
    let note = format!("{} for {} minutes", role.label(), args.minutes);
    store.ledger.record_outcome(&outcome(&intent.id, now, note.clone())).await?;
    store.close().await;
    println!("{}: {note}, from the next sign-in on (until {})", args.subject, until.readable());
    Ok(())
}

fn intent(subject: &str, role: Role, at: Timestamp, reason: String) -> Intent {
    let id = Uuid::now_v7().to_string();
    Intent {
        at,
        boot_id: id.clone(),
        operation: Operation::AccessRecover,
        target: Target { kind: "person".into(), name: subject.to_owned(), ..Target::default() },
        actor: Actor { id: "host".into(), name: "the host's operator".into(), role: Role::Admin },
        request_id: id.clone(),
        if_match: None,
        before: None,
        after: None,
        is_settleable: false,
        note: format!("Give {}", role.label()),
        reason,
        id,
    }
}

fn outcome(intent_id: &str, at: Timestamp, note: String) -> OutcomeRecord {
    OutcomeRecord {
        intent_id: intent_id.to_owned(),
        at,
        outcome: Outcome::Applied,
        note,
        duration_ms: None,
        upstream: None,
        correlation_id: None,
        etag: None,
        facts: None,
    }
}
