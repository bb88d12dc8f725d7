//! Creating and changing: the draft is laid over a fresh reading, so that what the page does not
//! show survives.

use super::{form, kinds, write::Edit};
use crate::{
    Control, Error, Op,
    differences::differences,
    gateways::{Connected, addressable},
    secrets::mark_replaced,
};
use apim::{AnyResource, ETag, IfMatch};
use domain::{
    FieldError, Operation,
    problem::Conflict,
    resource::{Key, SaveResource, Saved},
};

use serde_json::Value;

/// The version that a save starts from.
struct Base {
    resource: AnyResource,
    /// `None`: it does not exist yet.
    etag: Option<ETag>,
}

impl Control {
    /// Creates (without `etag`) or updates. `Permission:` write, or manage for products and
    /// subscriptions.
    pub async fn save_resource(&self, op: &Op, save: &SaveResource) -> Result<Saved, Error> {
        self.save_with(op, save, &[]).await
    }

    /// The same with members that no form has: `format` and `value` of an import.
    pub(crate) async fn save_with(&self, op: &Op, save: &SaveResource, members: &[(&str, Value)]) -> Result<Saved, Error> {
        let key = save.key.named(&save.draft.name);
        let is_new = save.etag.is_none();
        let operation = operation(&key, is_new)?;
        let permit = op.authorise(operation)?;
        let connected = self.gateway(&permit, &key.gateway)?;
        let mut errors = save.draft.errors(key.kind, is_new);
        errors.extend(kinds::check(&connected, op, &key, &save.draft, is_new).await?);
        errors.retain(|error| is_new || !is_left_alone(save, &error.field));
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let base = base(&connected, op, &key, save).await?;
        let mut wanted = wanted(&connected, &key, save, &base)?;
        for (path, value) in members {
            wanted.set(path, Some(value.clone()));
        }
        if base.etag.is_some() && wanted == base.resource {
            let etag = base.etag.map(|etag| etag.as_str().to_owned()).unwrap_or_default();
            return Ok(Saved { name: key.name, etag, verb: "unchanged".into(), audit_id: String::new() });
        }
        let edit = Edit {
            operation,
            target: connected.resource_target(&key),
            spot: connected.spot(&key),
            name: key.name.clone(),
            if_match: if_match(&base, save.is_overwrite),
            is_patch: base.etag.is_some() && Some(operation) == key.operations().patch,
            before: base.etag.is_some().then_some(base.resource),
            wanted,
        };
        match self.write(op, &connected, edit).await {
            Err(error) if is_precondition_failure(&error) => Err(late_conflict(&connected, op, &key, save, error).await),
            other => other,
        }
    }
}

impl Connected {
    /// The body that a save would send now. Nothing is sent.
    pub(crate) async fn preview(&self, op: &Op, save: &SaveResource) -> Result<Value, Error> {
        let key = save.key.named(&save.draft.name);
        let base = base(self, op, &key, save).await?;
        Ok(wanted(self, &key, save, &base)?.redacted())
    }
}

/// The operation that a save is, in Azure's words and in the permission table's.
fn operation(key: &Key, is_new: bool) -> Result<Operation, Error> {
    let operations = key.operations();
    let found = if is_new { operations.save } else { operations.patch.or(operations.save) };
    found.ok_or_else(|| Error::Invalid(vec![FieldError::new("", format!("{} are not written from here.", key.kind.title()))]))
}

/// What a person did not touch is not judged: Azure took it as it is.
fn is_left_alone(save: &SaveResource, path: &str) -> bool {
    let seen = save.seen.as_ref().and_then(|seen| seen.values.get(path));
    seen.is_some() && seen == save.draft.values.get(path)
}

fn if_match(base: &Base, is_overwrite: bool) -> IfMatch {
    match (&base.etag, is_overwrite) {
        (_, true) => IfMatch::Any,
        (Some(etag), false) => IfMatch::Tag(etag.clone()),
        (None, false) => IfMatch::None,
    }
}

async fn base(connected: &Connected, op: &Op, key: &Key, save: &SaveResource) -> Result<Base, Error> {
    addressable(key.kind.noun(), &key.name)?;
    if !key.parent.is_empty() {
        addressable("API", &key.parent)?;
    }
    let found = connected.arm.find_at(&op.call(), &connected.spot(key).place).await?;
    match (found, &save.etag) {
        (Some(tagged), Some(_)) => Ok(Base { resource: tagged.value, etag: Some(tagged.etag) }),
        (None, None) => Ok(Base { resource: AnyResource::empty(), etag: None }),
        (None, Some(_)) if save.is_overwrite => Ok(Base { resource: AnyResource::empty(), etag: None }),
        (None, Some(_)) => Err(Error::Conflict(Box::new(Conflict { current_etag: None, differences: vec![] }))),
        (Some(_), None) => {
            let (article, noun) = (key.kind.article(), key.kind.noun());
            let message = format!("There is {article} {noun} named {} already. Choose another name, or edit that one.", key.name);
            Err(Error::Invalid(vec![FieldError::new("name", message)]))
        }
    }
}

/// What is to be written: the draft over the version in force. A stale version is a conflict.
fn wanted(connected: &Connected, key: &Key, save: &SaveResource, base: &Base) -> Result<AnyResource, Error> {
    let service_id = connected.arm.address().resource_id();
    let lay = |draft| form::lay(key.kind, draft, &base.resource, &service_id, base.etag.is_none());
    let typed = lay(&save.draft)?;
    if let Some(conflict) = conflict(save, base, &typed) {
        return Err(Error::Conflict(Box::new(conflict)));
    }
    match &save.seen {
        Some(seen) if base.etag.is_some() && !save.is_overwrite => {
            let current = form::draft_of(key.kind, &base.resource, &service_id);
            lay(&save.draft.clone().merged(seen, &current))
        }
        _ => Ok(typed),
    }
}

/// What someone else changed meanwhile, held against what this save wants.
fn conflict(save: &SaveResource, base: &Base, wanted: &AnyResource) -> Option<Conflict> {
    let current = base.etag.as_ref()?.as_str();
    let is_stale = !save.is_overwrite && save.etag.as_deref().is_some_and(|seen| seen != current);
    let mine = || mark_replaced(wanted.redacted(), wanted.raw(), base.resource.raw());
    is_stale.then(|| Conflict { current_etag: Some(current.to_owned()), differences: differences(&mine(), &base.resource.redacted()) })
}

/// Azure noticed a change between our reading and our writing.
async fn late_conflict(connected: &Connected, op: &Op, key: &Key, save: &SaveResource, error: Error) -> Error {
    let Ok(base) = base(connected, op, key, save).await else { return error };
    match (wanted(connected, key, save, &base), error) {
        (Err(conflict @ Error::Conflict(_)), Error::Audited { audit_id, .. }) => Error::Audited { source: Box::new(conflict), audit_id },
        (_, error) => error,
    }
}

pub(crate) fn is_precondition_failure(error: &Error) -> bool {
    matches!(error.root(), Error::Upstream(upstream) if upstream.status == 412)
}
