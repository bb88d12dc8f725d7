//! A local Azure API Management: one listener that speaks ARM, one that is the gateway.
//!
//! Resources are kept as raw JSON under the emulator's own rules. It must not know the console's
//! models (`apim`, `domain`, `store`, `control`): one wrong field name must not pass on both sides.
//! Both listeners are loopback only and keep everything in memory, or in one JSON file.

mod arm;
mod call_counts;
mod change_log;
mod clock;
mod emulator;
mod gateway;
mod guard;
mod identity;
mod in_flight;
mod listener;
mod model;
mod operations;
mod rules;
mod seed;
mod shared;
mod state;
mod switches;

pub use change_log::Change;
pub use emulator::{Config, Emulator, StartError};
pub use identity::{RESOURCE_GROUP, SERVICE, SUBSCRIPTION_ID};
pub use seed::{DEMO_KEY, Seed, UnknownSeed};
pub use state::StateError;
pub use switches::{Action, PreparedAnswer, Rule, Switches, When};
