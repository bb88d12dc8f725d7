//! Changing weights and priorities of a pool's members, and nothing else: a PATCH.

use super::validate;
use crate::{
    Control, Error, Op,
    audited::{Applied, Change},
};
use apim::{ETag, IfMatch, Pool, PoolMember};
use domain::{
    FieldError, Operation,
    backend::{BackendKind, MemberWeight, Saved},
    problem::{Conflict, Difference},
};
use serde_json::json;

impl Control {
    /// `weights` names members by their ids; members that it doesn't name keep theirs.
    /// `Permission:` write.
    pub async fn update_weights(&self, op: &Op, gateway: &str, name: &str, etag: &str, weights: &[MemberWeight]) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::BackendUpdate)?;
        let connected = self.gateway(&permit, gateway)?;
        let current = self.read_backend(op, &connected, name).await?;
        let Some(pool) = current.value.pool().filter(|_| current.value.kind() == BackendKind::Pool) else {
            return Err(Error::Invalid(vec![FieldError::new("", format!("{name} is not a pool."))]));
        };
        if current.etag.as_str() != etag {
            let current_etag = Some(current.etag.as_str().to_owned());
            return Err(Error::Conflict(Box::new(Conflict { current_etag, differences: against(&pool, weights) })));
        }
        let mut wanted = current.value.clone();
        wanted.set_pool(&reweighted(&pool, weights)?);
        if wanted.body() == current.value.body() {
            return Ok(Saved { name: name.into(), etag: etag.into(), verb: "unchanged".into(), audit_id: String::new() });
        }
        let change = Change {
            operation: Operation::BackendUpdate,
            target: connected.target("backend", "backends", name),
            if_match: Some(etag.to_owned()),
            before: Some(current.value.redacted()),
            after: Some(wanted.redacted()),
            is_settleable: true,
            note: String::new(),
        };
        let services = wanted.raw().pointer("/properties/pool/services").cloned().unwrap_or_default();
        let patch = json!({ "properties": { "pool": { "services": services } } });
        let (call, arm, backend, tag) = (op.call(), connected.arm.clone(), name.to_owned(), ETag::from(etag.to_owned()));
        let (etag, audit_id) = self
            .audited(op, change, move || async move {
                let written = arm.patch_backend(&call, &backend, &patch, IfMatch::Tag(tag)).await?;
                let etag = written.etag.as_ref().map(|etag| etag.as_str().to_owned());
                Ok(Applied { value: etag.clone().unwrap_or_default(), note: "Weights changed".into(), etag, receipt: written.receipt })
            })
            .await?;
        Ok(Saved { name: name.to_owned(), etag, verb: "updated".into(), audit_id })
    }
}

/// What was typed, where it is not what is in force.
fn against(pool: &Pool, weights: &[MemberWeight]) -> Vec<Difference> {
    let mut found = Vec::new();
    for typed in weights {
        let name = apim::resource_name(&typed.id);
        let member = pool.members.iter().find(|member| member.id.eq_ignore_ascii_case(&typed.id));
        let Some(member) = member else {
            found.push(Difference { path: name.to_owned(), left: Some("a member".into()), right: None });
            continue;
        };
        for (what, typed, current) in [("weight", &typed.weight, member.weight), ("priority", &typed.priority, member.priority)] {
            let (left, right) = (Some(typed.trim().to_owned()).filter(|text| !text.is_empty()), current.map(|number| number.to_string()));
            if left != right {
                found.push(Difference { path: format!("{what} of {name}"), left, right });
            }
        }
    }
    found
}

fn reweighted(pool: &Pool, weights: &[MemberWeight]) -> Result<Pool, Error> {
    let mut errors = Vec::new();
    let mut members = pool.members.clone();
    for (row, typed) in weights.iter().enumerate() {
        let Some(member) = members.iter_mut().find(|member| member.id.eq_ignore_ascii_case(&typed.id)) else {
            errors.push(FieldError::new(format!("member.{row}.weight"), "This member was removed meanwhile."));
            continue;
        };
        let number = |field: &str, text: &str, errors: &mut Vec<FieldError>| {
            validate::member_number(text).unwrap_or_else(|message| {
                errors.push(FieldError::new(format!("member.{row}.{field}"), message));
                None
            })
        };
        let weight = number("weight", &typed.weight, &mut errors);
        let priority = number("priority", &typed.priority, &mut errors);
        *member = PoolMember { id: member.id.clone(), weight, priority };
    }
    if errors.is_empty() { Ok(Pool { members, ..pool.clone() }) } else { Err(Error::Invalid(errors)) }
}
