//! What a fresh emulator contains. The demo shows what the console can do: regions, a pool, a breaker,
//! an address that does not answer, a suspended subscription. Plain JSON, written as a service would return it.

use std::str::FromStr;

use serde_json::{Map, Value, json};

use crate::identity::service_id;
use crate::state::Tree;

mod apis;
mod backends;

/// The primary key of the demo subscription.
pub const DEMO_KEY: &str = "demo-primary-key-0000000000000000";

/// What the service contains at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seed {
    /// Backends, a pool, two APIs, a product and subscriptions with known keys.
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
            backends::add(&mut tree, gateway_url);
            apis::add(&mut tree);
            add_subscriptions(&mut tree);
        }
        Seed::Empty => put(&mut tree, "/subscriptions/master", master(&random_key(), &random_key())),
    }
    tree
}

/// 32 hexadecimal digits.
pub(crate) fn random_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

fn master(primary: &str, secondary: &str) -> Value {
    subscription("Built-in all-access subscription", "/", "active", primary, secondary)
}

fn subscription(display_name: &str, scope: &str, state: &str, primary: &str, secondary: &str) -> Value {
    json!({
        "displayName": display_name,
        "scope": service_id() + scope,
        "state": state,
        "createdDate": "2026-01-01T00:00:00Z",
        "allowTracing": false,
        "primaryKey": primary,
        "secondaryKey": secondary,
    })
}

fn add_subscriptions(tree: &mut Tree) {
    put(tree, "/subscriptions/master", master("master-primary-key-00000000000000", "master-secondary-key-000000000000"));
    let demo = subscription("Demo", "/products/ai-standard", "active", DEMO_KEY, "demo-secondary-key-00000000000000");
    put(tree, "/subscriptions/demo", demo);
    let former = ("former-primary-key-00000000000000", "former-secondary-key-000000000000");
    let mut former = subscription("Former team", "/products/ai-standard", "suspended", former.0, former.1);
    former["stateComment"] = "The team has moved to its own gateway.".into();
    put(tree, "/subscriptions/former-team", former);
}

/// Adds a resource from a JSON object.
fn put(tree: &mut Tree, path: &str, properties: Value) {
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    tree.put(path, properties);
}
