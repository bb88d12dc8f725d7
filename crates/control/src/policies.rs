//! An API's policy: read, saved and deleted as a whole document, with the form that puts a token
//! limit into it.

use crate::{
    Control, Error, Op,
    gateways::{Connected, addressable},
    resources::{Edit, spot_of_id},
};
use apim::{AnyResource, ETag, IfMatch, PolicyFormat, PolicyScope};
use domain::{
    FieldError, Operation,
    audit::Target,
    policy::{PolicyDetail, SavePolicy, TokenLimit},
    problem::{Conflict, Difference},
    resource::Saved,
};
use serde_json::json;
use std::sync::Arc;

/// Azure takes no larger document.
const MAX_BYTES: usize = 512 * 1024;
const HISTORY: u32 = 5;

impl Control {
    /// Whether there is a policy at all. `Permission:` read.
    pub async fn list_policies(&self, op: &Op, gateway: &str, api: &str) -> Result<Vec<String>, Error> {
        let permit = op.authorise(Operation::ApiPolicyList)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("API", api)?;
        let policies = connected.arm.list_policies(&op.call(), PolicyScope::Api(api)).await?;
        Ok(policies.iter().map(|policy| policy.name().to_owned()).collect())
    }

    /// `Permission:` read.
    pub async fn get_policy(&self, op: &Op, gateway: &str, api: &str) -> Result<PolicyDetail, Error> {
        let permit = op.authorise(Operation::ApiPolicyGet)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("API", api)?;
        let call = op.call();
        let find = connected.arm.find_policy(&call, PolicyScope::Api(api), PolicyFormat::RawXml);
        let (found, history) = futures::join!(find, self.inner.store.ledger.latest_for(gateway, "policy", api, HISTORY));
        let found = found?;
        if found.is_none() {
            connected.arm.head_api(&call, api).await?.ok_or_else(|| Error::NotFound { kind: "API", name: api.to_owned() })?;
        }
        let document = found.as_ref().and_then(|tagged| tagged.value.value()).unwrap_or_default().replace("\r\n", "\n");
        let references = policy::references(&document);
        Ok(PolicyDetail {
            gateway: gateway.to_owned(),
            api: api.to_owned(),
            etag: found.map(|tagged| tagged.etag.as_str().to_owned()).unwrap_or_default(),
            backends: references.backends,
            fragments: references.fragments,
            named_values: references.named_values,
            resource_id: target(&connected, api).resource_id,
            document,
            history: history?,
            read_at: op.clock.now(),
        })
    }

    /// Creates or replaces. What Azure finds wrong comes back with its line and column.
    /// `Permission:` write.
    pub async fn save_policy(&self, op: &Op, save: &SavePolicy) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::ApiPolicyCreateOrUpdate)?;
        let connected = self.gateway(&permit, &save.gateway)?;
        addressable("API", &save.api)?;
        check(&save.document)?;
        let (before, etag) = read(&connected, op, &save.api).await?;
        let mut wanted = before.clone().unwrap_or_else(AnyResource::empty);
        let stored = before.as_ref().and_then(|policy| policy.text("value")).unwrap_or_default().replace("\r\n", "\n");
        if save.etag.as_deref() != etag.as_ref().map(ETag::as_str) && !save.is_overwrite {
            return Err(conflict(etag.as_ref(), &save.document, &stored));
        }
        if before.is_some() && stored == save.document {
            let etag = etag.map(|etag| etag.as_str().to_owned()).unwrap_or_default();
            return Ok(Saved { name: save.api.clone(), etag, verb: "unchanged".into(), audit_id: String::new() });
        }
        wanted.set("format", Some(json!("rawxml")));
        wanted.set("value", Some(json!(save.document)));
        let if_match = match (etag, save.is_overwrite) {
            (_, true) => IfMatch::Any,
            (Some(etag), false) => IfMatch::Tag(etag),
            (None, false) => IfMatch::None,
        };
        self.write(op, &connected, edit(&connected, &save.api, before, wanted, if_match)?).await.map_err(of_document)
    }

    /// Without one, calls go on under the policies of the product and the service. `Permission:`
    /// delete.
    pub async fn delete_policy(&self, op: &Op, gateway: &str, api: &str, etag: &str) -> Result<Saved, Error> {
        let permit = op.authorise(Operation::ApiPolicyDelete)?;
        let connected = self.gateway(&permit, gateway)?;
        addressable("API", api)?;
        let (before, current) = read(&connected, op, api).await?;
        let Some(current) = current else { return Err(Error::NotFound { kind: "policy of the API", name: api.to_owned() }) };
        if current.as_str() != etag {
            return Err(Error::Conflict(Box::new(Conflict { current_etag: Some(current.as_str().to_owned()), differences: vec![] })));
        }
        let target = target(&connected, api);
        let spot = spot(&connected, api)?;
        let audit_id = self.remove(op, &connected, Operation::ApiPolicyDelete, target, spot, before, current).await?;
        Ok(Saved { name: api.to_owned(), etag: String::new(), verb: "deleted".into(), audit_id })
    }

    /// The document with this token limit in it: as the one that is there, whose quota and headers
    /// stay, else first in `inbound`. Nothing is saved. `Permission:` write.
    pub fn with_token_limit(&self, op: &Op, document: &str, limit: &TokenLimit) -> Result<String, Error> {
        op.authorise(Operation::ApiPolicyCreateOrUpdate)?;
        let rate = limit.tokens_per_minute.parse::<u32>().ok().filter(|rate| *rate > 0);
        let Some(rate) = rate else {
            return Err(invalid("tokens_per_minute", "A whole number of tokens, at least 1."));
        };
        let counter = match limit.counted_by.as_str() {
            "address" => "@(context.Request.IpAddress)",
            "api" => "@(context.Api.Id)",
            _ => "@(context.Subscription.Id)",
        };
        let attributes = [
            ("counter-key", counter),
            ("tokens-per-minute", &rate.to_string()),
            ("estimate-prompt-tokens", if limit.estimates_prompt { "true" } else { "false" }),
        ];
        let defaults = [("remaining-tokens-header-name", "x-ratelimit-remaining-tokens")];
        let names = ["llm-token-limit", "azure-openai-token-limit"];
        policy::put_first(document, "inbound", &names, &attributes, &defaults)
            .ok_or_else(|| invalid("document", "There is no inbound section to put it into: write <inbound><base /></inbound> first."))
    }
}

