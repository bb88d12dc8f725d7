//! Named values: the operations `NamedValue_*`. The one that answers a secret is not called.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place, request::Request};
use crate::{Error, NamedValue, resource::Resource};
use http::Method;
use serde_json::Value;

impl ArmClient {
    /// `NamedValue_ListByService`: all pages, in one sweep; never with secrets. Fields of the filter:
    /// `displayName`, `tags`.
    pub async fn list_named_values(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<NamedValue>, Error> {
        self.list(call, Place::new(ResourceKind::NamedValues, ["namedValues"]), query).await
    }

    /// `NamedValue_Get`; never with a secret. One that doesn't exist is an [`Error::Api`] with status
    /// 404.
    pub async fn get_named_value(&self, call: &CallContext, name: &str) -> Result<Tagged<NamedValue>, Error> {
        self.get_one(call, &named_value(name)).await
    }

    /// `NamedValue_Get`; `None` when there is no such named value.
    pub async fn find_named_value(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<NamedValue>>, Error> {
        self.find_one(call, &named_value(name)).await
    }

    /// `NamedValue_CreateOrUpdate`: replaces the whole named value, followed to its end. A secret one
    /// needs its value anew, or its place in Key Vault.
    pub async fn put_named_value(
        &self,
        call: &CallContext,
        name: &str,
        value: &NamedValue,
        if_match: IfMatch,
    ) -> Result<Written<NamedValue>, Error> {
        self.write_named_value(Method::PUT, call, name, &value.sent(), if_match).await
    }

    /// `NamedValue_Update`: a merge patch, `{"properties": {…}}`, followed to its end; see
    /// [`crate::NamedValueEdit::patch`]. A secret that it doesn't speak of stays.
    pub async fn patch_named_value(
        &self,
        call: &CallContext,
        name: &str,
        patch: &Value,
        if_match: IfMatch,
    ) -> Result<Written<NamedValue>, Error> {
        self.write_named_value(Method::PATCH, call, name, patch, if_match).await
    }

    /// `NamedValue_Delete`: status 200, or 204 when there was nothing to delete. One that a policy or
    /// a credential refers to is refused.
    pub async fn delete_named_value(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &named_value(name), &if_match).await
    }

    /// `NamedValue_RefreshSecret`: fetches the secret from Key Vault again, followed to its end;
    /// [`NamedValue::key_vault_status`] then says how that went.
    pub async fn refresh_named_value(&self, call: &CallContext, name: &str) -> Result<Written<NamedValue>, Error> {
        let deadline = self.operation_deadline();
        let url = self.url(ResourceKind::NamedValues, &["namedValues", name, "refreshSecret"])?;
        let accepted = self.send(Request::new(Method::POST, url, call)).await?;
        self.settle(call, &named_value(name), accepted, deadline).await
    }

    async fn write_named_value(
        &self,
        method: Method,
        call: &CallContext,
        name: &str,
        body: &Value,
        if_match: IfMatch,
    ) -> Result<Written<NamedValue>, Error> {
        let (place, deadline) = (named_value(name), self.operation_deadline());
        let accepted = self.write(method, call, &place, body, &if_match).await?;
        self.settle(call, &place, accepted, deadline).await
    }
}

fn named_value(name: &str) -> Place<'_> {
    Place::new(ResourceKind::NamedValues, ["namedValues", name])
}
