//! Asking the gateway for new connections to a backend.

use super::validate::duration_error;
use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    gateways::addressable,
};
use domain::{FieldError, Operation, backend::Saved};

impl Control {
    /// `after`: an ISO 8601 duration to wait first, or empty for Azure's two minutes.
    /// `Permission:` write.
    pub async fn reconnect_backend(&self, op: &Op, gateway: &str, name: &str, after: &str) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::BackendReconnect)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("backend", name)?;
        if let Some(message) = (!after.is_empty()).then(|| duration_error(after)).flatten() {
            return Err(Error::Invalid(vec![FieldError::new("after", message)]));
        }
        let change = Change {
            operation: Operation::BackendReconnect,
            target: connected.target("backend", "backends", name),
            if_match: None,
            before: None,
            after: None,
            is_settleable: false,
            note: String::new(),
        };
        let (call, arm, backend, wait) = (op.call(), connected.arm.clone(), name.to_owned(), after.to_owned());
        let ((), audit_id) = self
            .audited(op, change, move || async move {
                let wait = (!wait.is_empty()).then_some(wait.as_str());
                let receipt = arm.reconnect_backend(&call, &backend, wait).await?;
                let note = wait.map_or("Reconnect asked for".to_owned(), |wait| format!("Reconnect asked for, after {wait}"));
                Ok(Applied { value: (), note, etag: None, receipt })
            })
            .await?;
        Ok(Saved { name: name.to_owned(), etag: String::new(), verb: "reconnected".into(), audit_id })
    }
}
