//! Deleting, in the version that the person saw.

use super::Spot;
use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    gateways::Connected,
};
use apim::{AnyResource, ETag, IfMatch};
use domain::{
    FieldError, Operation,
    audit::Target,
    problem::Conflict,
    resource::{Key, Kind, Saved},
};
use std::sync::Arc;

impl Control {
    /// Refused when it changed since `etag` was read. A product's subscriptions go with it only when
    /// `with_subscriptions`; an API's revisions always do. `Permission:` delete.
    pub async fn delete_resource(&self, op: &Op, key: &Key, etag: &str, with_subscriptions: bool) -> Result<Saved, Error> {
        let Some(operation) = key.operations().delete else {
            return Err(Error::Invalid(vec![FieldError::new("", format!("{} are not deleted from here.", key.kind.title()))]));
        };
        op.authorise(operation)?;
        let connected = self.gateway(&key.gateway)?;
        let current = connected.read_resource(op, key).await?;
        if current.etag.as_str() != etag {
            return Err(Error::Conflict(Box::new(Conflict { current_etag: Some(current.etag.as_str().to_owned()), differences: vec![] })));
        }
        let spot = connected.spot(key);
        let place = match key.kind {
            Kind::Product if with_subscriptions => spot.place.with("deleteSubscriptions", "true"),
            Kind::Api | Kind::McpServer => spot.place.with("deleteRevisions", "true"),
            _ => spot.place,
        };
        let (target, before) = (connected.resource_target(key), Some(current.value));
        let spot = Spot { place, api: spot.api };
        let audit_id = self.remove(op, &connected, operation, target, spot, before, current.etag).await?;
        Ok(Saved { name: key.name.clone(), etag: String::new(), verb: "deleted".into(), audit_id })
    }

    /// One deletion through the audited door, in its API's turn; gives back the audit entry's id.
    #[allow(clippy::too_many_arguments, reason = "each is a part of what the audit says")]
    pub(crate) async fn remove(
        &self,
        op: &Op,
        connected: &Arc<Connected>,
        operation: Operation,
        target: Target,
        spot: Spot,
        before: Option<AnyResource>,
        etag: ETag,
    ) -> Result<String, Error> {
        let change = Change {
            operation,
            target,
            if_match: Some(etag.as_str().to_owned()),
            before: before.as_ref().map(AnyResource::redacted),
            after: None,
            is_settleable: true,
            note: String::new(),
        };
        let (call, gateway) = (op.call(), connected.clone());
        let deleted = self
            .audited(op, change, move || async move {
                let _turn = gateway.turn(&spot).await;
                let receipt = gateway.arm.delete_at(&call, &spot.place, &IfMatch::Tag(etag)).await?;
                let note = if receipt.status == 204 { "It was gone already" } else { "Deleted" };
                Ok(Applied { value: (), note: note.into(), etag: None, receipt })
            })
            .await;
        connected.sweeps.forget();
        connected.references.forget();
        Ok(deleted?.1)
    }
}
