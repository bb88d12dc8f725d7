//! Operations of APIs: the operations `ApiOperation_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{ApiOperation, Error};
use serde_json::Value;

impl ArmClient {
    /// `ApiOperation_ListByApi`: all pages, in one sweep. Fields of the filter: `name`,
    /// `displayName`, `method`, `description`, `urlTemplate`.
    pub async fn list_operations(&self, call: &CallContext, api: &str, query: &ListQuery) -> Result<Vec<ApiOperation>, Error> {
        self.list(call, Place::new(ResourceKind::ApiOperations, ["apis", api, "operations"]), query).await
    }

    /// `ApiOperation_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_operation(&self, call: &CallContext, api: &str, name: &str) -> Result<Tagged<ApiOperation>, Error> {
        self.get_one(call, &operation(api, name)).await
    }

    /// `ApiOperation_Get`; `None` when there is no such operation.
    pub async fn find_operation(&self, call: &CallContext, api: &str, name: &str) -> Result<Option<Tagged<ApiOperation>>, Error> {
        self.find_one(call, &operation(api, name)).await
    }

    /// `ApiOperation_CreateOrUpdate`: replaces the whole operation.
    pub async fn put_operation(
        &self,
        call: &CallContext,
        api: &str,
        name: &str,
        value: &ApiOperation,
        if_match: IfMatch,
    ) -> Result<Written<ApiOperation>, Error> {
        self.put_one(call, &operation(api, name), value, &if_match).await
    }

    /// `ApiOperation_Update`: a merge patch, `{"properties": {…}}`.
    pub async fn patch_operation(
        &self,
        call: &CallContext,
        api: &str,
        name: &str,
        patch: &Value,
        if_match: IfMatch,
    ) -> Result<Written<ApiOperation>, Error> {
        self.patch_one(call, &operation(api, name), patch, &if_match).await
    }

    /// `ApiOperation_Delete`: status 200, or 204 when there was nothing to delete. One that a tool of
    /// an MCP server refers to is refused.
    pub async fn delete_operation(&self, call: &CallContext, api: &str, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &operation(api, name), &if_match).await
    }
}

fn operation<'a>(api: &'a str, name: &'a str) -> Place<'a> {
    Place::new(ResourceKind::ApiOperations, ["apis", api, "operations", name])
}
