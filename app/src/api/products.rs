//! Which APIs a product bundles.

use super::{WireError, codec::Json, ssr};
use domain::{product::ProductApis, resource::Saved};
use leptos::server;

/// `Permission:` read.
#[server(prefix = "/api", endpoint = "products/apis", input = Json, output = Json)]
pub async fn list_product_apis(gateway: String, product: String) -> Result<ProductApis, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.list_product_apis(&op, &gateway, &product).await)
}

/// `Permission:` manage.
#[server(prefix = "/api", endpoint = "products/add-api", input = Json, output = Json)]
pub async fn add_product_api(gateway: String, product: String, api: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.add_product_api(&op, &gateway, &product, &api).await)
}

/// `Permission:` manage.
#[server(prefix = "/api", endpoint = "products/remove-api", input = Json, output = Json)]
pub async fn remove_product_api(gateway: String, product: String, api: String) -> Result<Saved, WireError> {
    let (op, control) = ssr::op()?;
    ssr::respond(&op, control.remove_product_api(&op, &gateway, &product, &api).await)
}
