//! One backend: a fresh reading with its ETag, and what the collection says about it.

use super::view::{self, Context};
use crate::{
    Control, Error, Op,
    gateways::{Connected, addressable},
};
use apim::{Backend, Tagged};
use domain::{
    Operation,
    audit::AuditEntry,
    backend::{BackendDetail, BackendDraft},
};
use serde_json::Value;

/// History rows shown.
const HISTORY: u32 = 5;

impl Control {
    /// `Permission:` read.
    pub async fn get_backend(&self, op: &Op, gateway: &str, name: &str) -> Result<BackendDetail, Error> {
        let permit = op.authorise(Operation::BackendGet)?;
        let connected = self.gateway(&permit, gateway)?;
        let ledger = &self.inner.store.ledger;
        let (tagged, sweep, unknown, history) = futures::join!(
            self.read_backend(op, &connected, name),
            connected.backends(op, false),
            ledger.unknown_names(gateway, "backend"),
            ledger.latest_for(gateway, "backend", name, HISTORY),
        );
        let (tagged, sweep) = (tagged?, sweep?);
        let context = Context::new(&sweep.items, unknown?);
        Ok(detail(&connected, &tagged.value, tagged.etag.as_str(), &context, view::candidates(&sweep.items), history?, op))
    }

    /// A fresh reading, or "not found" in the product's words.
    pub(super) async fn read_backend(&self, op: &Op, connected: &Connected, name: &str) -> Result<Tagged<Backend>, Error> {
        addressable("backend", name)?;
        let found = connected.arm.find_backend(&op.call(), name).await?;
        found.ok_or_else(|| Error::NotFound { kind: "backend", name: name.to_owned() })
    }
}

/// The backend as the editor's form shows it.
pub(super) fn draft_of(connected: &Connected, backend: &Backend, op: &Op) -> BackendDraft {
    BackendDraft::of(&detail(connected, backend, "", &Context::new(&[], vec![]), vec![], vec![], op))
}

fn detail(
    connected: &Connected,
    backend: &Backend,
    etag: &str,
    context: &Context,
    candidates: Vec<String>,
    history: Vec<AuditEntry>,
    op: &Op,
) -> BackendDetail {
    let id = connected.arm.address().child_id("backends", backend.name());
    BackendDetail {
        name: backend.name().to_owned(),
        etag: etag.to_owned(),
        kind: backend.kind(),
        title: view::owned(backend.title()),
        description: view::owned(backend.description()),
        url: view::owned(backend.url()),
        protocol: view::owned(backend.protocol()),
        azure_region: view::owned(backend.azure_region()),
        pool: view::pool(backend, context),
        breaker: view::breaker(backend),
        credentials: view::credentials(backend),
        proxy: view::proxy(backend),
        tls: view::tls(backend),
        state: context.state(backend),
        used_by: context.used_by(backend.name()),
        other_members: backend.other_members(),
        arm_json: serde_json::to_string_pretty(&backend.redacted()).unwrap_or_default(),
        az_rest: az_rest(connected, &id, backend),
        resource_id: id,
        history,
        candidates: candidates.into_iter().filter(|name| !name.eq_ignore_ascii_case(backend.name())).collect(),
        read_at: op.clock.now(),
    }
}

/// A command that puts this backend into a service, for bash: the body in single quotes.
fn az_rest(connected: &Connected, id: &str, backend: &Backend) -> String {
    let properties = backend.redacted().get("properties").cloned().unwrap_or(Value::Null);
    let body = serde_json::to_string_pretty(&serde_json::json!({ "properties": properties })).unwrap_or_default();
    let quoted = body.replace('\'', r"'\''");
    let origin = connected.info.arm_url.trim_end_matches('/');
    let version = connected.arm.api_version(apim::ResourceKind::Backends);
    format!("az rest --method put \\\n  --url '{origin}{}?api-version={version}' \\\n  --body '{quoted}'", id.replace('\'', "%27"))
}
