//! The demo's subscriptions: every kind of scope, several owners, and most states.

use serde_json::{Value, json};

use super::{DEMO_KEY, put};
use crate::identity::service_id;
use crate::state::Tree;

/// Id, name, owner, scope, state.
type Other = (&'static str, &'static str, &'static str, &'static str, &'static str);

const OTHERS: [Other; 5] = [
    ("hr-assistant", "HR assistant", "lena", "/products/ai-premium", "submitted"),
    ("marketing-site", "Marketing site", "omar", "/apis/openai", "active"),
    ("platform-ci", "Platform CI", "mira", "/apis", "active"),
    ("research-lab", "Research lab", "mira", "/products/ai-premium", "active"),
    ("sandbox-trial", "Sandbox trial", "omar", "/products/mcp-tools", "cancelled"),
];

pub(super) fn add(tree: &mut Tree) {
    put(tree, "/subscriptions/master", master("master-primary-key-00000000000000", "master-secondary-key-000000000000"));
    let demo = subscription("Demo", "/products/ai-standard", "active", DEMO_KEY, "demo-secondary-key-00000000000000");
    put(tree, "/subscriptions/demo", demo);
    let former = ("former-primary-key-00000000000000", "former-secondary-key-000000000000");
    let mut former = subscription("Former team", "/products/ai-standard", "suspended", former.0, former.1);
    former["stateComment"] = "The team has moved to its own gateway.".into();
    put(tree, "/subscriptions/former-team", former);
    for (id, display_name, owner, scope, state) in OTHERS {
        let key = |kind: &str| format!("{id}-{kind}-key");
        let mut other = subscription(display_name, scope, state, &key("primary"), &key("secondary"));
        other["ownerId"] = format!("{}/users/{owner}", service_id()).into();
        put(tree, &format!("/subscriptions/{id}"), other);
    }
}

/// The built-in subscription.
pub(super) fn master(primary: &str, secondary: &str) -> Value {
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
