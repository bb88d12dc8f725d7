//! An API's policy document, as pages show and save it.

use crate::{audit::AuditEntry, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// The policy of an API. Without one, the document is empty and so is the ETag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyDetail {
    pub gateway: String,
    pub api: String,
    /// Raw XML: expressions are not escaped.
    pub document: String,
    pub etag: String,
    /// What it refers to, by name.
    pub backends: Vec<String>,
    pub fragments: Vec<String>,
    pub named_values: Vec<String>,
    pub resource_id: String,
    pub history: Vec<AuditEntry>,
    pub read_at: Timestamp,
}

/// A save as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavePolicy {
    pub gateway: String,
    pub api: String,
    pub document: String,
    /// The version it is based on; `None`: there is none yet.
    pub etag: Option<String>,
    #[serde(default)]
    pub is_overwrite: bool,
}

/// What a new policy starts from: everything goes on as before.
pub const EMPTY_POLICY: &str = "<policies>\n    <inbound>\n        <base />\n    </inbound>\n    <backend>\n        <base />\n    </backend>\n    \
<outbound>\n        <base />\n    </outbound>\n    <on-error>\n        <base />\n    </on-error>\n</policies>\n";

/// The token limit that the form puts into a policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenLimit {
    /// Tokens a minute, as typed.
    pub tokens_per_minute: String,
    /// `subscription`, `address` or `api`: who shares one counter.
    pub counted_by: String,
    pub estimates_prompt: bool,
}
