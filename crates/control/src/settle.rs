//! Finding out what became of a change whose answer was lost, by reading Azure again.
//!
//! "It was made" is concluded as soon as the resource is as intended. "It was not made" only once
//! the answer has been lost for long enough, and Azure is not at work on the resource: until then the
//! change may still be on its way.

use crate::{
    Control, Error, Op,
    audited::Finish,
    differences::{differences, leaves},
    gateways::Connected,
    resources::spot_of_id,
};
use domain::{Actor, Operation, Role, Timestamp, audit::Outcome, resource::Kind};
use serde_json::Value;
use std::time::Duration;
use store::{Intent, OutcomeRecord};

/// The most entries that one round looks at.
const ROUND: u32 = 200;

/// Azure goes on with an API after it has accepted it, with an import for minutes.
const LONG_RUNNING: u32 = 10;
/// Said once of an outcome that nothing will show any more; only the button asks again.
const CANNOT_TELL: &str = "The resource was changed since: whether by this can't be told";

/// What reading Azure again showed.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    Made,
    NotMade,
    /// The resource changed, but not (only) by this.
    CannotTell,
}

impl Control {
    /// At start, before anything else: intents of processes that died get the outcome "unknown".
    /// Returns how many there were.
    pub async fn recover(&self) -> Result<u32, Error> {
        let mut found = 0;
        loop {
            let orphans = self.inner.store.ledger.orphans(&self.inner.boot_id, ROUND).await?;
            if orphans.is_empty() {
                return Ok(found);
            }
            for intent in orphans {
                let is_change = intent.is_settleable || intent.operation.effect() != domain::Effect::Invoke;
                let outcome = if is_change { Outcome::Unknown } else { Outcome::Aborted };
                let note = "The console stopped before the answer came".to_owned();
                self.append(&intent, Finish { note, ..Finish::of(outcome) }).await?;
                found += 1;
            }
        }
    }

    /// Looks at every unknown outcome once; returns how many were settled.
    pub async fn settle_all(&self) -> Result<u32, Error> {
        let mut settled = 0;
        for intent in self.inner.store.ledger.unknown(ROUND, CANNOT_TELL).await? {
            match self.settle_intent(None, &intent).await {
                Ok(outcome) => settled += u32::from(outcome != Outcome::Unknown),
                Err(error) => tracing::warn!(audit_id = intent.id, %error, "could not settle an unknown outcome"),
            }
        }
        Ok(settled)
    }

    /// The button: reads Azure again for one entry. `Permission:` write.
    pub async fn settle(&self, op: &Op, id: &str) -> Result<Outcome, Error> {
        let permit = op.authorise(Operation::AuditSettle)?;
        let record = self.inner.store.ledger.find(id).await?;
        let record = record.ok_or_else(|| Error::NotFound { kind: "audit entry", name: id.to_owned() })?;
        if record.intent.is_settleable {
            self.gateway(&permit, &record.intent.target.gateway)?;
        }
        self.settle_entry(op, id).await
    }

    /// Settles one entry, whatever they may do; Azure is asked on their behalf.
    pub(crate) async fn settle_entry(&self, op: &Op, id: &str) -> Result<Outcome, Error> {
        let record = self.inner.store.ledger.find(id).await?;
        let record = record.ok_or_else(|| Error::NotFound { kind: "audit entry", name: id.to_owned() })?;
        match record.outcomes.last().map(|last| last.outcome) {
            Some(Outcome::Unknown) if record.intent.is_settleable => self.settle_intent(Some(op), &record.intent).await,
            Some(outcome) => Ok(outcome),
            None => Ok(Outcome::Unknown),
        }
    }

