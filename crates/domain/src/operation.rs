//! The audited vocabulary: everything that is permission-checked or leaves an audit row.
//!
//! Named by the operation's official id where Azure has one (`Backend_CreateOrUpdate`), in Azure's
//! form where it has none (`Backend_Test`). Pages, permission checks, audit rows and the coverage
//! tests are all driven from here.

use crate::actor::Permission;
use serde::{Deserialize, Serialize};

/// What an operation does to the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    Read,
    Write,
    Delete,
    Reveal,
    Invoke,
}

impl Effect {
    /// Whether it leaves audit rows. Reads do not.
    pub fn is_audited(self) -> bool {
        self != Effect::Read
    }

    pub fn label(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Delete => "delete",
            Effect::Reveal => "reveal",
            Effect::Invoke => "invoke",
        }
    }
}

macro_rules! operations {
    ($($variant:ident $id:literal $permission:ident $effect:ident $label:literal;)*) => {
        /// One operation; see the module.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Operation { $(#[serde(rename = $id)] $variant,)* }

        impl Operation {
            /// The whole vocabulary, the mission's operations first.
            pub const ALL: &'static [Operation] = &[$(Operation::$variant,)*];

            /// The official id, or one in the same form.
            pub fn id(self) -> &'static str {
                match self { $(Operation::$variant => $id,)* }
            }

            /// The permission that it needs.
            pub fn permission(self) -> Permission {
                match self { $(Operation::$variant => Permission::$permission,)* }
            }

            pub fn effect(self) -> Effect {
                match self { $(Operation::$variant => Effect::$effect,)* }
            }

            /// For people: "Create or update a backend".
            pub fn label(self) -> &'static str {
                match self { $(Operation::$variant => $label,)* }
            }

            /// The operation with this id.
            pub fn from_id(id: &str) -> Option<Operation> {
                match id { $($id => Some(Operation::$variant),)* _ => None }
            }
        }
    };
}

