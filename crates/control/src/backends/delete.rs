//! Deleting a backend, in the version that the person saw.

use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
};
use apim::{ETag, IfMatch};
use domain::{Operation, backend::Saved, problem::Conflict};

impl Control {
    /// Refused while a pool holds it, and when it changed since `etag` was read.
    /// `Permission:` delete.
    pub async fn delete_backend(&self, op: &Op, gateway: &str, name: &str, etag: &str) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::BackendDelete)?;
        let connected = self.gateway(&permit, gateway)?;
        let current = self.read_backend(op, &connected, name).await?;
        if current.etag.as_str() != etag {
            return Err(Error::Conflict(Box::new(Conflict { current_etag: Some(current.etag.as_str().to_owned()), differences: vec![] })));
        }
        let change = Change {
            operation: Operation::BackendDelete,
            target: connected.target("backend", "backends", name),
            if_match: Some(etag.to_owned()),
            before: Some(current.value.redacted()),
            after: None,
            is_settleable: true,
            note: String::new(),
        };
        let (call, arm, backend, tag) = (op.call(), connected.arm.clone(), name.to_owned(), etag.to_owned());
        let ((), audit_id) = self
            .audited(op, change, move || async move {
                let receipt = arm.delete_backend(&call, &backend, IfMatch::Tag(ETag::from(tag))).await?;
                let note = if receipt.status == 204 { "It was gone already" } else { "Deleted" };
                Ok(Applied { value: (), note: note.into(), etag: None, receipt })
            })
            .await?;
        Ok(Saved { name: name.to_owned(), etag: String::new(), verb: "deleted".into(), audit_id })
    }
}