impl Control {
    /// What was typed into the form for a limit is not lost beside a document without it.
    /// `Permission:` write.
    pub fn limit_is_in(&self, op: &Op, document: &str, limit: &TokenLimit) -> Result<(), Error> {
        let is_typed = !limit.tokens_per_minute.trim().is_empty();
        match is_typed.then(|| self.with_token_limit(op, document, limit)) {
            Some(Ok(wanted)) if wanted != document => {
                Err(invalid("tokens_per_minute", "This limit is not in the document yet: put it in first, or leave the field empty."))
            }
            Some(Err(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid(vec![FieldError::new(field, message)])
}

fn check(document: &str) -> Result<(), Error> {
    let trimmed = document.trim_start();
    if trimmed.is_empty() {
        return Err(invalid("document", "Give the policy, or delete it instead."));
    }
    if document.len() > MAX_BYTES {
        return Err(invalid("document", "A policy has at most 512 KiB."));
    }
    if !trimmed.starts_with('<') {
        return Err(invalid("document", "A policy is XML: it starts with <policies>."));
    }
    Ok(())
}

fn target(connected: &Connected, api: &str) -> Target {
    Target {
        gateway: connected.info.name.clone(),
        kind: "policy".into(),
        name: api.to_owned(),
        resource_id: connected.full_id(&["apis", api, "policies", "policy"]),
    }
}

fn spot(connected: &Connected, api: &str) -> Result<crate::resources::Spot, Error> {
    spot_of_id(connected, &target(connected, api).resource_id).ok_or_else(|| Error::NotFound { kind: "API", name: api.to_owned() })
}

async fn read(connected: &Connected, op: &Op, api: &str) -> Result<(Option<AnyResource>, Option<ETag>), Error> {
    let found = connected.arm.find_at(&op.call(), &spot(connected, api)?.place).await?;
    Ok(match found {
        Some(tagged) => (Some(tagged.value), Some(tagged.etag)),
        None => (None, None),
    })
}

fn edit(connected: &Arc<Connected>, api: &str, before: Option<AnyResource>, wanted: AnyResource, if_match: IfMatch) -> Result<Edit, Error> {
    Ok(Edit {
        operation: Operation::ApiPolicyCreateOrUpdate,
        target: target(connected, api),
        spot: spot(connected, api)?,
        name: api.to_owned(),
        before,
        wanted,
        if_match,
        is_patch: false,
    })
}

/// Line by line, which is how people read policies.
fn conflict(current: Option<&ETag>, mine: &str, theirs: &str) -> Error {
    let (mine, theirs): (Vec<_>, Vec<_>) = (mine.lines().collect(), theirs.lines().collect());
    let line = |lines: &[&str], index: usize| lines.get(index).map(|line| line.trim().to_owned());
    let differences = (0..mine.len().max(theirs.len()))
        .filter(|index| line(&mine, *index) != line(&theirs, *index))
        .take(100)
        .map(|index| Difference { path: format!("line {}", index + 1), left: line(&mine, index), right: line(&theirs, index) })
        .collect();
    Error::Conflict(Box::new(Conflict { current_etag: current.map(|etag| etag.as_str().to_owned()), differences }))
}

/// Azure names elements; the form has one field.
fn of_document(error: Error) -> Error {
    match error {
        Error::Audited { source, audit_id } => Error::Audited { source: Box::new(of_document(*source)), audit_id },
        Error::Rejected { fields, upstream } => {
            let fields = fields.into_iter().map(|field| FieldError::new("document", field.message)).collect();
            Error::Rejected { fields, upstream }
        }
        other => other,
    }
}
