//! Creating and changing a backend: the draft is laid over a fresh reading, so that what the page
//! does not show survives.

use super::{detail::draft_of, overlay, validate};
use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
    differences::differences,
    gateways::Connected,
};
use apim::{Backend, ETag, IfMatch, Written};
use domain::{
    FieldError, Operation,
    backend::{BackendDraft, SaveBackend, Saved},
    problem::Conflict,
};
use std::sync::Arc;

/// The version that a save starts from.
struct Base {
    backend: Backend,
    /// `None`: it does not exist yet.
    etag: Option<ETag>,
}

impl Control {
    /// Creates (without `etag`) or updates. `Permission:` write.
    pub async fn save_backend(&self, op: &Op, save: &SaveBackend) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::BackendCreateOrUpdate)?;
        let connected = self.gateway(&permit, &save.gateway)?;
        validate::check(&save.draft, &connected.backends(op, false).await?.items)?;
        let base = self.base(op, &connected, save).await?;
        let typed = overlay::lay(&save.draft, &base.backend, connected.arm.address())?;
        if let Some(conflict) = conflict(save, &base, &typed) {
            return Err(Error::Conflict(Box::new(conflict)));
        }
        let wanted = match &save.seen {
            Some(seen) if base.etag.is_some() && !save.is_overwrite => edited(op, &connected, save, seen, &base)?,
            _ => typed,
        };
        if base.etag.is_some() && wanted.body() == base.backend.body() {
            let etag = base.etag.map(|etag| etag.as_str().to_owned()).unwrap_or_default();
            return Ok(Saved { name: save.draft.name.clone(), etag, verb: "unchanged".into(), audit_id: String::new() });
        }
        match self.put(op, &connected, save, base, wanted).await {
            Err(error) if is_precondition_failure(&error) => Err(self.late_conflict(op, &connected, save, error).await),
            other => other,
        }
    }

    async fn base(&self, op: &Op, connected: &Connected, save: &SaveBackend) -> Result<Base, Error> {
        let found = connected.arm.find_backend(&op.call(), &save.draft.name).await?;
        match (found, &save.etag) {
            (Some(tagged), Some(_)) => Ok(Base { backend: tagged.value, etag: Some(tagged.etag) }),
            (None, None) => Ok(Base { backend: Backend::new(save.draft.kind), etag: None }),
            (None, Some(_)) if save.is_overwrite => Ok(Base { backend: Backend::new(save.draft.kind), etag: None }),
            (None, Some(_)) => Err(Error::Conflict(Box::new(Conflict { current_etag: None, differences: vec![] }))),
            (Some(_), None) => {
                let message = format!("A backend named {} exists already. Choose another name, or edit that one.", save.draft.name);
                Err(Error::Invalid(vec![FieldError::new("name", message)]))
            }
        }
    }

    async fn put(&self, op: &Op, connected: &Arc<Connected>, save: &SaveBackend, base: Base, wanted: Backend) -> Result<Saved, Error> {
        let name = save.draft.name.clone();
        let if_match = match (&base.etag, save.is_overwrite) {
            (_, true) => IfMatch::Any,
            (Some(etag), false) => IfMatch::Tag(etag.clone()),
            (None, false) => IfMatch::None,
        };
        let change = Change {
            operation: Operation::BackendCreateOrUpdate,
            target: connected.target("backend", "backends", &name),
            if_match: if save.is_overwrite { Some("*".into()) } else { base.etag.as_ref().map(|etag| etag.as_str().to_owned()) },
            before: base.etag.as_ref().map(|_| base.backend.redacted()),
            after: Some(overlay::mark_replaced(&wanted, &base.backend)),
            is_settleable: true,
            note: if save.is_overwrite { "Overwrites whatever is in force".into() } else { String::new() },
        };
        let (call, arm, backend) = (op.call(), connected.arm.clone(), name.clone());
        let (existed, is_overwrite) = (base.etag.is_some(), save.is_overwrite);
        let (saved, audit_id) = self
            .audited(op, change, move || async move {
                let written = arm.put_backend(&call, &backend, &wanted, if_match).await?;
                Ok(applied(backend, written, existed, is_overwrite))
            })
            .await?;
        Ok(Saved { audit_id, ..saved })
    }

    /// Azure noticed a change between our reading and our writing.
    async fn late_conflict(&self, op: &Op, connected: &Connected, save: &SaveBackend, error: Error) -> Error {
        let Ok(base) = self.base(op, connected, save).await else {
            return error;
        };
        let Ok(wanted) = overlay::lay(&save.draft, &base.backend, connected.arm.address()) else {
            return error;
        };
        match (conflict(save, &base, &wanted), error) {
            (Some(conflict), Error::Audited { audit_id, .. }) => {
                Error::Audited { source: Box::new(Error::Conflict(Box::new(conflict))), audit_id }
            }
            (_, error) => error,
        }
    }
}

/// Only what the person edited: the rest is as it is now, also where it changed meanwhile.
fn edited(op: &Op, connected: &Connected, save: &SaveBackend, seen: &BackendDraft, base: &Base) -> Result<Backend, Error> {
    let current = draft_of(connected, &base.backend, op);
    let draft = save.draft.clone().merged(seen, &current);
    overlay::lay(&draft, &base.backend, connected.arm.address())
}

fn applied(name: String, written: Written<Backend>, existed: bool, is_overwrite: bool) -> Applied<Saved> {
    let verb = match (written.is_created(), existed || is_overwrite) {
        (true, _) => "created",
        (false, true) if is_overwrite => "overwrote",
        (false, true) => "updated",
        // It did not exist when it was read: somebody created it in between, and a PUT replaced that.
        (false, false) => "overwrote",
    };
    let note = match verb {
        "created" => "Created",
        "updated" => "Updated",
        _ => "Overwrote another version",
    };
    let etag = written.etag.as_ref().map(|etag| etag.as_str().to_owned());
    let saved = Saved { name, etag: etag.clone().unwrap_or_default(), verb: verb.into(), audit_id: String::new() };
    Applied { value: saved, note: note.into(), etag, receipt: written.receipt }
}

/// What someone else changed meanwhile, held against what this save wants.
fn conflict(save: &SaveBackend, base: &Base, wanted: &Backend) -> Option<Conflict> {
    let current = base.etag.as_ref()?.as_str();
    let is_stale = !save.is_overwrite && save.etag.as_deref().is_some_and(|seen| seen != current);
    is_stale.then(|| Conflict {
        current_etag: Some(current.to_owned()),
        differences: differences(&overlay::mark_replaced(wanted, &base.backend), &base.backend.redacted()),
    })
}

fn is_precondition_failure(error: &Error) -> bool {
    matches!(error.root(), Error::Upstream(upstream) if upstream.status == 412)
}
