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
mod harness;
mod permissions;
mod routes;
mod secrets;
mod security;
mod settle;