    async fn settle_intent(&self, op: Option<&Op>, intent: &Intent) -> Result<Outcome, Error> {
        let _turn = self.inner.settling.lock().await;
        // Others may have found out while this waited for its turn.
        let record = self.inner.store.ledger.find(&intent.id).await?;
        let last = record.and_then(|mut record| record.outcomes.pop());
        match last {
            Some(last) if last.outcome != Outcome::Unknown => Ok(last.outcome),
            last => {
                // When an earlier process ended is not known: no call of its own waited longer than this.
                let longest = i64::try_from(apim::Limits::default().operation_deadline.as_millis()).unwrap_or(i64::MAX);
                let latest = if intent.boot_id == self.inner.boot_id { i64::MAX } else { intent.at.0.saturating_add(longest) };
                let lost_at = last.map_or(intent.at, |last| Timestamp(last.at.0.min(latest)));
                self.read_again(op, intent, lost_at).await
            }
        }
    }

    /// `lost_at`: when the answer was last known to be lost.
    async fn read_again(&self, op: Option<&Op>, intent: &Intent, lost_at: Timestamp) -> Result<Outcome, Error> {
        let (gateways, name) = (&self.inner.gateways, &intent.target.gateway);
        let gateway = match op {
            Some(op) => gateways.on_behalf(op, name)?,
            None => match gateways.in_background(name) {
                Ok(Some(gateway)) => gateway,
                // Nobody asks, and Azure is only called as somebody: it stays unknown until they do. So
                // it does when the gateway is not in the configuration any more.
                Ok(None) | Err(Error::NotFound { .. }) => return Ok(Outcome::Unknown),
                Err(error) => return Err(error),
            },
        };
        let call = apim::CallContext { request_id: intent.request_id.clone() };
        let current = read_target(&gateway, &call, intent).await?;
        let finding = compare(intent, current.as_ref().map(|(etag, value)| (etag.as_str(), value)));
        let is_at_work = current.as_ref().is_some_and(|(_, value)| is_at_work(value));
        let waited_ms = self.inner.clock.now().millis_since(lost_at);
        let is_old_enough = !is_at_work && u128::from(waited_ms) >= self.patience(intent).as_millis();
        let (outcome, note) = match finding {
            Finding::Made => (Outcome::Applied, "Settled by reading Azure: it was made"),
            Finding::NotMade if is_old_enough => (Outcome::Refused, "Settled by reading Azure: it was not made"),
            Finding::NotMade => return Ok(Outcome::Unknown),
            Finding::CannotTell if is_old_enough => {
                return self.note_once(intent, CANNOT_TELL).await;
            }
            Finding::CannotTell => return Ok(Outcome::Unknown),
        };
        gateway.forget(&intent.target.kind);
        let etag = current.map(|(etag, _)| etag);
        self.append(intent, Finish { note: note.into(), etag, ..Finish::of(outcome) }).await?;
        Ok(outcome)
    }

    fn patience(&self, intent: &Intent) -> Duration {
        let is_long_running = [Kind::Api, Kind::McpServer].iter().any(|kind| kind.target() == intent.target.kind);
        self.inner.settle_after * if is_long_running { LONG_RUNNING } else { 1 }
    }

    /// Says that it can't be told, unless that was said before.
    async fn note_once(&self, intent: &Intent, note: &str) -> Result<Outcome, Error> {
        let record = self.inner.store.ledger.find(&intent.id).await?;
        let is_said = record.is_some_and(|record| record.outcomes.iter().any(|row| row.note == note));
        if !is_said {
            self.append(intent, Finish { note: note.into(), ..Finish::of(Outcome::Unknown) }).await?;
        }
        Ok(Outcome::Unknown)
    }

    async fn append(&self, intent: &Intent, finish: Finish) -> Result<(), Error> {
        let record = OutcomeRecord {
            intent_id: intent.id.clone(),
            at: self.inner.clock.now(),
            outcome: finish.outcome,
            note: finish.note,
            duration_ms: None,
            upstream: finish.upstream,
            correlation_id: finish.correlation_id,
            etag: finish.etag,
            facts: None,
        };
        Ok(self.inner.store.ledger.record_outcome(&record).await?)
    }

    /// The context of the console's own work.
    pub fn own_op(&self, request_id: impl Into<String>) -> Op {
        let actor = Actor { id: "console".into(), name: "the console".into(), role: Role::Viewer };
        Op::new(actor, request_id, self.inner.clock.clone())
    }
}

