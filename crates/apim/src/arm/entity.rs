//! Reading and writing one resource, whatever its type.

use super::{ArmClient, CallContext, ETag, IfMatch, Receipt, ResourceKind, Tagged, Written, request::Request, send::Answer};
use crate::{Error, resource::Resource};
use http::Method;
use serde_json::Value;
use url::Url;

/// Where a resource or a collection is: under the service, each segment being one of the path's.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) kind: ResourceKind,
    pub(super) segments: Vec<&'a str>,
    /// Beside the api-version.
    pub(super) query: Vec<(&'static str, String)>,
}

impl<'a> Place<'a> {
    pub(super) fn new(kind: ResourceKind, segments: impl Into<Vec<&'a str>>) -> Self {
        Self { kind, segments: segments.into(), query: vec![] }
    }

    pub(super) fn with(mut self, name: &'static str, value: Option<String>) -> Self {
        self.query.extend(value.map(|value| (name, value)));
        self
    }
}

impl ArmClient {
    pub(super) fn url_of(&self, place: &Place<'_>) -> Result<Url, Error> {
        let mut url = self.url(place.kind, &place.segments)?;
        for (name, value) in &place.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        Ok(url)
    }

    /// One that doesn't exist is an [`Error::Api`] with status 404.
    pub(super) async fn get_one<T: Resource>(&self, call: &CallContext, place: &Place<'_>) -> Result<Tagged<T>, Error> {
        let answer = self.send(Request::new(Method::GET, self.url_of(place)?, call)).await?;
        let value = T::of(answer.object(T::WHAT)?);
        let etag = answer.etag().ok_or_else(|| Error::Protocol(format!("Azure gave {} without an ETag.", T::WHAT)))?;
        Ok(Tagged { value, etag, receipt: answer.receipt() })
    }

    /// `None` when there is none. A missing service is an error still, and so is a missing parent
    /// whose error says so.
    pub(super) async fn find_one<T: Resource>(&self, call: &CallContext, place: &Place<'_>) -> Result<Option<Tagged<T>>, Error> {
        match self.get_one(call, place).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::Api(api)) if api.is_item_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `None` for any 404: without a body a missing resource and a missing service look the same.
    pub(super) async fn head_one(&self, call: &CallContext, place: &Place<'_>) -> Result<Option<ETag>, Error> {
        match self.send(Request::new(Method::HEAD, self.url_of(place)?, call)).await {
            Ok(answer) => answer.etag().map(Some).ok_or_else(|| Error::Protocol("Azure gave no ETag.".into())),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the whole resource.
    pub(super) async fn put_one<T: Resource>(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        value: &T,
        if_match: &IfMatch,
    ) -> Result<Written<T>, Error> {
        self.write_one(Method::PUT, call, place, &value.sent(), if_match).await
    }

    /// A merge patch, `{"properties": {…}}`.
    pub(super) async fn patch_one<T: Resource>(
        &self,
        call: &CallContext,
        place: &Place<'_>,
        patch: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<T>, Error> {
        self.write_one(Method::PATCH, call, place, patch, if_match).await
    }

    async fn write_one<T: Resource>(
        &self,
        method: Method,
        call: &CallContext,
        place: &Place<'_>,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<T>, Error> {
        written(&self.write(method, call, place, body, if_match).await?)
    }

    pub(super) async fn write(
        &self,
        method: Method,
        call: &CallContext,
        place: &Place<'_>,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Answer, Error> {
        let request = Request::new(method, self.url_of(place)?, call).with_condition(if_match)?;
        self.send(request.with_body(body)).await
    }

    /// Status 200, or 204 when there was nothing to delete.
    pub(super) async fn delete_one(&self, call: &CallContext, place: &Place<'_>, if_match: &IfMatch) -> Result<Receipt, Error> {
        let request = Request::new(Method::DELETE, self.url_of(place)?, call).with_condition(if_match)?;
        Ok(self.send(request.ignoring_body()).await?.receipt())
    }
}

pub(super) fn written<T: Resource>(answer: &Answer) -> Result<Written<T>, Error> {
    let value = T::of(answer.object(T::WHAT)?);
    Ok(Written { value, etag: answer.etag(), receipt: answer.receipt() })
}
