//! The clients against the local emulator, and against peers that misbehave on the wire.

mod backends;
mod gateway;
mod local;
mod paging;
mod peer;
mod retries;
mod wire;
