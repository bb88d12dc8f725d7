//! Any resource of the service: list, get, put, patch, delete and the actions below it.
//!
//! A [`Place`] says where. What a type of resource can do is for its callers to know.

use super::{ArmClient, CallContext, ETag, IfMatch, Receipt, ResourceKind, Tagged, Written, request::Request, send::Answer};
use crate::{Error, Resource};
use http::Method;
use serde_json::Value;
use url::Url;

/// Where something is: segments below the service, in the api-version of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    kind: ResourceKind,
    segments: Vec<String>,
    query: Vec<(&'static str, String)>,
}

impl Place {
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
}

/// The path below the service: what a kept reading is found by.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.segments.join("/"))
    }
}

impl ArmClient {
    /// All items of a collection, in one sweep. Lists carry no ETags.
    pub async fn list(&self, call: &CallContext, place: &Place) -> Result<Vec<Resource>, Error> {
        let items = self.sweep_at(call, place.kind, self.place_url(place)?).await?;
        Ok(items.into_iter().map(Resource::from_value).collect())
    }

    /// One item with its version. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get(&self, call: &CallContext, place: &Place) -> Result<Tagged<Resource>, Error> {
        let answer = self.send(Request::new(Method::GET, self.place_url(place)?, call)).await?;
        let value = Resource::from_value(answer.object("a resource")?);
        let etag = answer.etag().ok_or_else(|| Error::Protocol("Azure gave a resource without an ETag.".into()))?;
        Ok(Tagged { value, etag, receipt: answer.receipt() })
    }

    /// The same; `None` when there is no such item in a service that exists.
    pub async fn find(&self, call: &CallContext, place: &Place) -> Result<Option<Tagged<Resource>>, Error> {
        match self.get(call, place).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::Api(api)) if api.is_item_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates or replaces. One that goes on in the background is followed to its end.
    pub async fn put(&self, call: &CallContext, place: &Place, body: &Value, if_match: &IfMatch) -> Result<Written<Resource>, Error> {
        self.write(Method::PUT, call, place, body, if_match).await
    }

    /// Changes by a merge patch.
    pub async fn patch(&self, call: &CallContext, place: &Place, body: &Value, if_match: &IfMatch) -> Result<Written<Resource>, Error> {
        self.write(Method::PATCH, call, place, body, if_match).await
    }

    /// Deletes; nothing to delete is no error. One that goes on in the background is followed to its
    /// end.
    pub async fn delete(&self, call: &CallContext, place: &Place, if_match: &IfMatch) -> Result<Receipt, Error> {
        let request = Request::new(Method::DELETE, self.place_url(place)?, call).with_condition(if_match)?;
        let answer = self.send(request).await?;
        let receipt = answer.receipt();
        self.follow(call, answer).await?;
        Ok(receipt)
    }

    /// An action without a body that changes something: `regeneratePrimaryKey`.
    pub async fn act(&self, call: &CallContext, place: &Place) -> Result<Receipt, Error> {
        let request = Request::new(Method::POST, self.place_url(place)?, call).ignoring_body();
        Ok(self.send(request).await?.receipt())
    }

    async fn write(
        &self,
        method: Method,
        call: &CallContext,
        place: &Place,
        body: &Value,
        if_match: &IfMatch,
    ) -> Result<Written<Resource>, Error> {
        let request = Request::new(method, self.place_url(place)?, call).with_condition(if_match)?;
        let answer: Answer = self.send(request.with_body(body)).await?;
        let (receipt, etag) = (answer.receipt(), answer.etag());
        if !answer.goes_on() {
            // A link is made without anything to say about it.
            let value = answer.object("a resource").unwrap_or_else(|_| Value::Object(serde_json::Map::new()));
            return Ok(Written { value: Resource::from_value(value), etag, receipt });
        }
        self.follow(call, answer).await?;
        let now = self.get(call, place).await?;
        Ok(Written { value: now.value, etag: Some(now.etag), receipt })
    }

    fn place_url(&self, place: &Place) -> Result<Url, Error> {
        let segments: Vec<_> = place.segments.iter().map(String::as_str).collect();
        let mut url = self.url(place.kind, &segments)?;
        for (name, value) in &place.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        Ok(url)
    }

    /// The ETag now in force, cheaply; `None` for any 404.
    pub async fn head(&self, call: &CallContext, place: &Place) -> Result<Option<ETag>, Error> {
        match self.send(Request::new(Method::HEAD, self.place_url(place)?, call)).await {
            Ok(answer) => Ok(answer.etag()),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
