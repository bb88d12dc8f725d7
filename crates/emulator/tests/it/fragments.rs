//! Policy fragments.

use serde_json::{Value, json};

use crate::client::{Local, only_detail};

#[tokio::test]
async fn a_fragment_is_made_included_and_held() {
    let local = Local::demo().await;
    let body = json!({ "description": "Says who", "value": "<fragment><set-variable name=\"x\" value=\"@(1 &lt; 2)\"/></fragment>" });
    let created = local.put("/policyFragments/who", body).await;
    assert_eq!(created.status(), 201);
    assert!(created.headers().contains_key("azure-asyncoperation"));
    assert_eq!(created.json::<Value>().await.unwrap()["properties"]["provisioningState"], "InProgress");
    let shown = local.get_json("/policyFragments/who?format=rawxml").await["properties"].clone();
    assert_eq!(shown["value"], "<fragment>\r\n\t<set-variable name=\"x\" value=\"@(1 < 2)\" />\r\n</fragment>");
    assert_eq!(shown["provisioningState"], "Succeeded");

    let policy = json!({ "value": "<policies><inbound><include-fragment fragment-id=\"who\" /></inbound></policies>" });
    local.given("/apis/orders/policies/policy", policy).await;
    let users: Value = local.post("/policyFragments/who/listReferences").await.json().await.unwrap();
    assert!(users["value"][0]["id"].as_str().unwrap().ends_with("/apis/orders/policies/policy"), "{users}");
    assert_eq!(local.delete("/policyFragments/who").await, 400);
    assert_eq!(local.delete("/apis/orders/policies/policy").await, 200);
    assert_eq!(local.delete("/policyFragments/who").await, 200);
    assert_eq!(local.delete("/policyFragments/who").await, 204);
}

#[tokio::test]
async fn a_fragment_has_its_own_root_and_names() {
    let local = Local::demo().await;
    let put = async |name: &str, value: &str| {
        only_detail(local.put(&format!("/policyFragments/{name}"), json!({ "value": value })).await).await.0
    };
    assert_eq!(put("x", "<policies />").await, "policies");
    assert_eq!(put("x", "<fragment><base /></fragment>").await, "base");
    assert_eq!(put("-x", "<fragment />").await, "name");
    assert_eq!(local.names("/policyFragments?$filter=contains(description,'tokens')").await, ["token-metrics"]);
}
