//! APIs, MCP servers, diagnostics, loggers, named values, fragments, products and subscriptions:
//! the same four verbs each, at `/api/{resource}/{verb}`.

use super::{WireError, codec::Json, ssr};
use domain::resource::{Detail, FormStart, Key, Kind, List, Query, SaveResource, Saved};
use leptos::server;
use std::collections::BTreeMap;

/// `parent`: the API of a diagnostic, or empty. `Permission:` read.
pub async fn list_resources(gateway: String, kind: Kind, parent: String, query: Query) -> Result<List, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_resources(&op, &gateway, kind, &parent, &query).await)
}

/// `Permission:` read.
pub async fn get_resource(key: Key) -> Result<Detail, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.get_resource(&op, &key).await)
}

/// What a form starts from. `Permission:` read.
pub async fn start_form(key: Key, variant: String) -> Result<FormStart, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.start_form(&op, &key, &variant).await)
}

/// Names to offer in a form that is drawn again. `Permission:` read.
pub async fn form_options(key: Key, variant: String) -> Result<BTreeMap<String, Vec<String>>, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.form_options(&op, &key, &variant).await)
}

/// Creates or updates. `Permission:` write, or manage.
pub async fn save_resource(kind: Kind, save: SaveResource) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    let save = SaveResource { key: Key { kind, ..save.key }, ..save };
    ssr::respond(&op, control.save_resource(&op, &save).await)
}

/// `Permission:` delete.
pub async fn delete_resource(key: Key, etag: String, with_subscriptions: bool) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.delete_resource(&op, &key, &etag, with_subscriptions).await)
}

/// The endpoints of one kind, in the kind's own words.
macro_rules! endpoints {
    (@read $kind:expr; $list:ident $list_path:literal, $get:ident $get_path:literal) => {
        /// `Permission:` read.
        #[server(prefix = "/api", endpoint = $list_path, input = Json, output = Json)]
        pub async fn $list(gateway: String, #[server(default)] parent: String, query: Query) -> Result<List, WireError> {
            list_resources(gateway, $kind, parent, query).await
        }

        /// `Permission:` read.
        #[server(prefix = "/api", endpoint = $get_path, input = Json, output = Json)]
        pub async fn $get(gateway: String, #[server(default)] parent: String, name: String) -> Result<Detail, WireError> {
            get_resource(Key { gateway, kind: $kind, parent, name }).await
        }
    };
    (@write $kind:expr; $save:ident $save_path:literal, $delete:ident $delete_path:literal) => {
        /// Creates or updates. `Permission:` write, or manage.
        #[server(prefix = "/api", endpoint = $save_path, input = Json, output = Json)]
        pub async fn $save(save: SaveResource) -> Result<Saved, WireError> {
            save_resource($kind, save).await
        }

        /// `Permission:` delete.
        #[server(prefix = "/api", endpoint = $delete_path, input = Json, output = Json)]
        pub async fn $delete(
            gateway: String,
            #[server(default)] parent: String,
            name: String,
            etag: String,
            #[server(default)] with_subscriptions: bool,
        ) -> Result<Saved, WireError> {
            delete_resource(Key { gateway, kind: $kind, parent, name }, etag, with_subscriptions).await
        }
    };
}

endpoints!(@read Kind::Api; list_apis "apis/list", get_api "apis/get");
endpoints!(@write Kind::Api; save_api "apis/save", delete_api "apis/delete");
endpoints!(@read Kind::McpServer; list_mcp_servers "mcp-servers/list", get_mcp_server "mcp-servers/get");
endpoints!(@write Kind::McpServer; save_mcp_server "mcp-servers/save", delete_mcp_server "mcp-servers/delete");
endpoints!(@read Kind::Diagnostic; list_diagnostics "diagnostics/list", get_diagnostic "diagnostics/get");
endpoints!(@write Kind::Diagnostic; save_diagnostic "diagnostics/save", delete_diagnostic "diagnostics/delete");
endpoints!(@read Kind::Logger; list_loggers "loggers/list", get_logger "loggers/get");
endpoints!(@write Kind::Logger; save_logger "loggers/save", delete_logger "loggers/delete");
endpoints!(@read Kind::NamedValue; list_named_values "named-values/list", get_named_value "named-values/get");
endpoints!(@write Kind::NamedValue; save_named_value "named-values/save", delete_named_value "named-values/delete");
endpoints!(@read Kind::Fragment; list_fragments "fragments/list", get_fragment "fragments/get");
endpoints!(@read Kind::Product; list_products "products/list", get_product "products/get");
endpoints!(@write Kind::Product; save_product "products/save", delete_product "products/delete");
endpoints!(@read Kind::Subscription; list_subscriptions "subscriptions/list", get_subscription "subscriptions/get");
endpoints!(@write Kind::Subscription; save_subscription "subscriptions/save", delete_subscription "subscriptions/delete");
