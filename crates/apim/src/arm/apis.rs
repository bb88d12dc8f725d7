//! APIs: the operations `Api_*`.

use super::{ArmClient, CallContext, ETag, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place, request::Request};
use crate::{Api, ApiImport, Error, resource::Resource};
use http::Method;
use serde_json::{Map, Value};

impl ArmClient {
    /// `Api_ListByService`: all pages, in one sweep. Lists carry no ETags. Fields of the filter:
    /// `name`, `displayName`, `description`, `serviceUrl`, `path`, `isCurrent`, and `type` (preview).
    pub async fn list_apis(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<Api>, Error> {
        self.list(call, Place::new(ResourceKind::Apis, ["apis"]), query).await
    }

    /// `Api_Get`: the current revision, or the one that `{name};rev={number}` names. One that
    /// doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_api(&self, call: &CallContext, name: &str) -> Result<Tagged<Api>, Error> {
        self.get_one(call, &api(name)).await
    }

    /// `Api_Get`; `None` when there is no such API. A missing service is an error still.
    pub async fn find_api(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Api>>, Error> {
        self.find_one(call, &api(name)).await
    }

    /// `Api_GetEntityTag`; `None` for any 404.
    pub async fn head_api(&self, call: &CallContext, name: &str) -> Result<Option<ETag>, Error> {
        self.head_one(call, &api(name)).await
    }

    /// `Api_CreateOrUpdate`: replaces the whole API by [`Api::body`], made from a document when one
    /// is given. Followed to its end, which takes up to [`super::Limits::operation_deadline`]; a
    /// document that Azure can't read is an [`Error::Api`] whose details name `representation`.
    pub async fn put_api(
        &self,
        call: &CallContext,
        name: &str,
        value: &Api,
        import: Option<&ApiImport>,
        if_match: IfMatch,
    ) -> Result<Written<Api>, Error> {
        let (place, deadline) = (api(name), self.operation_deadline());
        let mut body = value.sent();
        if let (Some(import), Some(properties)) = (import, properties(&mut body)) {
            import.lay(properties);
        }
        let accepted = self.write(Method::PUT, call, &place, &body, &if_match).await?;
        self.settle(call, &place, accepted, deadline).await
    }

    /// `Api_Update`: a merge patch, `{"properties": {…}}`; see [`crate::ApiEdit::patch`].
    pub async fn patch_api(&self, call: &CallContext, name: &str, patch: &Value, if_match: IfMatch) -> Result<Written<Api>, Error> {
        self.patch_one(call, &api(name), patch, &if_match).await
    }

    /// `Api_Delete`: one revision, or all of them, followed to its end. Status 200, or 204 when there
    /// was nothing to delete.
    pub async fn delete_api(&self, call: &CallContext, name: &str, delete_revisions: bool, if_match: IfMatch) -> Result<Receipt, Error> {
        let (place, deadline) = (api(name), self.operation_deadline());
        let asked = place.clone().with("deleteRevisions", delete_revisions.then(|| "true".to_owned()));
        let request = Request::new(Method::DELETE, self.url_of(&asked)?, call).with_condition(&if_match)?;
        let accepted = self.send(request.ignoring_body()).await?;
        self.settle_delete(call, &place, accepted, deadline).await
    }
}

fn api(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Apis, ["apis", name])
}

fn properties(body: &mut Value) -> Option<&mut Map<String, Value>> {
    body.get_mut("properties")?.as_object_mut()
}
