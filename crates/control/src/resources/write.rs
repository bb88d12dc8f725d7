//! One write of a whole resource, through the audited door and in its API's turn.

use super::{Spot, spot_of_id};
use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    gateways::Connected,
    secrets::mark_replaced,
};
use apim::{AnyResource, IfMatch, Written};
use domain::{Operation, audit::Target, resource::Saved};
use serde_json::Value;
use std::sync::Arc;

pub(crate) struct Edit {
    pub(crate) operation: Operation,
    pub(crate) target: Target,
    pub(crate) spot: Spot,
    pub(crate) name: String,
    pub(crate) before: Option<AnyResource>,
    pub(crate) wanted: AnyResource,
    pub(crate) if_match: IfMatch,
    /// Sends only what differs.
    pub(crate) is_patch: bool,
}

impl Edit {
    fn change(&self) -> Change {
        let is_overwrite = self.if_match == IfMatch::Any;
        Change {
            operation: self.operation,
            target: self.target.clone(),
            if_match: match &self.if_match {
                IfMatch::None => None,
                IfMatch::Any => Some("*".into()),
                IfMatch::Tag(etag) => Some(etag.as_str().to_owned()),
            },
            before: self.before.as_ref().map(AnyResource::redacted),
            after: Some(match &self.before {
                Some(before) => mark_replaced(self.wanted.redacted(), self.wanted.raw(), before.raw()),
                None => self.wanted.redacted(),
            }),
            is_settleable: true,
            note: if is_overwrite { "Overwrites whatever is in force".into() } else { String::new() },
        }
    }

    fn body(&self) -> Value {
        match (&self.before, self.is_patch) {
            (Some(before), true) => self.wanted.patch_from(before),
            _ => self.wanted.body(),
        }
    }
}

impl Control {
    /// Makes it; every kept reading is forgotten, whatever became of it.
    pub(crate) async fn write(&self, op: &Op, connected: &Arc<Connected>, edit: Edit) -> Result<Saved, Error> {
        let (change, body) = (edit.change(), edit.body());
        let (call, gateway) = (op.call(), connected.clone());
        let written = self
            .audited(op, change, move || async move {
                let _turn = gateway.turn(&edit.spot).await;
                let (place, if_match) = (&edit.spot.place, &edit.if_match);
                let written = match edit.is_patch {
                    true => gateway.arm.patch_at(&call, place, &body, if_match).await?,
                    false => gateway.arm.put_at(&call, place, &body, if_match).await?,
                };
                Ok(applied(edit.name, written, edit.before.is_some(), edit.if_match == IfMatch::Any))
            })
            .await;
        connected.sweeps.forget();
        connected.references.forget();
        let (saved, audit_id) = written?;
        Ok(Saved { audit_id, ..saved })
    }
}

impl Connected {
    /// Making something below the service: `["apis", api, "operations", name]`.
    pub(crate) fn child_edit(&self, operation: Operation, kind: &str, segments: &[&str], wanted: AnyResource) -> Result<Edit, Error> {
        let resource_id = self.full_id(segments);
        let name = segments.last().copied().unwrap_or_default();
        let spot = spot_of_id(self, &resource_id).ok_or_else(|| Error::NotFound { kind: "resource", name: name.to_owned() })?;
        let owner = segments.get(1).copied().unwrap_or_default();
        let target = Target { gateway: self.info.name.clone(), kind: kind.into(), name: format!("{owner} / {name}"), resource_id };
        Ok(Edit { operation, target, spot, name: name.to_owned(), before: None, wanted, if_match: IfMatch::None, is_patch: false })
    }

    /// Waits until no other write to the same API is under way here.
    pub(crate) async fn turn(&self, spot: &Spot) -> Option<tokio::sync::OwnedMutexGuard<()>> {
        match &spot.api {
            Some(api) => Some(self.turns.of(api).await),
            None => None,
        }
    }
}

fn applied(name: String, written: Written<AnyResource>, existed: bool, is_overwrite: bool) -> Applied<Saved> {
    // A long-running change is answered with 201 or 202, also where the resource existed.
    let is_new_here = matches!(written.receipt.status, 201 | 202);
    let (verb, note) = match (existed, is_new_here) {
        (true, _) if is_overwrite => ("overwrote", "Overwrote another version"),
        (true, _) => ("updated", "Updated"),
        (false, true) => ("created", "Created"),
        // It did not exist when it was read: somebody created it in between, and a PUT replaced that.
        (false, false) => ("overwrote", "Overwrote another version"),
    };
    let etag = written.etag.as_ref().map(|etag| etag.as_str().to_owned());
    let saved = Saved { name, etag: etag.clone().unwrap_or_default(), verb: verb.into(), audit_id: String::new() };
    Applied { value: saved, note: note.into(), etag, receipt: written.receipt }
}
