//! A typed view over the raw JSON of an API, MCP servers included.
//!
//! Source: the contract's `ApiContractProperties` of 2024-05-01, what 2025-09-01-preview adds to it,
//! and what the live service answers beyond both. Must not know of HTTP or of forms.

mod import;
mod mcp;
mod settings;

use crate::{
    redact::{mask_members, mask_user_info},
    resource::resource,
};
use serde_json::{Map, Value};

pub use import::ApiImport;
pub use mcp::{InlineTool, McpEndpoint};
pub use settings::{OAuth2Setting, OpenIdSetting};

resource! {
    /// An API: one revision of one version of it. Printing it shows no secret.
    Api, ApiEdit, "an API", mask;
    shown {
        /// Whether the gateway answers for this revision.
        flag is_online "isOnline";
        /// `InProgress`, `Succeeded`, `Failed`, …; missing in lists.
        text provisioning_state "provisioningState";
        /// The version set's full ARM id, also where only `apiVersionSetId` names it.
        text version_set_full_id "apiVersionSet.id";
        /// Whether it is an agent: answered by the live service, in no schema.
        flag is_agent "isAgent";
    }
    edited {
        /// `http`, `soap`, `websocket`, `graphql`, `odata`, `grpc` or `mcp` (preview); `http` is not
        /// echoed by the service. See [`Api::kind`].
        text api_type set_api_type "type";
        /// For people, 1 to 300 characters.
        text display_name set_display_name "displayName";
        /// May hold HTML.
        text description set_description "description";
        /// What follows the gateway's address, up to 400 characters, without a slash at its start;
        /// empty for the root. Required.
        text path set_path "path";
        /// The absolute URL of what implements the API, up to 2000 characters.
        text service_url set_service_url "serviceUrl";
        /// The name of the backend that a pass-through MCP server leads to: accepted by the live
        /// service, in no schema.
        text backend_id set_backend_id "backendId";
        /// `http`, `https`, `ws`, `wss`.
        texts protocols set_protocols "protocols";
        flag subscription_required set_subscription_required "subscriptionRequired";
        /// The header that carries the subscription key: `api-key` for clients of Azure OpenAI.
        text key_header set_key_header "subscriptionKeyParameterNames.header";
        /// The query parameter that carries the subscription key.
        text key_query set_key_query "subscriptionKeyParameterNames.query";
        /// `enabled` lets `Authorization: Bearer` carry the key: used by samples, in no schema.
        text key_bearer set_key_bearer "subscriptionKeyParameterNames.bearer";
        /// 1 to 100 characters; 1 unless set.
        text revision set_revision "apiRevision";
        /// Up to 256 characters.
        text revision_description set_revision_description "apiRevisionDescription";
        /// Whether callers that name no revision get this one.
        flag is_current set_is_current "isCurrent";
        /// Up to 100 characters; for APIs of a version set.
        text version set_version "apiVersion";
        /// Up to 256 characters.
        text version_description set_version_description "apiVersionDescription";
        /// The ARM id of the version set.
        text version_set_id set_version_set_id "apiVersionSetId";
        /// The version set's name for people.
        text version_set_name set_version_set_name "apiVersionSet.name";
        text version_set_description set_version_set_description "apiVersionSet.description";
        /// `Segment`, `Query` or `Header`.
        text versioning_scheme set_versioning_scheme "apiVersionSet.versioningScheme";
        /// Where the scheme is `Query`.
        text version_query_name set_version_query_name "apiVersionSet.versionQueryName";
        /// Where the scheme is `Header`.
        text version_header_name set_version_header_name "apiVersionSet.versionHeaderName";
        /// The ARM id of the API that a revision or a version is made from; taken when it is created.
        text source_api_id set_source_api_id "sourceApiId";
        /// A URL.
        text terms_of_service_url set_terms_of_service_url "termsOfServiceUrl";
        text contact_name set_contact_name "contact.name";
        /// A URL.
        text contact_url set_contact_url "contact.url";
        text contact_email set_contact_email "contact.email";
        text license_name set_license_name "license.name";
        /// A URL.
        text license_url set_license_url "license.url";
        /// The authorization server of OAuth 2, where there is one.
        text oauth2_server set_oauth2_server "authenticationSettings.oAuth2.authorizationServerId";
        text oauth2_scope set_oauth2_scope "authenticationSettings.oAuth2.scope";
        /// The provider of OpenID Connect, where there is one.
        text openid_provider set_openid_provider "authenticationSettings.openid.openidProviderId";
        /// `authorizationHeader`, `query`.
        texts openid_bearer_methods set_openid_bearer_methods "authenticationSettings.openid.bearerTokenSendingMethods";
        /// All authorization servers of OAuth 2. Azure answers the first as [`Api::oauth2_server`] too:
        /// who changes one changes both.
        items<OAuth2Setting> oauth2_settings set_oauth2_settings "authenticationSettings.oAuth2AuthenticationSettings";
        /// All providers of OpenID Connect.
        items<OpenIdSetting> openid_settings set_openid_settings "authenticationSettings.openidAuthenticationSettings";
        /// `streamable` or `sse`: how a pass-through MCP server is spoken to (preview).
        text mcp_transport set_mcp_transport "mcpProperties.transportType";
        /// Tools that the MCP server lists inline, each an operation of another API. Newer
        /// api-versions have [`crate::McpTool`]s as resources of their own.
        items<InlineTool> mcp_tools set_mcp_tools "mcpTools";
    }
    also {
        /// Where a pass-through MCP server answers, relative to its service URL (preview).
        mcp_endpoints set_mcp_endpoints McpEndpoint, "mcpProperties.endpoints";
    }
}

