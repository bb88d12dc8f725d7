//! The request examples of the public specification: each is accepted, or refused for the reason that only the
//! emulator has. Skipped where the examples are not at hand.

use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Local, service_path};

/// The folder of recorded facts about Azure, if there is one.
pub fn facts() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/apim");
    let folder = std::env::var_os("APIM_FACTS_DIR").map_or_else(beside, PathBuf::from);
    if folder.join("examples").is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} has no examples; set APIM_FACTS_DIR", folder.display());
    None
}

/// File, method, path with the identifiers of the example, expected status.
const CASES: [(&str, &str, &str, u16); 33] = [
    ("CreateNamedValue", "PUT", "/namedValues/{namedValueId}", 201),
    ("CreateNamedValueWithKeyVault", "PUT", "/namedValues/{namedValueId}", 201),
    ("HeadNamedValue", "HEAD", "/namedValues/testprop2", 200),
    ("RefreshNamedValue", "POST", "/namedValues/testprop6/refreshSecret", 202),
    ("CreateEHLogger", "PUT", "/loggers/{loggerId}", 201),
    ("CreateAILogger", "PUT", "/loggers/{loggerId}", 201),
    ("UpdateLogger", "PATCH", "/loggers/{loggerId}", 200),
    ("CreateDiagnostic", "PUT", "/diagnostics/{diagnosticId}", 201),
    ("UpdateDiagnostic", "PATCH", "/diagnostics/{diagnosticId}", 200),
    ("HeadDiagnostic", "HEAD", "/diagnostics/{diagnosticId}", 200),
    ("CreatePolicyFragment", "PUT", "/policyFragments/{id}", 201),
    ("GetPolicyFragmentFormat", "GET", "/policyFragments/{id}?format={format}", 200),
    ("DeletePolicyFragment", "DELETE", "/policyFragments/{id}", 200),
    ("CreateApi", "PUT", "/apis/{apiId}", 201),
    ("CreateApiWithMultipleAuthServers", "PUT", "/apis/{apiId}", 200),
    ("CreateApiWithMultipleOpenIdConnectProviders", "PUT", "/apis/{apiId}", 200),
    ("CreateGraphQLApi", "PUT", "/apis/{apiId}", 200),
    ("CreateApiRevisionFromExistingApi", "PUT", "/apis/{apiId}", 201),
    ("CreateApiNewVersionUsingExistingApi", "PUT", "/apis/{apiId}", 201),
    ("CreateMcpApi.retyped", "PUT", "/apis/{apiId}", 201),
    ("CreateApiPolicy", "PUT", "/apis/{apiId}/policies/{policyId}", 201),
    ("CreateApiPolicyNonXmlEncoded", "PUT", "/apis/{apiId}/policies/{policyId}", 200),
    ("UpdateApi", "PATCH", "/apis/{apiId}", 200),
    ("CreateProductApi", "PUT", "/products/{productId}/apis/{apiId}", 201),
    ("UpdateProduct", "PATCH", "/products/{productId}", 200),
    ("DeleteProductApi", "DELETE", "/products/{productId}/apis/{apiId}", 200),
    ("CreateSubscription", "PUT", "/subscriptions/{sid}", 201),
    ("UpdateSubscription", "PATCH", "/subscriptions/{sid}", 200),
    ("SubscriptionRegeneratePrimaryKey", "POST", "/subscriptions/{sid}/regeneratePrimaryKey", 204),
    ("SubscriptionRegenerateSecondaryKey", "POST", "/subscriptions/{sid}/regenerateSecondaryKey", 204),
    ("DeleteSubscription", "DELETE", "/subscriptions/{sid}", 200),
    ("DeleteProduct", "DELETE", "/products/{productId}", 200),
    ("ListSubscriptions", "GET", "/subscriptions", 200),
];

/// These name a document on the network, which is the one thing the emulator refuses.
const LINKS: [&str; 3] = ["CreateApiUsingSwaggerImport", "CreateApiUsingWadlImport", "CreateODataApi"];

/// The example, with the identifiers of this service for those of the example.
fn example(facts: &std::path::Path, name: &str) -> Value {
    let text = std::fs::read_to_string(facts.join(format!("examples/ApiManagement{name}.json"))).unwrap();
    let theirs =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";
    serde_json::from_str::<Value>(&text.replace(theirs, &service_path())).unwrap()["parameters"].clone()
}

fn filled(path: &str, parameters: &Value) -> String {
    let fill = |path: String, (name, value): (&String, &Value)| path.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default());
    parameters.as_object().unwrap().iter().fold(path.to_owned(), fill)
}

/// What the examples take for granted.
async fn given(local: &Local) {
    for logger in ["azuremonitor", "applicationinsights"] {
        local.given(&format!("/loggers/{logger}"), json!({ "loggerType": "azureMonitor" })).await;
    }
    local.given("/apis/echo-api", json!({ "displayName": "Echo", "path": "echo" })).await;
    local.given("/apis/echoPath", json!({ "displayName": "Echo path", "path": "echopath" })).await;
    local.given("/apis/5600b57e7e8880006a040001", json!({ "displayName": "Other", "path": "other" })).await;
    for product in ["testproduct", "5600b59475ff190048060002"] {
        local.given(&format!("/products/{product}"), json!({ "displayName": product })).await;
    }
}

#[tokio::test]
async fn every_request_example_is_accepted() {
    let Some(facts) = facts() else { return };
    let local = Local::empty().await;
    given(&local).await;
    for (name, method, path, expected) in CASES {
        let parameters = example(&facts, name);
        let mut request = local.preview(method.parse::<Method>().unwrap(), &filled(path, &parameters)).header("If-Match", "*");
        if let Some(body) = parameters.get("parameters") {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        assert_eq!(status, expected, "{name}: {}", answer.text().await.unwrap());
    }
}

#[tokio::test]
async fn examples_that_need_the_network_say_so() {
    let Some(facts) = facts() else { return };
    let local = Local::empty().await;
    for name in LINKS {
        let parameters = example(&facts, name);
        let request = local.arm(Method::PUT, &filled("/apis/{apiId}", &parameters)).json(&parameters["parameters"]);
        let (target, message) = crate::client::only_detail(request.send().await.unwrap()).await;
        assert_eq!(target, "value", "{name}");
        assert!(message.contains("does not fetch documents"), "{message}");
    }
}
