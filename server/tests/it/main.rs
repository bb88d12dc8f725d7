//! The console as a whole: the real router over loopback HTTP, SQLite in a temporary folder, the
//! embedded emulator as Azure. Nothing is mocked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod azure;
mod backends;
mod chat;
mod cli;
mod coverage;
mod detect;
mod errors;
#[allow(dead_code, reason = "apim's tests use what these don't")]
#[path = "../../../crates/apim/tests/it/facts.rs"]
mod facts;
mod harness;
mod leases;
mod lists;
mod mission;
mod permissions;
mod recorder;
mod references;
mod roles;
mod round_trip;
mod routes;
mod secrets;
mod security;
mod settle;
mod soak;
mod stolen;
#[path = "../../../crates/apim/tests/it/swagger.rs"]
mod swagger;
mod team;
mod tls;
