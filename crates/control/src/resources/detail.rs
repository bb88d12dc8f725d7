//! One resource: a fresh reading with its ETag.

use super::{form, kinds};
use crate::{
    Control, Error, Op,
    gateways::{Connected, addressable},
};
use apim::{AnyResource, ResourcePath, Tagged};
use domain::resource::{Detail, Key, Kind, State, Tone};

/// History rows shown.
const HISTORY: u32 = 5;

impl Control {
    /// `Permission:` read.
    pub async fn get_resource(&self, op: &Op, key: &Key) -> Result<Detail, Error> {
        let permit = op.authorise(key.operations().get)?;
        let connected = self.gateway(&permit, &key.gateway)?;
        let ledger = &self.inner.store.ledger;
        let (target, label) = (key.kind.target(), key.label());
        let (tagged, unknown, history) = futures::join!(
            connected.read_resource(op, key),
            ledger.unknown_names(&key.gateway, target),
            ledger.latest_for(&key.gateway, target, &label, HISTORY),
        );
        let mut detail = detail(&connected, op, key, &tagged?);
        if unknown?.iter().any(|name| name.eq_ignore_ascii_case(&label)) {
            detail.state = State::new(Tone::Warning, "Outcome unknown");
        }
        Ok(Detail { history: history?, ..detail })
    }
}

impl Connected {
    /// A fresh reading, or "not found" in the product's words.
    pub(crate) async fn read_resource(&self, op: &Op, key: &Key) -> Result<Tagged<AnyResource>, Error> {
        let missing = || Error::NotFound { kind: key.kind.noun(), name: key.label() };
        addressable(key.kind.noun(), &key.name)?;
        if !key.parent.is_empty() {
            addressable("API", &key.parent)?;
        }
        let found = self.arm.find_at(&op.call(), &self.spot(key).place).await?.ok_or_else(missing)?;
        let is_right = match key.kind {
            Kind::Api => !kinds::is_mcp(&found.value),
            Kind::McpServer => kinds::is_mcp(&found.value),
            _ => true,
        };
        is_right.then_some(found).ok_or_else(missing)
    }

    /// A command that puts this resource into a service, for bash: the body in single quotes.
    pub(crate) fn az_rest(&self, place: &ResourcePath, id: &str, resource: &AnyResource) -> String {
        let properties = resource.redacted().get("properties").cloned().unwrap_or_default();
        let body = serde_json::to_string_pretty(&serde_json::json!({ "properties": properties })).unwrap_or_default();
        let quoted = body.replace('\'', r"'\''");
        let origin = self.info.arm_url.trim_end_matches('/');
        let version = self.arm.api_version(place.kind());
        format!("az rest --method put \\\n  --url '{origin}{}?api-version={version}' \\\n  --body '{quoted}'", id.replace('\'', "%27"))
    }
}

fn detail(connected: &Connected, op: &Op, key: &Key, tagged: &Tagged<AnyResource>) -> Detail {
    let resource = &tagged.value;
    let service_id = connected.arm.address().resource_id();
    let described = kinds::describe(key.kind, resource, &service_id, op.clock.now());
    let draft = form::draft_of(key.kind, resource, &service_id);
    let paths: Vec<_> = key.kind.inputs(&draft.variant).map(|input| input.path).chain(kinds::read_only(key.kind).iter().copied()).collect();
    let id = connected.resource_target(key).resource_id;
    Detail {
        key: key.clone(),
        etag: tagged.etag.as_str().to_owned(),
        title: if described.title.is_empty() { resource.name().to_owned() } else { described.title },
        description: resource.text("description").unwrap_or_default().to_owned(),
        state: described.state,
        sheets: form::sheets(key.kind, resource, &draft),
        draft,
        warnings: kinds::warnings(key.kind, resource, &service_id, op.clock.now()),
        other_members: resource.other_members(&paths),
        arm_json: serde_json::to_string_pretty(&resource.redacted()).unwrap_or_default(),
        az_rest: connected.az_rest(&connected.spot(key).place, &id, resource),
        resource_id: id,
        history: vec![],
        read_at: op.clock.now(),
    }
}
