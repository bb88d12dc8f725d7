//! Deleting, in the version that the person saw.

use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
};
use apim::{ETag, IfMatch};
use domain::{
    FieldError,
    problem::Conflict,
    resource::{Key, Kind, Saved},
};

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
        let change = Change {
            operation,
            target: connected.resource_target(key),
            if_match: Some(etag.to_owned()),
            before: Some(current.value.redacted()),
            after: None,
            is_settleable: true,
            note: if with_subscriptions { "With its subscriptions".into() } else { String::new() },
        };
        let spot = connected.spot(key);
        let place = match key.kind {
            Kind::Product if with_subscriptions => spot.place.clone().with("deleteSubscriptions", "true"),
            Kind::Api | Kind::McpServer => spot.place.clone().with("deleteRevisions", "true"),
            _ => spot.place.clone(),
        };
        let (call, gateway, tag) = (op.call(), connected.clone(), etag.to_owned());
        let deleted = self
            .audited(op, change, move || async move {
                let _turn = gateway.turn(&spot).await;
                let receipt = gateway.arm.delete_at(&call, &place, &IfMatch::Tag(ETag::from(tag))).await?;
                let note = if receipt.status == 204 { "It was gone already" } else { "Deleted" };
                Ok(Applied { value: (), note: note.into(), etag: None, receipt })
            })
            .await;
        connected.sweeps.forget();
        let ((), audit_id) = deleted?;
        Ok(Saved { name: key.name.clone(), etag: String::new(), verb: "deleted".into(), audit_id })
    }
}