impl Api {
    /// `type`, else `apiType`, else `http`, in lower case.
    pub fn kind(&self) -> String {
        let sent = || crate::resource::find(&self.raw, "apiType").and_then(Value::as_str);
        self.api_type().or_else(sent).unwrap_or("http").to_ascii_lowercase()
    }

    pub fn is_mcp(&self) -> bool {
        self.kind() == "mcp"
    }

    /// The id without the revision: `echo` of `echo;rev=2`.
    pub fn base_name(&self) -> &str {
        self.name().split_once(";rev=").map_or(self.name(), |(name, _)| name)
    }
}

fn mask(properties: &mut Map<String, Value>) {
    mask_members(properties);
    if let Some(Value::String(url)) = properties.get_mut("serviceUrl") {
        mask_user_info(url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;
    use serde_json::json;

    #[test]
    fn an_edit_changes_what_it_names_and_nothing_else() {
        let mut api = Api::from_value(json!({ "id": "/x/apis/echo;rev=2", "name": "echo;rev=2", "new": 1, "properties": {
            "path": "echo", "displayName": "Echo", "description": null, "contact": { "name": "me", "new": [null] }, "license": null,
            "subscriptionKeyParameterNames": { "header": "h", "query": null, "new": 1 }, "a2aProperties": { "x": null } } }));
        let edit = ApiEdit {
            display_name: Change::Set("Echo two".into()),
            contact_name: Change::Clear,
            description: Change::Clear,
            key_header: Change::Set("api-key".into()),
            license_name: Change::Set("MIT".into()),
            path: Change::Set(String::new()),
            ..ApiEdit::default()
        };
        let patch = edit.patch(&api);
        edit.apply(&mut api);
        assert_eq!((api.name(), api.base_name(), api.kind().as_str()), ("echo;rev=2", "echo", "http"));
        assert_eq!(
            api.raw(),
            &json!({ "id": "/x/apis/echo;rev=2", "name": "echo;rev=2", "new": 1, "properties": {
                "path": "", "displayName": "Echo two", "description": null, "contact": { "new": [null] }, "license": { "name": "MIT" },
                "subscriptionKeyParameterNames": { "header": "api-key", "query": null, "new": 1 }, "a2aProperties": { "x": null } } })
        );
        assert_eq!(
            patch,
            json!({ "properties": { "path": "", "displayName": "Echo two", "contact": { "name": null }, "license": { "name": "MIT" },
                "subscriptionKeyParameterNames": { "header": "api-key" } } })
        );
        assert_eq!(api.other_members(), ["a2aProperties"]);
    }

    #[test]
    fn addresses_are_shown_without_their_password() {
        let api = Api::from_value(json!({ "properties": { "serviceUrl": "https://me:hunter2@x.test/", "agent": { "apiKey": "hunter2" },
            "authenticationSettings": { "openid": { "bearerTokenSendingMethods": ["query"] } } } }));
        assert!(!format!("{api:?}").contains("hunter2"));
        assert_eq!(api.redacted().pointer("/properties/authenticationSettings"), api.raw().pointer("/properties/authenticationSettings"));
    }
}
