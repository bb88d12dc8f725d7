//! Any resource of the service by its path: what forms that are drawn from a schema read and write.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place, request::Request};
use crate::{AnyResource, Error};
use http::Method;
use serde_json::Value;

/// Where something is: segments below the service, in the api-version of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcePath {
    kind: ResourceKind,
    segments: Vec<String>,
    query: Vec<(&'static str, String)>,
}

impl ResourcePath {
    pub fn new<S: Into<String>>(kind: ResourceKind, segments: impl IntoIterator<Item = S>) -> Self {
        Self { kind, segments: segments.into_iter().map(Into::into).collect(), query: Vec::new() }
    }

    /// With a parameter in the query: `format=rawxml`.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// What is below it.
    pub fn child(&self, segment: &str) -> Self {
        let mut child = self.clone();
        child.segments.push(segment.to_owned());
        child
    }

    pub fn kind(&self) -> ResourceKind {
        self.kind
    }

    fn place(&self) -> Place<'_> {
        let segments: Vec<_> = self.segments.iter().map(String::as_str).collect();
        self.query.iter().fold(Place::new(self.kind, segments), |place, (name, value)| place.with(name, Some(value.clone())))
    }

    /// For a change: in which format a policy is read is not said there; its body says its own.
    fn written(&self) -> Place<'_> {
        let mut place = self.place();
        place.query.retain(|(name, _)| *name != "format");
        place
    }
}

/// The path below the service: what a kept reading is found by.
impl std::fmt::Display for ResourcePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.segments.join("/"))
    }
}

impl ArmClient {
    /// All items of a collection, in one sweep. Lists carry no ETags.
    pub async fn list_at(&self, call: &CallContext, path: &ResourcePath) -> Result<Vec<AnyResource>, Error> {
        self.list(call, path.place(), &ListQuery::default()).await
    }

    /// One item with its version; `None` when there is none in a service that exists.
    pub async fn find_at(&self, call: &CallContext, path: &ResourcePath) -> Result<Option<Tagged<AnyResource>>, Error> {
        self.find_one(call, &path.place()).await
    }

    /// Creates or replaces. One that goes on in the background is followed to its end.
    pub async fn put_at(
        &self,
        call: &CallContext,
        path: &ResourcePath,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<AnyResource>, Error> {
        self.write_at(Method::PUT, call, path, body, if_match).await
    }

    /// Changes by a merge patch; followed to its end likewise.
    pub async fn patch_at(
        &self,
        call: &CallContext,
        path: &ResourcePath,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<AnyResource>, Error> {
        self.write_at(Method::PATCH, call, path, body, if_match).await
    }

    /// Status 200, or 204 when there was nothing to delete; followed to its end likewise.
    pub async fn delete_at(&self, call: &CallContext, path: &ResourcePath, if_match: &IfMatch) -> Result<Receipt, Error> {
        let deadline = self.operation_deadline();
        let request = Request::new(Method::DELETE, self.url_of(&path.written())?, call).with_condition(if_match)?;
        let accepted = self.send(request.ignoring_body()).await?;
        let place = Place { query: vec![], ..path.place() };
        self.settle_delete(call, &place, accepted, deadline).await
    }

    async fn write_at(
        &self,
        method: Method,
        call: &CallContext,
        path: &ResourcePath,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<AnyResource>, Error> {
        let place = path.place();
        let deadline = self.operation_deadline();
        let answer = self.write(method, call, &path.written(), body, if_match).await?;
        self.settle(call, &place, answer, deadline).await
    }
}
