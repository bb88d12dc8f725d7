//! Backends: the operations `Backend_*`.

use super::{ArmClient, CallContext, ETag, IfMatch, Receipt, ResourceKind, Tagged, Written, request::Request, send::Answer};
use crate::{Backend, Error};
use http::Method;
use serde_json::{Value, json};
use url::Url;

impl ArmClient {
    /// `Backend_ListByService`: all pages, in one sweep. Lists carry no ETags.
    pub async fn list_backends(&self, call: &CallContext) -> Result<Vec<Backend>, Error> {
        let items = self.sweep(call, ResourceKind::Backends, &["backends"]).await?;
        Ok(items.into_iter().map(Backend::from_value).collect())
    }

    /// `Backend_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_backend(&self, call: &CallContext, name: &str) -> Result<Tagged<Backend>, Error> {
        let answer = self.send(Request::new(Method::GET, self.backend_url(&[name])?, call)).await?;
        let value = Backend::from_value(answer.object("a backend")?);
        let etag = answer.etag().ok_or_else(|| Error::Protocol("Azure gave a backend without an ETag.".into()))?;
        Ok(Tagged { value, etag, receipt: answer.receipt() })
    }

    /// `Backend_Get`; `None` when there is no such backend. A missing service is an error still.
    pub async fn find_backend(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Backend>>, Error> {
        match self.get_backend(call, name).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::Api(api)) if api.is_item_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `Backend_GetEntityTag`; `None` for any 404: without a body a missing backend and a missing
    /// service look the same.
    pub async fn head_backend(&self, call: &CallContext, name: &str) -> Result<Option<ETag>, Error> {
        match self.send(Request::new(Method::HEAD, self.backend_url(&[name])?, call)).await {
            Ok(answer) => answer.etag().map(Some).ok_or_else(|| Error::Protocol("Azure gave no ETag.".into())),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `Backend_CreateOrUpdate`: replaces the whole backend by [`Backend::body`].
    pub async fn put_backend(
        &self,
        call: &CallContext,
        name: &str,
        backend: &Backend,
        if_match: IfMatch,
    ) -> Result<Written<Backend>, Error> {
        self.write_backend(Method::PUT, call, name, &backend.body(), &if_match).await
    }

    /// `Backend_Update`: a merge patch, `{"properties": {…}}`.
    pub async fn patch_backend(&self, call: &CallContext, name: &str, patch: &Value, if_match: IfMatch) -> Result<Written<Backend>, Error> {
        self.write_backend(Method::PATCH, call, name, patch, &if_match).await
    }

    /// `Backend_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_backend(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        let request = Request::new(Method::DELETE, self.backend_url(&[name])?, call).with_condition(&if_match)?;
        Ok(self.send(request.ignoring_body()).await?.receipt())
    }

    /// `Backend_Reconnect`: a new connection after `after`, an ISO 8601 duration; Azure's default is
    /// two minutes.
    pub async fn reconnect_backend(&self, call: &CallContext, name: &str, after: Option<&str>) -> Result<Receipt, Error> {
        let mut request = Request::new(Method::POST, self.backend_url(&[name, "reconnect"])?, call).ignoring_body();
        if let Some(after) = after {
            request = request.with_body(&json!({ "properties": { "after": after } }));
        }
        Ok(self.send(request).await?.receipt())
    }

    async fn write_backend(
        &self,
        method: Method,
        call: &CallContext,
        name: &str,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<Backend>, Error> {
        let request = Request::new(method, self.backend_url(&[name])?, call).with_condition(if_match)?;
        let answer: Answer = self.send(request.with_body(body)).await?;
        let value = Backend::from_value(answer.object("a backend")?);
        Ok(Written { value, etag: answer.etag(), receipt: answer.receipt() })
    }

    fn backend_url(&self, segments: &[&str]) -> Result<Url, Error> {
        let under: Vec<_> = std::iter::once("backends").chain(segments.iter().copied()).collect();
        self.url(ResourceKind::Backends, &under)
    }
}
