//! Loggers: the operations `Logger_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{Error, Logger};
use serde_json::Value;

impl ArmClient {
    /// `Logger_ListByService`: all pages, in one sweep. Fields of the filter: `name`, `description`,
    /// `loggerType`, `resourceId`.
    pub async fn list_loggers(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<Logger>, Error> {
        self.list(call, Place::new(ResourceKind::Loggers, ["loggers"]), query).await
    }

    /// `Logger_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_logger(&self, call: &CallContext, name: &str) -> Result<Tagged<Logger>, Error> {
        self.get_one(call, &logger(name)).await
    }

    /// `Logger_Get`; `None` when there is no such logger.
    pub async fn find_logger(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Logger>>, Error> {
        self.find_one(call, &logger(name)).await
    }

    /// `Logger_CreateOrUpdate`: replaces the whole logger. Credentials that came back as references
    /// to named values are sent as such; see [`Logger::has_blotted_credentials`] for those that
    /// can't be.
    pub async fn put_logger(&self, call: &CallContext, name: &str, value: &Logger, if_match: IfMatch) -> Result<Written<Logger>, Error> {
        self.put_one(call, &logger(name), value, &if_match).await
    }

    /// `Logger_Update`: a merge patch, `{"properties": {…}}`; see [`crate::LoggerEdit::patch`].
    pub async fn patch_logger(&self, call: &CallContext, name: &str, patch: &Value, if_match: IfMatch) -> Result<Written<Logger>, Error> {
        self.patch_one(call, &logger(name), patch, &if_match).await
    }

    /// `Logger_Delete`: status 200, or 204 when there was nothing to delete.
    pub async fn delete_logger(&self, call: &CallContext, name: &str, if_match: IfMatch) -> Result<Receipt, Error> {
        self.delete_one(call, &logger(name), &if_match).await
    }
}

fn logger(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Loggers, ["loggers", name])
}