/// What is there now: its version and itself, secrets masked as the intent has them.
async fn read_target(gateway: &Connected, call: &apim::CallContext, intent: &Intent) -> Result<Option<(String, Value)>, Error> {
    if intent.target.kind == "backend" {
        let found = gateway.arm.find_backend(call, &intent.target.name).await?;
        return Ok(found.map(|tagged| (tagged.etag.as_str().to_owned(), tagged.value.redacted())));
    }
    if let Some((product, api)) = product_link(&intent.target.resource_id) {
        let linked = gateway.arm.list_product_apis(call, product, &apim::ListQuery::default()).await?;
        let is_linked = linked.iter().any(|found| found.name().eq_ignore_ascii_case(api));
        return Ok(is_linked.then(|| (String::new(), serde_json::json!({ "properties": { "api": api } }))));
    }
    let spot = spot_of_id(gateway, &intent.target.resource_id);
    let spot = spot.ok_or_else(|| Error::NotFound { kind: "resource", name: intent.target.resource_id.clone() })?;
    let found = gateway.arm.find_at(call, &spot.place).await?;
    Ok(found.map(|tagged| (tagged.etag.as_str().to_owned(), tagged.value.redacted())))
}

/// Whether Azure has not finished an earlier change.
fn is_at_work(resource: &Value) -> bool {
    let state = resource.pointer("/properties/provisioningState").and_then(Value::as_str).unwrap_or_default();
    !matches!(state.to_ascii_lowercase().as_str(), "" | "succeeded" | "failed" | "canceled" | "cancelled")
}

/// A product's link to an API has no version and can't be read by itself.
fn product_link(id: &str) -> Option<(&str, &str)> {
    let (_, rest) = id.rsplit_once("/products/")?;
    rest.split_once("/apis/")
}

/// Holds what was intended against what is there now.
fn compare(intent: &Intent, current: Option<(&str, &Value)>) -> Finding {
    let is_deletion = intent.after.is_none();
    let Some((etag, current)) = current else {
        return match (is_deletion, &intent.before) {
            (true, _) => Finding::Made,
            (false, None) => Finding::NotMade,
            (false, Some(_)) => Finding::CannotTell,
        };
    };
    let is_untouched = intent.if_match.as_deref() == Some(etag);
    if is_deletion {
        // What has no version of its own, as a product's link to an API, is still there or is not.
        return if is_untouched || etag.is_empty() { Finding::NotMade } else { Finding::CannotTell };
    }
    if is_untouched {
        return Finding::NotMade;
    }
    if is_as_intended(intent, current) { Finding::Made } else { Finding::CannotTell }
}

/// Whether every property that the change set out to set has the intended value. Of a secret only
/// that it is set can be seen, and not always that: a change of secrets alone can't be told.
fn is_as_intended(intent: &Intent, current: &Value) -> bool {
    let parse = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let intended = differences(&properties(&parse(&intent.before)), &properties(&parse(&intent.after)));
    let current = leaves(&properties(current));
    let is_set = |difference: &domain::problem::Difference| match (&difference.right, current.get(&difference.path)) {
        (None, None) => true,
        (Some(wanted), _) if wanted.contains(apim::MASK) => true,
        (Some(wanted), Some(found)) => wanted.eq_ignore_ascii_case(found) || is_same_document(wanted, found),
        _ => false,
    };
    let is_seen = |difference: &domain::problem::Difference| difference.right.as_ref().is_none_or(|wanted| !wanted.contains(apim::MASK));
    intended.iter().any(is_seen) && intended.iter().all(is_set)
}

/// Azure indents a policy in its own way: blanks between its elements mean nothing.
fn is_same_document(wanted: &str, found: &str) -> bool {
    let dense = |text: &str| text.replace("\\r", "").replace("\\n", "").replace("\\t", "").split_whitespace().collect::<String>();
    wanted.starts_with("\"<") && dense(wanted) == dense(found)
}

