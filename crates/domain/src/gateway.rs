//! Which gateways this console manages.

use serde::{Deserialize, Serialize};

/// A configured gateway, as pages may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gateway {
    /// The name in paths: `/g/{name}/backends`.
    pub name: String,
    /// The API Management service's name.
    pub service: String,
    pub resource_group: String,
    pub subscription_id: String,
    /// Origin of Azure Resource Manager (or of the emulator).
    pub arm_url: String,
    /// Origin of the data plane.
    pub gateway_url: String,
    /// True when this is a local emulator: pages show a banner.
    pub is_emulator: bool,
    /// No change from here, whatever the role.
    #[serde(default)]
    pub is_read_only: bool,
}

impl Gateway {
    /// The ARM id of the service: every resource's id starts with it.
    pub fn resource_id(&self) -> String {
        format!(
            "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.ApiManagement/service/{}",
            self.subscription_id, self.resource_group, self.service
        )
    }
}
