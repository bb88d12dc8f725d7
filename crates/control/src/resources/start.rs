//! What a form starts from: the resource as it is, or an empty one, and names to offer.

use super::{form, list::of_kind};
use crate::{Control, Error, Op, gateways::Connected};
use domain::resource::{Draft, FormStart, Key, Kind, schema::Shape};
use std::collections::BTreeMap;

impl Control {
    /// With an empty name: for a new one of this variant. `Permission:` read.
    pub async fn start_form(&self, op: &Op, key: &Key, variant: &str) -> Result<FormStart, Error> {
        let operations = key.operations();
        let permit = op.authorise(if key.name.is_empty() { operations.list } else { operations.get })?;
        let connected = self.gateway(&permit, &key.gateway)?;
        let (draft, etag) = if key.name.is_empty() {
            (Draft::new(key.kind, variant), String::new())
        } else {
            let tagged = connected.read_resource(op, key).await?;
            let service_id = connected.arm.address().resource_id();
            (form::draft_of(key.kind, &tagged.value, &service_id), tagged.etag.as_str().to_owned())
        };
        let options = options(&connected, op, key.kind, &draft.variant).await;
        Ok(FormStart { draft, etag, options })
    }

    /// Names to offer in a form that is drawn again. `Permission:` read.
    pub async fn form_options(&self, op: &Op, key: &Key, variant: &str) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let permit = op.authorise(key.operations().list)?;
        let connected = self.gateway(&permit, &key.gateway)?;
        Ok(options(&connected, op, key.kind, variant).await)
    }
}

/// Suggestions only: where Azure does not answer there are none.
async fn options(connected: &Connected, op: &Op, kind: Kind, variant: &str) -> BTreeMap<String, Vec<String>> {
    let mut options = BTreeMap::new();
    for input in kind.inputs(variant) {
        let names = match input.shape {
            Shape::Reference(referred) => names(connected, op, referred, "").await,
            Shape::Scope => {
                let products = names(connected, op, Kind::Product, "/products/");
                let (products, apis) = futures::join!(products, names(connected, op, Kind::Api, "/apis/"));
                products.into_iter().chain(apis).chain(["/apis".to_owned()]).collect()
            }
            _ => continue,
        };
        options.insert(input.path.to_owned(), names);
    }
    options
}

async fn names(connected: &Connected, op: &Op, kind: Kind, prefix: &str) -> Vec<String> {
    let Ok(sweep) = connected.resources(op, kind, "", false).await else { return vec![] };
    of_kind(kind, &sweep).map(|resource| format!("{prefix}{}", resource.name())).collect()
}
