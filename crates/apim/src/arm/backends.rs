//! Backends: the operations `Backend_*`.

use super::{ArmClient, CallContext, ETag, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place, request::Request};
use crate::{Backend, Error};
use http::Method;
use serde_json::{Value, json};

impl ArmClient {
    /// `Backend_ListByService`: all pages, in one sweep. Lists carry no ETags.
    pub async fn list_backends(&self, call: &CallContext) -> Result<Vec<Backend>, Error> {
        self.list(call, Place::new(ResourceKind::Backends, ["backends"]), &ListQuery::default()).await
    }

    /// `Backend_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_backend(&self, call: &CallContext, name: &str) -> Result<Tagged<Backend>, Error> {
        self.get_one(call, &backend(name)).await
    }

    /// `Backend_Get`; `None` when there is no such backend. A missing service is an error still.
    pub async fn find_backend(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Backend>>, Error> {
        self.find_one(call, &backend(name)).await
    }

    /// `Backend_GetEntityTag`; `None` for any 404: without a body a missing backend and a missing
    /// service look the same.
    pub async fn head_backend(&self, call: &CallContext, name: &str) -> Result<Option<ETag>, Error> {
        self.head_one(call, &backend(name)).await
    }

    /// `Backend_CreateOrUpdate`: replaces the whole backend by [`Backend::body`].
    pub async fn put_backend(
        &self,
        call: &CallContext,
        name: &str,
        backend: &Backend,
        if_match: IfMatch,
    ) -> Result<Written<Backend>, Error> {
        self.put_one(call, &self::backend(name), backend, &if_match).await
    }

    /// `Backend_Update`: a merge patch, `{"properties": {…}}`.
    pub async fn patch_backend(&self, call: &CallContext, name: &str, patch: &Value, if_match: IfMatch) -> Result<Written<Backend>, Error> {
        self.patch_one(call, &backend(name), patch, &if_match).await
    }

    /// `Backend_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_backend(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &backend(name), &if_match).await
    }

    /// `Backend_Reconnect`: a new connection after `after`, an ISO 8601 duration; Azure's default is
    /// two minutes.
    pub async fn reconnect_backend(&self, call: &CallContext, name: &str, after: Option<&str>) -> Result<Receipt, Error> {
        let url = self.url(ResourceKind::Backends, &["backends", name, "reconnect"])?;
        let mut request = Request::new(Method::POST, url, call).ignoring_body();
        if let Some(after) = after {
            request = request.with_body(&json!({ "properties": { "after": after } }));
        }
        Ok(self.send(request).await?.receipt())
    }
}

fn backend(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Backends, ["backends", name])
}
