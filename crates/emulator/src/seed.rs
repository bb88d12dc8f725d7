//! What a fresh emulator contains. The demo is a small AI gateway: regions, a pool, a breaker, an address that does
//! not answer, APIs for several kinds of model, MCP servers, products, and subscriptions in most states.
//! Plain JSON, written as a service would return it.

use std::str::FromStr;

use serde_json::{Map, Value};

use crate::state::Tree;

mod apis;
mod backends;
mod loggers;
mod mcp;
mod named_values;
mod policies;
mod products;
mod subscriptions;

/// Where an API reads its key when it says nothing else.
const DEFAULT_KEY_NAMES: (&str, &str) = ("Ocp-Apim-Subscription-Key", "subscription-key");

/// The primary key of the demo subscription.
pub const DEMO_KEY: &str = "demo-primary-key-0000000000000000";

/// What the service contains at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seed {
    /// Backends, APIs, MCP servers, products and subscriptions with known keys.
    #[default]
    Demo,
    /// Only the service and its built-in subscription, with random keys.
    Empty,
}

/// A seed must be `demo` or `empty`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the seed must be 'demo' or 'empty', not '{0}'")]
pub struct UnknownSeed(String);

impl FromStr for Seed {
    type Err = UnknownSeed;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "demo" => Ok(Self::Demo),
            "empty" => Ok(Self::Empty),
            _ => Err(UnknownSeed(text.to_owned())),
        }
    }
}

/// The resources of a seed; demo backends point back to this gateway.
pub(crate) fn resources(seed: Seed, gateway_url: &str) -> Tree {
    let mut tree = Tree::default();
    match seed {
        Seed::Demo => {
            named_values::add(&mut tree);
            loggers::add(&mut tree);
            backends::add(&mut tree, gateway_url);
            policies::add(&mut tree);
            apis::add(&mut tree);
            mcp::add(&mut tree);
            products::add(&mut tree);
            loggers::add_diagnostics(&mut tree);
            subscriptions::add(&mut tree);
        }
        Seed::Empty => put(&mut tree, "/subscriptions/master", subscriptions::master(&random_key(), &random_key())),
    }
    tree
}

/// 32 hexadecimal digits.
pub(crate) fn random_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Adds a resource from a JSON object.
fn put(tree: &mut Tree, path: &str, properties: Value) {
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    tree.put(path, properties);
}
