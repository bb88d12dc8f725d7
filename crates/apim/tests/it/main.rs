//! The clients against the local emulator, and against peers that misbehave on the wire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

mod backends;
mod examples;
mod facts;
mod gateway;
mod listener;
mod local;
mod long_running;
mod paging;
mod peer;
mod retries;
mod schemas;
mod secrets;
mod swagger;
mod wire;
