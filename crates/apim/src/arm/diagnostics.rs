//! Diagnostics of one API and of all: the operations `ApiDiagnostic_*` and `Diagnostic_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{Diagnostic, Error};
use serde_json::Value;

impl ArmClient {
    /// `ApiDiagnostic_ListByService`: all pages, in one sweep. Field of the filter: `name`.
    pub async fn list_api_diagnostics(&self, call: &CallContext, api: &str, query: &ListQuery) -> Result<Vec<Diagnostic>, Error> {
        self.list(call, Place::new(ResourceKind::ApiDiagnostics, ["apis", api, "diagnostics"]), query).await
    }

    /// `ApiDiagnostic_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_api_diagnostic(&self, call: &CallContext, api: &str, name: &str) -> Result<Tagged<Diagnostic>, Error> {
        self.get_one(call, &of_api(api, name)).await
    }

    /// `ApiDiagnostic_Get`; `None` when there is no such diagnostic.
    pub async fn find_api_diagnostic(&self, call: &CallContext, api: &str, name: &str) -> Result<Option<Tagged<Diagnostic>>, Error> {
        self.find_one(call, &of_api(api, name)).await
    }

    /// `ApiDiagnostic_CreateOrUpdate`: replaces the whole diagnostic.
    pub async fn put_api_diagnostic(
        &self,
        call: &CallContext,
        api: &str,
        name: &str,
        value: &Diagnostic,
        if_match: IfMatch,
    ) -> Result<Written<Diagnostic>, Error> {
        self.put_one(call, &of_api(api, name), value, &if_match).await
    }

    /// `ApiDiagnostic_Update`: a merge patch, `{"properties": {…}}`.
    pub async fn patch_api_diagnostic(
        &self,
        call: &CallContext,
        api: &str,
        name: &str,
        patch: &Value,
        if_match: IfMatch,
    ) -> Result<Written<Diagnostic>, Error> {
        self.patch_one(call, &of_api(api, name), patch, &if_match).await
    }

    /// `ApiDiagnostic_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_api_diagnostic(&self, call: &CallContext, api: &str, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &of_api(api, name), &if_match).await
    }

    /// `Diagnostic_ListByService`: all pages, in one sweep. Field of the filter: `name`.
    pub async fn list_diagnostics(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<Diagnostic>, Error> {
        self.list(call, Place::new(ResourceKind::Diagnostics, ["diagnostics"]), query).await
    }

    /// `Diagnostic_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_diagnostic(&self, call: &CallContext, name: &str) -> Result<Tagged<Diagnostic>, Error> {
        self.get_one(call, &of_service(name)).await
    }

    /// `Diagnostic_Get`; `None` when there is no such diagnostic.
    pub async fn find_diagnostic(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Diagnostic>>, Error> {
        self.find_one(call, &of_service(name)).await
    }

    /// `Diagnostic_CreateOrUpdate`: replaces the whole diagnostic.
    pub async fn put_diagnostic(
        &self,
        call: &CallContext,
        name: &str,
        value: &Diagnostic,
        if_match: IfMatch,
    ) -> Result<Written<Diagnostic>, Error> {
        self.put_one(call, &of_service(name), value, &if_match).await
    }

    /// `Diagnostic_Update`: a merge patch, `{"properties": {…}}`.
    pub async fn patch_diagnostic(
        &self,
        call: &CallContext,
        name: &str,
        patch: &Value,
        if_match: IfMatch,
    ) -> Result<Written<Diagnostic>, Error> {
        self.patch_one(call, &of_service(name), patch, &if_match).await
    }

    /// `Diagnostic_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_diagnostic(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &of_service(name), &if_match).await
    }
}

fn of_api<'a>(api: &'a str, name: &'a str) -> Place<'a> {
    Place::new(ResourceKind::ApiDiagnostics, ["apis", api, "diagnostics", name])
}

fn of_service(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Diagnostics, ["diagnostics", name])
}
