//! The clients against the local emulator, and against peers that misbehave on the wire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

mod backends;
mod gateway;
mod local;
mod paging;
mod peer;
mod retries;
mod wire;
