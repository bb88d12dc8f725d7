//! Policies of every scope, and policy fragments: the operations `Policy_*`, `ProductPolicy_*`,
//! `ApiPolicy_*`, `ApiOperationPolicy_*` and `PolicyFragment_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{Error, Policy, PolicyFormat, PolicyFragment, PolicyScope};

impl ArmClient {
    /// `ApiPolicy_ListByApi` and its like: none or one, as `xml`.
    pub async fn list_policies(&self, call: &CallContext, scope: PolicyScope<'_>) -> Result<Vec<Policy>, Error> {
        self.list(call, Place::new(ResourceKind::ApiPolicies, collection(scope)), &ListQuery::default()).await
    }

    /// `ApiPolicy_Get` and its like, written down as `format`. One that doesn't exist is an
    /// [`Error::Api`] with status 404.
    pub async fn get_policy(&self, call: &CallContext, scope: PolicyScope<'_>, format: PolicyFormat) -> Result<Tagged<Policy>, Error> {
        self.get_one(call, &policy(scope).with("format", Some(format.as_str().to_owned()))).await
    }

    /// `ApiPolicy_Get` and its like; `None` when the scope has no policy, and when it doesn't exist.
    pub async fn find_policy(
        &self,
        call: &CallContext,
        scope: PolicyScope<'_>,
        format: PolicyFormat,
    ) -> Result<Option<Tagged<Policy>>, Error> {
        self.find_one(call, &policy(scope).with("format", Some(format.as_str().to_owned()))).await
    }

    /// `ApiPolicy_CreateOrUpdate` and its like. A document that Azure refuses is an [`Error::Api`]
    /// whose details name elements, lines and columns.
    pub async fn put_policy(
        &self,
        call: &CallContext,
        scope: PolicyScope<'_>,
        value: &Policy,
        if_match: IfMatch,
    ) -> Result<Written<Policy>, Error> {
        self.put_one(call, &policy(scope), value, &if_match).await
    }

    /// `ApiPolicy_Delete` and its like: status 200, or 204 when there was nothing to delete.
    pub async fn delete_policy(&self, call: &CallContext, scope: PolicyScope<'_>, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &policy(scope), &if_match).await
    }

    /// `PolicyFragment_ListByService`: all pages, in one sweep. Fields of the filter: `name`,
    /// `description`, `value`.
    pub async fn list_policy_fragments(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<PolicyFragment>, Error> {
        self.list(call, Place::new(ResourceKind::PolicyFragments, ["policyFragments"]), query).await
    }

    /// `PolicyFragment_Get`, written down as `format`. One that doesn't exist is an [`Error::Api`]
    /// with status 404.
    pub async fn get_policy_fragment(&self, call: &CallContext, name: &str, format: PolicyFormat) -> Result<Tagged<PolicyFragment>, Error> {
        let place = Place::new(ResourceKind::PolicyFragments, ["policyFragments", name]);
        self.get_one(call, &place.with("format", Some(format.as_str().to_owned()))).await
    }
}

fn collection(scope: PolicyScope<'_>) -> Vec<&str> {
    match scope {
        PolicyScope::Service => vec!["policies"],
        PolicyScope::Product(product) => vec!["products", product, "policies"],
        PolicyScope::Api(api) => vec!["apis", api, "policies"],
        PolicyScope::Operation(api, operation) => vec!["apis", api, "operations", operation, "policies"],
    }
}

/// The one policy of a scope is always called `policy`.
fn policy(scope: PolicyScope<'_>) -> Place<'_> {
    let mut segments = collection(scope);
    segments.push("policy");
    Place::new(ResourceKind::ApiPolicies, segments)
}
