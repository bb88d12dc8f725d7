//! The demo's named values: keys of backends, one from a key vault, and a plain number.

use serde_json::json;

use super::put;
use crate::state::Tree;

pub(super) fn add(tree: &mut Tree) {
    for name in ["aoai-swc-key", "aoai-weu-key"] {
        let secret = json!({ "displayName": name, "value": "demo-only-not-a-secret", "secret": true, "tags": ["azure-openai"] });
        put(tree, &format!("/namedValues/{name}"), secret);
    }
    for name in ["claude-key", "mistral-key"] {
        let vault = json!({
            "displayName": name,
            "secret": true,
            "value": format!("key-vault-secret-of-{name}"),
            "keyVault": {
                "secretIdentifier": format!("https://local-vault.vault.azure.net/secrets/{name}"),
                "lastStatus": { "code": "Success", "timeStampUtc": "2026-01-01T00:00:00Z" },
            },
        });
        put(tree, &format!("/namedValues/{name}"), vault);
    }
    let limit = json!({ "displayName": "standard-tokens-per-minute", "value": "200000", "secret": false, "tags": ["limits"] });
    put(tree, "/namedValues/standard-tokens-per-minute", limit);
}
