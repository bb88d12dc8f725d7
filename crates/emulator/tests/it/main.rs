//! The emulator over real loopback HTTP, as its clients see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod breaker;
mod chat;
mod client;
mod conditions;
mod guard;
mod keys;
mod lists;
mod passing;
mod reads;
mod state;
mod switches;
mod validation;
