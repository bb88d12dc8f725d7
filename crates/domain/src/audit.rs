//! Who did what: one entry is an intent (written before Azure is asked) and what became of it.

use crate::{
    actor::Role,
    operation::Operation,
    problem::{Difference, Upstream},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What became of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Azure (or the gateway) did it.
    Applied,
    /// It was not done: refused by Azure, or never sent.
    Refused,
    /// It may or may not have been done: the answer was lost.
    Unknown,
    /// A call whose caller went away before its end; what was streamed until then was sent.
    Aborted,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [Outcome::Applied, Outcome::Refused, Outcome::Unknown, Outcome::Aborted];

    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Applied => "applied",
            Outcome::Refused => "refused",
            Outcome::Unknown => "unknown",
            Outcome::Aborted => "aborted",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// What pages write beside the dot.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Applied => "Applied",
            Outcome::Refused => "Refused",
            Outcome::Unknown => "Outcome unknown",
            Outcome::Aborted => "Aborted",
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The gateway's name in the configuration.
    pub gateway: String,
    /// `backend`, `deployment`, …
    pub kind: String,
    /// The resource's name within its collection.
    pub name: String,
    /// The full ARM id, or empty where there is none.
    pub resource_id: String,
}

/// One row of the audit page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// UUID version 7: sorts by time.
    pub id: String,
    pub at: Timestamp,
    pub operation: Operation,
    pub target: Target,
    pub actor_id: String,
    pub actor_name: String,
    pub actor_role: Role,
    /// `None` while the call is under way in this process.
    pub outcome: Option<Outcome>,
    /// How long Azure took; `None` while unknown.
    pub duration_ms: Option<u64>,
    /// One sentence: "Created", "Overwrote version …", "Refused: …".
    pub note: String,
}

/// One entry with everything that is kept about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditDetail {
    pub entry: AuditEntry,
    /// Why, in the person's own words; empty where none was given.
    #[serde(default)]
    pub reason: String,
    /// Our request id, as in the log.
    pub request_id: String,
    /// Which process wrote the intent.
    pub boot_id: String,
    /// Each outcome row, oldest first: an unknown one may be followed by what settled it.
    pub outcomes: Vec<OutcomeRow>,
    /// What the change set out to do, property by property; secrets as "set" or "changed".
    pub changes: Vec<Difference>,
    /// The resource before, redacted JSON text; `None` when it did not exist or isn't kept.
    pub before: Option<String>,
    /// The resource as intended, redacted JSON text; `None` for a deletion.
    pub after: Option<String>,
    /// Whether "settle" can find out what became of it by reading Azure.
    pub can_settle: bool,
}

/// One outcome row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRow {
    pub at: Timestamp,
    pub outcome: Outcome,
    pub note: String,
    pub duration_ms: Option<u64>,
    pub upstream: Option<Upstream>,
    pub correlation_id: Option<String>,
    /// Facts of an invocation: tokens, latency; JSON text.
    pub facts: Option<String>,
}

/// Which entries, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Any part of the target's name, the actor's name or the request id.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub gateway: String,
    /// An operation's id.
    #[serde(default)]
    pub operation: String,
    /// An [`Outcome`] as text, or `pending`.
    #[serde(default)]
    pub outcome: String,
    /// Only entries older than the one with this id: the cursor of the next page.
    #[serde(default)]
    pub before: String,
}

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    /// The cursor of the next page; `None` at the end.
    pub next: Option<String>,
    /// Entries without a known outcome, in all.
    pub unknown: u32,
}
