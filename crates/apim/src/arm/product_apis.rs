//! Which APIs a product offers: the operations `ProductApi_*`, and `ApiProduct_ListByApis`.
//!
//! Spoken to in the version of APIs, which knows MCP servers.

use super::{
    ArmClient, CallContext, ListQuery, Receipt, ResourceKind, Written,
    entity::{Place, written},
    request::Request,
};
use crate::{Api, Error, Product};
use http::Method;

impl ArmClient {
    /// `ProductApi_ListByProduct`: all pages, in one sweep. Fields of the filter are those of
    /// [`Self::list_apis`].
    pub async fn list_product_apis(&self, call: &CallContext, product: &str, query: &ListQuery) -> Result<Vec<Api>, Error> {
        self.list(call, Place::new(ResourceKind::Apis, ["products", product, "apis"]), query).await
    }

    /// `ApiProduct_ListByApis`: the products that offer an API, all pages, in one sweep. Field of
    /// the filter: `name`.
    pub async fn list_api_products(&self, call: &CallContext, api: &str, query: &ListQuery) -> Result<Vec<Product>, Error> {
        self.list(call, Place::new(ResourceKind::Products, ["apis", api, "products"]), query).await
    }

    /// `ProductApi_CreateOrUpdate`: status 201, or 200 when the product offered it already. A missing
    /// product or API is an [`Error::Api`] with status 404.
    pub async fn add_product_api(&self, call: &CallContext, product: &str, api: &str) -> Result<Written<Api>, Error> {
        written(&self.send(Request::new(Method::PUT, self.url_of(&link(product, api))?, call)).await?)
    }

    /// `ProductApi_Delete`: status 200, or 204 when the product didn't offer it.
    pub async fn remove_product_api(&self, call: &CallContext, product: &str, api: &str) -> Result<Receipt, Error> {
        let request = Request::new(Method::DELETE, self.url_of(&link(product, api))?, call);
        Ok(self.send(request.ignoring_body()).await?.receipt())
    }
}

fn link<'a>(product: &'a str, api: &'a str) -> Place<'a> {
    Place::new(ResourceKind::Apis, ["products", product, "apis", api])
}