operations! {
    BackendList "Backend_ListByService" Read Read "List backends";
    BackendGet "Backend_Get" Read Read "Read a backend";
    BackendCreateOrUpdate "Backend_CreateOrUpdate" Write Write "Create or update a backend";
    BackendUpdate "Backend_Update" Write Write "Change part of a backend";
    BackendDelete "Backend_Delete" Delete Delete "Delete a backend";
    BackendReconnect "Backend_Reconnect" Write Write "Reconnect a backend";
    ApiList "Api_ListByService" Read Read "List APIs";
    ApiGet "Api_Get" Read Read "Read an API";
    ApiCreateOrUpdate "Api_CreateOrUpdate" Write Write "Create or update an API";
    ApiDelete "Api_Delete" Delete Delete "Delete an API";
    ApiPolicyList "ApiPolicy_ListByApi" Read Read "List an API's policies";
    ApiPolicyGet "ApiPolicy_Get" Read Read "Read an API's policy";
    ApiPolicyCreateOrUpdate "ApiPolicy_CreateOrUpdate" Write Write "Create or update an API's policy";
    ApiPolicyDelete "ApiPolicy_Delete" Delete Delete "Delete an API's policy";
    ApiDiagnosticList "ApiDiagnostic_ListByService" Read Read "List an API's diagnostics";
    ApiDiagnosticGet "ApiDiagnostic_Get" Read Read "Read an API's diagnostic";
    ApiDiagnosticCreateOrUpdate "ApiDiagnostic_CreateOrUpdate" Write Write "Create or update an API's diagnostic";
    ApiDiagnosticDelete "ApiDiagnostic_Delete" Delete Delete "Delete an API's diagnostic";
    LoggerList "Logger_ListByService" Read Read "List loggers";
    LoggerGet "Logger_Get" Read Read "Read a logger";
    LoggerCreateOrUpdate "Logger_CreateOrUpdate" Write Write "Create or update a logger";
    LoggerDelete "Logger_Delete" Delete Delete "Delete a logger";
    ProductList "Product_ListByService" Read Read "List products";
    ProductCreateOrUpdate "Product_CreateOrUpdate" Manage Write "Create or update a product";
    SubscriptionList "Subscription_List" Read Read "List subscriptions";
    SubscriptionCreateOrUpdate "Subscription_CreateOrUpdate" Manage Write "Create or update a subscription";
    SubscriptionListSecrets "Subscription_ListSecrets" Reveal Reveal "Reveal a subscription's key";
    ChatCompletions "AIGateway_ChatCompletions" Invoke Invoke "Chat through the gateway";
    Completions "AIGateway_Completions" Invoke Invoke "Complete a prompt through the gateway";
    Embeddings "AIGateway_Embeddings" Invoke Invoke "Embed text through the gateway";
    Mcp "AIGateway_MCP" Invoke Invoke "Call an MCP server through the gateway";
    DiagnosticList "Diagnostic_ListByService" Read Read "List the service's diagnostics";
    DiagnosticGet "Diagnostic_Get" Read Read "Read a diagnostic of the service";
    DiagnosticCreateOrUpdate "Diagnostic_CreateOrUpdate" Write Write "Create or update a diagnostic of the service";
    NamedValueList "NamedValue_ListByService" Read Read "List named values";
    NamedValueGet "NamedValue_Get" Read Read "Read a named value";
    NamedValueCreateOrUpdate "NamedValue_CreateOrUpdate" Write Write "Create a named value";
    NamedValueUpdate "NamedValue_Update" Write Write "Change a named value";
    NamedValueDelete "NamedValue_Delete" Delete Delete "Delete a named value";
    PolicyFragmentList "PolicyFragment_ListByService" Read Read "List policy fragments";
    PolicyFragmentGet "PolicyFragment_Get" Read Read "Read a policy fragment";
    ProductGet "Product_Get" Read Read "Read a product";
    ProductDelete "Product_Delete" Delete Delete "Delete a product";
    ProductApiList "ProductApi_ListByProduct" Read Read "List a product's APIs";
    ProductApiAdd "ProductApi_CreateOrUpdate" Manage Write "Add an API to a product";
    ProductApiRemove "ProductApi_Delete" Manage Write "Take an API out of a product";
    SubscriptionGet "Subscription_Get" Read Read "Read a subscription";
    SubscriptionUpdate "Subscription_Update" Manage Write "Change a subscription";
    SubscriptionDelete "Subscription_Delete" Delete Delete "Delete a subscription";
    SubscriptionRegeneratePrimary "Subscription_RegeneratePrimaryKey" Manage Write "Make a new primary key";
    SubscriptionRegenerateSecondary "Subscription_RegenerateSecondaryKey" Manage Write "Make a new secondary key";
    ApiOperationList "ApiOperation_ListByApi" Read Read "List an API's operations";
    ApiOperationCreateOrUpdate "ApiOperation_CreateOrUpdate" Write Write "Create or update an operation of an API";
    ApiToolList "ApiTool_ListByApi" Read Read "List an MCP server's tools";
    ApiToolCreateOrUpdate "ApiTool_CreateOrUpdate" Write Write "Create or update an MCP tool";
    ApiToolDelete "ApiTool_Delete" Delete Delete "Delete an MCP tool";
    BackendTest "Backend_Test" Invoke Invoke "Test a backend's address";
    AuditList "Audit_List" Read Read "Read the audit log";
    AuditSettle "Audit_Settle" Write Read "Settle an unknown outcome";
    UsageList "Usage_List" Read Read "Read token usage";
    SessionList "Session_List" Own Read "List one's own sessions and tokens";
    SessionListAll "Session_ListAll" Administer Read "List everyone's sessions and tokens";
    SessionSignIn "Session_SignIn" Own Write "Sign in";
    SessionSignOut "Session_SignOut" Own Write "Sign out";
    SessionRefuse "Session_Refuse" Own Write "Be refused at sign-in";
    SessionRoleChange "Session_RoleChange" Own Write "Get another role";
    SessionRevoke "Session_Revoke" Own Write "End one's own session";
    SessionRevokeOther "Session_RevokeOther" Administer Write "End someone else's session";
    TokenCreate "Token_Create" Own Write "Create a personal token";
    TokenRevoke "Token_Revoke" Own Write "Revoke one's own token";
    TokenRevokeOther "Token_RevokeOther" Administer Write "Revoke someone else's token";
    AzureConnect "Azure_Connect" Own Write "Connect to Azure as oneself";
    AzureDisconnect "Azure_Disconnect" Own Write "Disconnect from Azure";
    SettingsGet "Settings_Get" Administer Read "Read the console's settings";
    AccessRecover "Access_Recover" Administer Write "Give a role from the host's command line";
}

impl Operation {
    /// How many of [`Operation::ALL`], from its start, are the product's mission.
    const MISSION_COUNT: usize = 31;

    /// The 27 management and 4 gateway operations that the product exists for.
    pub const MISSION: &'static [Operation] = Operation::ALL.split_at(Self::MISSION_COUNT).0;

    /// Mission operations that no page reaches yet. The one list; the coverage test reads it, and
    /// the product is complete when it is empty.
    pub const NOT_IMPLEMENTED: &'static [Operation] = &[Operation::Completions, Operation::Embeddings, Operation::Mcp];

    pub fn is_implemented(self) -> bool {
        !Self::NOT_IMPLEMENTED.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_lead_back() {
        let ids: HashSet<_> = Operation::ALL.iter().map(|op| op.id()).collect();
        assert_eq!(ids.len(), Operation::ALL.len());
        for op in Operation::ALL {
            assert_eq!(Operation::from_id(op.id()), Some(*op));
        }
    }

    #[test]
    fn the_mission_ends_with_the_gateway_operations() {
        assert_eq!(Operation::MISSION.len(), 31);
        assert_eq!(Operation::MISSION[30], Operation::Mcp);
        assert_eq!(Operation::MISSION.iter().filter(|op| op.effect() == Effect::Invoke).count(), 4);
    }

    #[test]
    fn deleting_and_revealing_need_an_admin() {
        for op in Operation::ALL {
            if matches!(op.effect(), Effect::Delete | Effect::Reveal) {
                assert_eq!(op.permission().least_role(), crate::Role::Admin, "{}", op.id());
            }
        }
    }

    #[test]
    fn only_mission_operations_may_be_missing() {
        assert!(Operation::NOT_IMPLEMENTED.iter().all(|op| Operation::MISSION.contains(op)));
    }
}
