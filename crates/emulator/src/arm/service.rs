//! The service itself, read only; compact JSON as the service prints it.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::headers::JSON;
use crate::identity::{SERVICE, SERVICE_TYPE, service_id};
use crate::shared::Shared;

pub(super) fn get(shared: &Shared) -> Response {
    let body = json!({
        "etag": "AAAAAADmkAA=",
        "id": service_id(),
        "name": SERVICE,
        "type": SERVICE_TYPE,
        "location": "Local",
        "sku": { "name": "Developer", "capacity": 1 },
        "identity": null,
        "tags": { "emulator": "true" },
        "properties": {
            "provisioningState": "Succeeded",
            "targetProvisioningState": "",
            "createdAtUtc": "2026-01-01T00:00:00.0000000Z",
            "gatewayUrl": shared.gateway_url,
            "hostnameConfigurations": [],
            "customProperties": {},
            "virtualNetworkType": "None",
            "apiVersionConstraint": { "minApiVersion": null },
            "platformVersion": "stv2",
            "publisherEmail": "admin@example.com",
            "publisherName": "Local emulator",
            "developerPortalStatus": "Disabled",
            "legacyPortalStatus": "Disabled",
        },
    });
    ([(CONTENT_TYPE, JSON)], body.to_string()).into_response()
}
