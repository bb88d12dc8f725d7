//! Which APIs a product bundles.

use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    gateways::{Connected, addressable},
    resources::base_name,
};
use apim::ListQuery;
use domain::{
    Operation,
    audit::Target,
    product::{ApiRef, ProductApis},
    resource::{Kind, Saved},
};
use serde_json::json;

impl Control {
    /// `Permission:` read.
    pub async fn list_product_apis(&self, op: &Op, gateway: &str, product: &str) -> Result<ProductApis, Error> {
        let permit = op.authorise(Operation::ProductApiList)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("product", product)?;
        let (call, query) = (op.call(), ListQuery::default());
        let linked = connected.arm.list_product_apis(&call, product, &query);
        let (linked, all) = futures::join!(linked, connected.resources(op, Kind::Api, "", false));
        let (linked, all) = (linked?, all?);
        let apis: Vec<_> = linked
            .iter()
            .map(|api| ApiRef {
                name: api.name().to_owned(),
                title: api.display_name().unwrap_or_default().to_owned(),
                path: api.path().unwrap_or_default().to_owned(),
            })
            .collect();
        let is_other = |name: &&str| !name.contains(";rev=") && !apis.iter().any(|api| base_name(&api.name).eq_ignore_ascii_case(name));
        let others = all.items.iter().map(|api| api.name()).filter(is_other).map(str::to_owned).collect();
        Ok(ProductApis { apis, others })
    }

    /// Whoever holds a key of the product may call the API from then on. `Permission:` manage.
    pub async fn add_product_api(&self, op: &Op, gateway: &str, product: &str, api: &str) -> Result<Saved, Error> {
        self.link(op, gateway, product, api, Operation::ProductApiAdd).await
    }

    /// Keys of the product no longer open the API. `Permission:` manage.
    pub async fn remove_product_api(&self, op: &Op, gateway: &str, product: &str, api: &str) -> Result<Saved, Error> {
        self.link(op, gateway, product, api, Operation::ProductApiRemove).await
    }

    async fn link(&self, op: &Op, gateway: &str, product: &str, api: &str, operation: Operation) -> Result<Saved, Error> {
        let permit = op.authorise(operation)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("product", product)?;
        addressable("API", api)?;
        let is_added = operation == Operation::ProductApiAdd;
        let change = Change {
            operation,
            target: target(&connected, product, api),
            if_match: None,
            before: (!is_added).then(|| json!({ "properties": { "api": api } })),
            after: is_added.then(|| json!({ "properties": { "api": api } })),
            is_settleable: true,
            note: String::new(),
        };
        let (call, arm, product_name, api_name) = (op.call(), connected.arm.clone(), product.to_owned(), api.to_owned());
        let ((), audit_id) = self
            .audited(op, change, move || async move {
                if is_added {
                    let written = arm.add_product_api(&call, &product_name, &api_name).await?;
                    return Ok(Applied { value: (), note: "Added".into(), etag: None, receipt: written.receipt });
                }
                let receipt = arm.remove_product_api(&call, &product_name, &api_name).await?;
                Ok(Applied { value: (), note: "Taken out".into(), etag: None, receipt })
            })
            .await?;
        let verb = if is_added { "added" } else { "removed" };
        Ok(Saved { name: api.to_owned(), etag: String::new(), verb: verb.into(), audit_id })
    }
}

fn target(connected: &Connected, product: &str, api: &str) -> Target {
    Target {
        gateway: connected.info.name.clone(),
        kind: "product".into(),
        name: product.to_owned(),
        resource_id: connected.full_id(&["products", product, "apis", api]),
    }
}
