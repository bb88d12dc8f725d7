//! The emulator over real loopback HTTP, as its clients see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod api_import;
mod apis;
mod breaker;
mod chat;
mod client;
mod conditions;
mod diagnostics;
mod examples;
mod fragments;
mod guard;
mod keys;
mod lists;
mod loggers;
mod long_running;
mod mcp;
mod named_values;
mod operations;
mod passing;
mod policies;
mod products;
mod reads;
mod seed;
mod state;
mod subscriptions;
mod switches;
mod token_limits;
mod validation;
