//! MCP servers, which are APIs of a type of their own, and their tools: `apis/{api}/tools`.
//!
//! Azure refuses changes of several tools of one server at once with 412: make them one after
//! another.

use super::{ArmClient, CallContext, Filter, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{Api, Error, McpTool};

impl ArmClient {
    /// The APIs whose type is `mcp`: all pages, in one sweep. They are read, written and deleted as
    /// the APIs that they are.
    pub async fn list_mcp_servers(&self, call: &CallContext) -> Result<Vec<Api>, Error> {
        self.list_apis(call, &ListQuery::filtered(Filter::equals("type", "mcp"))).await
    }

    /// All tools of an MCP server, in one sweep.
    pub async fn list_tools(&self, call: &CallContext, api: &str) -> Result<Vec<McpTool>, Error> {
        self.list(call, Place::new(ResourceKind::ApiTools, ["apis", api, "tools"]), &ListQuery::default()).await
    }

    /// One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_tool(&self, call: &CallContext, api: &str, name: &str) -> Result<Tagged<McpTool>, Error> {
        self.get_one(call, &tool(api, name)).await
    }

    /// `None` when there is no such tool.
    pub async fn find_tool(&self, call: &CallContext, api: &str, name: &str) -> Result<Option<Tagged<McpTool>>, Error> {
        self.find_one(call, &tool(api, name)).await
    }

    /// Replaces the whole tool. An operation that doesn't exist is refused with 400, a missing server
    /// with 404.
    pub async fn put_tool(
        &self,
        call: &CallContext,
        api: &str,
        name: &str,
        value: &McpTool,
        if_match: IfMatch,
    ) -> Result<Written<McpTool>, Error> {
        self.put_one(call, &tool(api, name), value, &if_match).await
    }

    /// Status 200, or 204 when there was nothing to delete. Azure refuses [`IfMatch::None`] with 412.
    pub async fn delete_tool(&self, call: &CallContext, api: &str, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &tool(api, name), &if_match).await
    }
}

fn tool<'a>(api: &'a str, name: &'a str) -> Place<'a> {
    Place::new(ResourceKind::ApiTools, ["apis", api, "tools", name])
}