fn properties(value: &Value) -> Value {
    value.get("properties").cloned().unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::Target;
    use serde_json::json;

    fn intent(if_match: Option<&str>, before: Option<Value>, after: Option<Value>) -> Intent {
        Intent {
            id: "1".into(),
            at: Timestamp(0),
            boot_id: "b".into(),
            operation: Operation::BackendCreateOrUpdate,
            target: Target::default(),
            actor: Actor::local_admin(),
            request_id: "r".into(),
            if_match: if_match.map(Into::into),
            before: before.map(|v| v.to_string()),
            after: after.map(|v| v.to_string()),
            is_settleable: true,
            note: String::new(),
            reason: String::new(),
        }
    }

    #[test]
    fn a_creation() {
        let create = intent(None, None, Some(json!({"properties": {"url": "https://a"}})));
        assert_eq!(compare(&create, None), Finding::NotMade);
        let there = json!({"id": "/x", "properties": {"url": "https://a", "title": null}});
        assert_eq!(compare(&create, Some(("\"1\"", &there))), Finding::Made);
        assert_eq!(compare(&create, Some(("\"1\"", &json!({"properties": {"url": "https://other"}})))), Finding::CannotTell);
    }

    #[test]
    fn an_update() {
        let before = json!({"properties": {"url": "https://a", "circuitBreaker": {"rules": [{"name": "r"}]}}});
        let after = json!({"properties": {"url": "https://b"}});
        let update = intent(Some("\"1\""), Some(before.clone()), Some(after.clone()));
        assert_eq!(compare(&update, Some(("\"1\"", &before))), Finding::NotMade);
        assert_eq!(compare(&update, Some(("\"2\"", &after))), Finding::Made);
        let half = json!({"properties": {"url": "https://b", "circuitBreaker": {"rules": [{"name": "r"}]}}});
        assert_eq!(compare(&update, Some(("\"2\"", &half))), Finding::CannotTell, "a removal must be gone");
        assert_eq!(compare(&update, None), Finding::CannotTell);
    }

    #[test]
    fn a_deletion() {
        let delete = intent(Some("\"1\""), Some(json!({})), None);
        assert_eq!(compare(&delete, None), Finding::Made);
        assert_eq!(compare(&delete, Some(("\"1\"", &json!({})))), Finding::NotMade);
        assert_eq!(compare(&delete, Some(("\"2\"", &json!({})))), Finding::CannotTell);
    }

    #[test]
    fn a_link_has_no_version() {
        let link = json!({"properties": {"api": "chat"}});
        let added = intent(None, None, Some(link.clone()));
        assert_eq!((compare(&added, None), compare(&added, Some(("", &link)))), (Finding::NotMade, Finding::Made));
        let removed = intent(None, Some(link.clone()), None);
        assert_eq!((compare(&removed, None), compare(&removed, Some(("", &link)))), (Finding::Made, Finding::NotMade));
    }

    #[test]
    fn azure_at_work_is_waited_for() {
        let made = |state: Value| json!({"properties": {"provisioningState": state}});
        for state in ["Creating", "InProgress", "updating"] {
            assert!(is_at_work(&made(state.into())), "{state}");
        }
        for state in [json!("Succeeded"), json!("Failed"), json!(null)] {
            assert!(!is_at_work(&made(state)));
        }
        assert!(!is_at_work(&json!({})));
    }

    #[test]
    fn a_secret_is_not_seen() {
        let create = intent(None, None, Some(json!({"properties": {"displayName": "key", "secret": true, "value": apim::MASK}})));
        let there = json!({"properties": {"displayName": "key", "secret": true}});
        assert_eq!(compare(&create, Some(("\"1\"", &there))), Finding::Made, "Azure does not show the value");
        let before = json!({"properties": {"password": apim::MASK}});
        let rotated =
            intent(Some("\"1\""), Some(before.clone()), Some(json!({"properties": {"password": format!("{} changed", apim::MASK)}})));
        assert_eq!(compare(&rotated, Some(("\"2\"", &before))), Finding::CannotTell, "nothing shows that it was this change");
    }
}
