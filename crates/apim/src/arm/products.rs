//! Products: the operations `Product_*`.

use super::{ArmClient, CallContext, IfMatch, ListQuery, Receipt, ResourceKind, Tagged, Written, entity::Place};
use crate::{Error, Product};
use serde_json::Value;

impl ArmClient {
    /// `Product_ListByService`: all pages, in one sweep. Fields of the filter: `name`, `displayName`,
    /// `description`, `terms`, `state`.
    pub async fn list_products(&self, call: &CallContext, query: &ListQuery) -> Result<Vec<Product>, Error> {
        self.list(call, Place::new(ResourceKind::Products, ["products"]), query).await
    }

    /// `Product_Get`. One that doesn't exist is an [`Error::Api`] with status 404.
    pub async fn get_product(&self, call: &CallContext, name: &str) -> Result<Tagged<Product>, Error> {
        self.get_one(call, &product(name)).await
    }

    /// `Product_Get`; `None` when there is no such product.
    pub async fn find_product(&self, call: &CallContext, name: &str) -> Result<Option<Tagged<Product>>, Error> {
        self.find_one(call, &product(name)).await
    }

    /// `Product_CreateOrUpdate`: replaces the whole product.
    pub async fn put_product(&self, call: &CallContext, name: &str, value: &Product, if_match: IfMatch) -> Result<Written<Product>, Error> {
        self.put_one(call, &product(name), value, &if_match).await
    }

    /// `Product_Update`: a merge patch, `{"properties": {…}}`; see [`crate::ProductEdit::patch`].
    pub async fn patch_product(&self, call: &CallContext, name: &str, patch: &Value, if_match: IfMatch) -> Result<Written<Product>, Error> {
        self.patch_one(call, &product(name), patch, &if_match).await
    }

    /// `Product_Delete`: status 200, or 204 when there was nothing to delete. A product with
    /// subscriptions is refused unless they are to be deleted too.
    pub async fn delete_product(
        &self,
        call: &CallContext,
        name: &str,
        delete_subscriptions: bool,
        if_match: IfMatch,
    ) -> Result<Receipt, Error> {
        let place = product(name).with("deleteSubscriptions", delete_subscriptions.then(|| "true".to_owned()));
        self.delete_one(call, &place, &if_match).await
    }
}

fn product(name: &str) -> Place<'_> {
    Place::new(ResourceKind::Products, ["products", name])
}
