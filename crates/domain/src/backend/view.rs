//! What is shown of a backend.

use crate::{
    audit::AuditEntry,
    backend::BackendDraft,
    page::{Direction, Page},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendKind {
    #[default]
    Single,
    Pool,
}

impl BackendKind {
    /// Azure's word: `properties.type`.
    pub fn label(self) -> &'static str {
        match self {
            BackendKind::Single => "Single",
            BackendKind::Pool => "Pool",
        }
    }

    /// In URLs and forms: `single`, `pool`.
    pub fn slug(self) -> &'static str {
        match self {
            BackendKind::Single => "single",
            BackendKind::Pool => "pool",
        }
    }
}

/// What can be said of a backend from the management plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackendState {
    /// Nothing wrong with its definition.
    Ready,
    /// A pool with a member that does not exist.
    MissingMember,
    /// A pool whose members all have weight 0.
    Drained,
    /// A change to it has an unknown outcome.
    OutcomeUnknown,
}

impl BackendState {
    pub fn label(self) -> &'static str {
        match self {
            BackendState::Ready => "Configured",
            BackendState::MissingMember => "Member missing",
            BackendState::Drained => "All members drained",
            BackendState::OutcomeUnknown => "Outcome unknown",
        }
    }

    pub fn needs_attention(self) -> bool {
        self != BackendState::Ready
    }
}

/// Something that refers to a backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedBy {
    /// `pool`, later also `api`.
    pub kind: String,
    pub name: String,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendRow {
    pub name: String,
    pub kind: BackendKind,
    pub title: Option<String>,
    /// The address of a single backend.
    pub url: Option<String>,
    pub azure_region: Option<String>,
    pub members: u32,
    /// `priority 1: 2 · priority 2: 1`, for pools.
    pub members_summary: String,
    pub has_breaker: bool,
    pub state: BackendState,
    pub used_by: Vec<UsedBy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendFilter {
    #[default]
    All,
    Single,
    Pool,
    Attention,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendSort {
    #[default]
    Name,
    Kind,
    Url,
    State,
}

/// What the list was asked for; the page's query string.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BackendQuery {
    /// Part of a name, title, address or region.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub filter: BackendFilter,
    #[serde(default)]
    pub sort: BackendSort,
    #[serde(default)]
    pub direction: Direction,
    /// From 1; 0 means the first.
    #[serde(default)]
    pub page: u32,
    /// Rows a page; 0 means 25.
    #[serde(default)]
    pub size: u32,
    /// Ask Azure again instead of showing a reading that is seconds old.
    #[serde(default)]
    pub is_refresh: bool,
}

/// How many there are of each, over the whole service: the quick filters' numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BackendCounts {
    pub all: u32,
    pub single: u32,
    pub pool: u32,
    pub attention: u32,
}

/// The list page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendList {
    pub page: Page<BackendRow>,
    pub counts: BackendCounts,
    /// When Azure was read.
    pub read_at: Timestamp,
    /// The server's clock when it answered: the age shown is the difference.
    pub now: Timestamp,
}

/// The detail page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackendDetail {
    pub name: String,
    pub resource_id: String,
    pub etag: String,
    pub kind: BackendKind,
    pub title: Option<String>,
    pub description: Option<String>,
    pub url: Option<String>,
    /// `http` or `soap`.
    pub protocol: Option<String>,
    pub azure_region: Option<String>,
    pub pool: Option<PoolView>,
    pub breaker: Option<BreakerView>,
    pub credentials: CredentialsView,
    pub proxy: Option<ProxyView>,
    pub tls: TlsView,
    pub state: BackendState,
    pub used_by: Vec<UsedBy>,
    /// Top-level members of `properties` that this console has no field for; kept on every save.
    pub other_members: Vec<String>,
    /// The resource as Azure gave it, secrets masked: for "copy as ARM JSON".
    pub arm_json: String,
    /// A command that creates it, secrets masked.
    pub az_rest: String,
    /// The latest entries about it, newest first, at most five.
    pub history: Vec<AuditEntry>,
    /// Single backends of the service that a pool could take as members.
    pub candidates: Vec<String>,
    /// When Azure was read.
    pub read_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolView {
    pub members: Vec<MemberView>,
    /// Name of the cookie of session affinity, when it is on.
    pub session_cookie: Option<String>,
    /// Status that the gateway answers with when no member can.
    pub failure_status: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// The member's backend name: the last segment of its id.
    pub name: String,
    /// The id as Azure has it.
    pub id: String,
    pub weight: Option<u32>,
    pub priority: Option<u32>,
    pub exists: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakerView {
    pub name: String,
    /// Failures before it opens; either this or [`Self::percentage`].
    pub count: Option<i64>,
    pub percentage: Option<i64>,
    /// ISO 8601 durations, as Azure has them.
    pub interval: String,
    pub trip_duration: String,
    pub accept_retry_after: bool,
    /// `429, 500-599`.
    pub status_ranges: String,
    pub error_reasons: Vec<String>,
}

/// Names only: values never leave the server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CredentialsView {
    pub headers: Vec<String>,
    pub query: Vec<String>,
    /// The scheme of the `Authorization` header, when one is set.
    pub authorization_scheme: Option<String>,
    pub certificate_ids: Vec<String>,
    /// `resource` of a managed identity, when one is set.
    pub managed_identity: Option<String>,
}

impl CredentialsView {
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyView {
    pub url: String,
    pub username: Option<String>,
    pub has_password: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsView {
    pub validate_chain: bool,
    pub validate_name: bool,
}

/// A save: what was edited, and the version it is based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveBackend {
    pub gateway: String,
    pub draft: BackendDraft,
    /// What the form showed at first. With it, only what differs from it counts as edited; without,
    /// everything in the draft does.
    #[serde(default)]
    pub seen: Option<BackendDraft>,
    /// The ETag that the person saw; `None` creates.
    pub etag: Option<String>,
    /// "Overwrite anyway": sends `If-Match: *`, and the audit says so.
    #[serde(default)]
    pub is_overwrite: bool,
}

/// A change that Azure applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub name: String,
    pub etag: String,
    /// `created`, `updated`, `unchanged` or `overwrote`.
    pub verb: String,
    pub audit_id: String,
}

/// New weight and priority of one pool member, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberWeight {
    /// The member's id as Azure has it.
    pub id: String,
    pub weight: String,
    pub priority: String,
}

/// What a connection test found out, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestReport {
    pub url: String,
    pub steps: Vec<TestStep>,
    pub is_ok: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestStep {
    /// `Name`, `Connection`, `TLS`, `Answer`.
    pub label: String,
    pub is_ok: bool,
    pub detail: String,
    pub duration_ms: u64,
}
