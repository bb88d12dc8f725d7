//! Importing OpenAPI documents, and refusing what would need the network.

use serde_json::{Value, json};

use crate::client::{Local, only_detail};

fn document() -> Value {
    json!({
        "openapi": "3.0.1",
        "info": { "title": "Pets", "description": "All of them", "version": "1" },
        "servers": [{ "url": "https://pets.example/v2/" }],
        "paths": {
            "/pets/{petId}": {
                "parameters": [{ "name": "petId", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "get": { "operationId": "getPet", "summary": "Get a pet", "responses": { "200": { "description": "A pet" } } },
                "delete": { "responses": { "204": { "description": "Gone" } } },
            },
        },
    })
}

#[tokio::test]
async fn a_document_becomes_an_api_with_its_operations() {
    let local = Local::empty().await;
    let properties = |format: &str| json!({ "path": "pets", "format": format, "value": document().to_string() });
    let created = local.put("/apis/pets", properties("openapi+json")).await;
    assert_eq!(created.status(), 201);
    let location = created.headers()["location"].to_str().unwrap().to_owned();
    assert!(location.contains("&asyncCode=201"), "{location}");
    let body: Value = created.json().await.unwrap();
    assert_eq!(body["properties"]["provisioningState"], "InProgress");
    for name in ["format", "value"] {
        assert!(body["properties"].get(name).is_none(), "{name} is write only");
    }
    let done = local.http.get(location).bearer_auth("x").send().await.unwrap();
    assert_eq!(done.status(), 201);
    let done: Value = done.json().await.unwrap();
    assert_eq!(
        (&done["properties"]["displayName"], &done["properties"]["serviceUrl"], &done["properties"]["provisioningState"]),
        (&json!("Pets"), &json!("https://pets.example/v2"), &json!("Succeeded"))
    );
    assert_eq!(local.names("/apis/pets/operations").await, ["delete-pets-petId", "getPet"]);
    let operation = local.get_json("/apis/pets/operations/getPet").await["properties"].clone();
    assert_eq!((&operation["method"], &operation["urlTemplate"]), (&json!("GET"), &json!("/pets/{petId}")));
    assert_eq!(operation["templateParameters"][0]["type"], "integer");

    let mut smaller = document();
    smaller["paths"]["/pets/{petId}"].as_object_mut().unwrap().remove("delete");
    let again = json!({ "path": "pets", "format": "openapi", "value": smaller.to_string() });
    assert_eq!(local.put("/apis/pets", again).await.status(), 200);
    assert_eq!(local.names("/apis/pets/operations").await, ["getPet"], "an import replaces the operations");
}

#[tokio::test]
async fn what_cannot_be_imported_says_why() {
    let local = Local::empty().await;
    let put = async |format: &str, value: &str| {
        only_detail(local.put("/apis/x", json!({ "path": "x", "format": format, "value": value })).await).await
    };
    for format in ["openapi-link", "swagger-link-json", "odata-link", "wadl-link-json"] {
        let (target, message) = put(format, "https://pets.example/openapi.json").await;
        assert_eq!(target, "value", "{format}");
        assert!(message.contains("does not fetch") && message.contains(format), "{message}");
    }
    assert_eq!(put("openapi+json", "{").await.0, "representation");
    let yaml = put("openapi", "openapi: 3.0.1\nwrong").await;
    assert_eq!(yaml, ("representation".to_owned(), "Parsing error(s): line 2 is no 'key: value'.".to_owned()));
    assert!(put("openapi+json", "{}").await.1.starts_with("Parsing error(s): "));
    assert_eq!(put("wsdl", "<x/>").await.0, "format");
    assert!(local.names("/apis").await.is_empty());
}

#[tokio::test]
async fn a_yaml_document_is_read_too() {
    let local = Local::empty().await;
    let yaml = "\
openapi: 3.0.1
info: { title: Notes, version: '1' }
servers:
  - url: https://notes.example
paths:
  /notes/{id}:
    get:
      operationId: getNote
      responses:
        '200': { description: A note }
";
    local.given("/apis/notes", json!({ "path": "notes", "format": "openapi", "value": yaml })).await;
    assert_eq!(local.get_json("/apis/notes").await["properties"]["serviceUrl"], "https://notes.example");
    assert_eq!(local.get_json("/apis/notes/operations/getNote").await["properties"]["urlTemplate"], "/notes/{id}");
}
