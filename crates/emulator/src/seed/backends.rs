//! The demo's backends: three regions of the built-in model in one pool, a content filter,
//! and one address that nobody answers.

use serde_json::{Value, json};

use super::put;
use crate::identity::service_id;
use crate::state::Tree;

pub(super) fn add(tree: &mut Tree, gateway_url: &str) {
    for (path, backend) in regions(gateway_url) {
        put(tree, path, backend);
    }
    put(tree, "/backends/aoai-pool", pool());
    for (path, backend) in others(gateway_url) {
        put(tree, path, backend);
    }
}

fn regions(gateway_url: &str) -> [(&'static str, Value); 3] {
    let sweden = json!({
        "type": "Single",
        "title": "Azure OpenAI Sweden Central",
        "description": "Provisioned throughput, used first.",
        "url": format!("{gateway_url}/demo-models/swedencentral/openai"),
        "protocol": "http",
        "azureRegion": "swedencentral",
        "credentials": { "header": { "api-key": ["{{aoai-swc-key}}"] } },
        "tls": { "validateCertificateChain": true, "validateCertificateName": true },
    });
    let west_europe = json!({
        "type": "Single",
        "title": "Azure OpenAI West Europe",
        "description": "Pay as you go; rests for a minute after too many errors.",
        "url": format!("{gateway_url}/demo-models/westeurope/openai"),
        "protocol": "http",
        "credentials": { "header": { "api-key": ["{{aoai-weu-key}}"] } },
        "circuitBreaker": { "rules": [breaker()] },
    });
    let france = json!({
        "type": "Single",
        "title": "Azure OpenAI France Central",
        "url": format!("{gateway_url}/demo-models/francecentral/openai"),
        "protocol": "http",
        "credentials": { "header": { "api-key": ["demo-only-not-a-secret"] } },
    });
    [("/backends/aoai-swc-ptu", sweden), ("/backends/aoai-weu-paygo", west_europe), ("/backends/aoai-fra-paygo", france)]
}

fn breaker() -> Value {
    json!({
        "name": "too-many-errors",
        "failureCondition": {
            "count": 3,
            "interval": "PT1M",
            "statusCodeRanges": [{ "min": 429, "max": 429 }, { "min": 500, "max": 599 }],
            "errorReasons": ["Server errors"],
        },
        "tripDuration": "PT1M",
        "acceptRetryAfter": true,
    })
}

fn pool() -> Value {
    let member = |name: &str, priority: u32, weight: u32| json!({ "id": format!("{}/backends/{name}", service_id()), "priority": priority, "weight": weight });
    json!({
        "type": "Pool",
        "title": "Azure OpenAI",
        "description": "Sweden and West Europe share the load; France stands in when both rest.",
        "pool": { "services": [member("aoai-swc-ptu", 1, 75), member("aoai-weu-paygo", 1, 25), member("aoai-fra-paygo", 2, 100)] },
    })
}

fn others(gateway_url: &str) -> [(&'static str, Value); 2] {
    let safety = json!({
        "type": "Single",
        "title": "Content Safety",
        "url": format!("{gateway_url}/demo-models/content-safety"),
        "protocol": "http",
    });
    let mistral = json!({
        "type": "Single",
        "title": "Mistral Large",
        "description": "An example address that does not answer.",
        "url": "https://mistral.contoso.example/v1",
        "protocol": "http",
        "credentials": { "authorization": { "scheme": "Bearer", "parameter": "{{mistral-key}}" } },
    });
    [("/backends/content-safety", safety), ("/backends/mistral-large", mistral)]
}
