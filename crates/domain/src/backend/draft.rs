//! What a person is typing: every value as text, so that nothing typed is lost when it is refused.

use crate::backend::{BackendDetail, BackendKind};
use serde::{Deserialize, Serialize};

/// The most rows that a form takes in one of its lists.
pub const MAX_ROWS: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackendDraft {
    pub kind: BackendKind,
    pub name: String,
    pub title: String,
    pub description: String,
    pub url: String,
    /// `http` or `soap`.
    pub protocol: String,
    pub azure_region: String,
    pub members: Vec<MemberDraft>,
    /// Cookie name of session affinity; empty: off.
    pub session_cookie: String,
    /// Status when no member can answer; empty: Azure's default.
    pub failure_status: String,
    /// `None`: no circuit breaker.
    pub breaker: Option<BreakerDraft>,
    pub credentials: CredentialsDraft,
    pub proxy: ProxyDraft,
    pub validate_chain: bool,
    pub validate_name: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MemberDraft {
    /// A backend's name, or a full ARM id.
    pub id: String,
    pub weight: String,
    pub priority: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakerDraft {
    pub name: String,
    /// `count` or `percentage`.
    pub measure: String,
    pub threshold: String,
    /// ISO 8601: `PT1M`.
    pub interval: String,
    pub trip_duration: String,
    pub accept_retry_after: bool,
    /// `429, 500-599`.
    pub status_ranges: String,
    /// Comma separated.
    pub error_reasons: String,
}

impl Default for BreakerDraft {
    /// What suits a model endpoint: throttled or failing, and the endpoint says for how long.
    fn default() -> Self {
        Self {
            name: "throttled-or-failing".into(),
            measure: "count".into(),
            threshold: "3".into(),
            interval: "PT1M".into(),
            trip_duration: "PT1M".into(),
            accept_retry_after: true,
            status_ranges: "429, 500-599".into(),
            error_reasons: String::new(),
        }
    }
}

/// What to do with a secret that Azure already holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretAction {
    #[default]
    Keep,
    Replace,
    Remove,
}

impl SecretAction {
    pub fn parse(text: &str) -> Self {
        match text {
            "replace" => Self::Replace,
            "remove" => Self::Remove,
            _ => Self::Keep,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }
}

/// A secret, and its new value when it is replaced.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecretDraft {
    pub action: SecretAction,
    /// Only read when the action is [`SecretAction::Replace`].
    pub value: String,
}

impl std::fmt::Debug for SecretDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretDraft").field("action", &self.action).finish_non_exhaustive()
    }
}

/// One header or query parameter that the gateway adds to calls.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CredentialDraft {
    pub name: String,
    /// Azure holds it already: its value can be kept.
    pub is_stored: bool,
    pub secret: SecretDraft,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CredentialsDraft {
    pub headers: Vec<CredentialDraft>,
    pub query: Vec<CredentialDraft>,
    pub has_authorization: bool,
    pub authorization_scheme: String,
    pub authorization: SecretDraft,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProxyDraft {
    /// Empty: no proxy.
    pub url: String,
    pub username: String,
    pub has_password: bool,
    pub password: SecretDraft,
}

impl BackendDraft {
    /// An empty draft of this kind.
    pub fn new(kind: BackendKind) -> Self {
        let members = if kind == BackendKind::Pool { vec![MemberDraft::default(); 2] } else { vec![] };
        Self {
            kind,
            name: String::new(),
            title: String::new(),
            description: String::new(),
            url: String::new(),
            protocol: "http".into(),
            azure_region: String::new(),
            members,
            session_cookie: String::new(),
            failure_status: String::new(),
            breaker: None,
            credentials: CredentialsDraft::default(),
            proxy: ProxyDraft::default(),
            validate_chain: true,
            validate_name: true,
        }
    }

    /// A draft that changes nothing about this backend.
    pub fn of(detail: &BackendDetail) -> Self {
        let pool = detail.pool.as_ref();
        Self {
            kind: detail.kind,
            name: detail.name.clone(),
            title: detail.title.clone().unwrap_or_default(),
            description: detail.description.clone().unwrap_or_default(),
            url: detail.url.clone().unwrap_or_default(),
            protocol: detail.protocol.clone().unwrap_or_else(|| "http".into()),
            azure_region: detail.azure_region.clone().unwrap_or_default(),
            members: pool.map(|pool| pool.members.iter().map(MemberDraft::of).collect()).unwrap_or_default(),
            session_cookie: pool.and_then(|pool| pool.session_cookie.clone()).unwrap_or_default(),
            failure_status: number(pool.and_then(|pool| pool.failure_status)),
            breaker: detail.breaker.as_ref().map(BreakerDraft::of),
            credentials: CredentialsDraft::of(&detail.credentials),
            proxy: detail.proxy.as_ref().map(ProxyDraft::of).unwrap_or_default(),
            validate_chain: detail.tls.validate_chain,
            validate_name: detail.tls.validate_name,
        }
    }

    /// The draft without the secrets that were typed: what may be written into a page.
    pub fn without_secrets(mut self) -> Self {
        let credentials = &mut self.credentials;
        let rows = credentials.headers.iter_mut().chain(&mut credentials.query).map(|row| &mut row.secret);
        for secret in rows.chain([&mut credentials.authorization, &mut self.proxy.password]) {
            secret.value.clear();
        }
        self
    }

    /// A draft of a new backend like this one. Secrets can't be copied, so their values must be
    /// typed again.
    pub fn duplicate_of(detail: &BackendDetail) -> Self {
        let mut draft = Self { name: format!("{}-copy", detail.name), ..Self::of(detail) };
        for credential in draft.credentials.headers.iter_mut().chain(&mut draft.credentials.query) {
            credential.is_stored = false;
            credential.secret.action = SecretAction::Replace;
        }
        draft.credentials.authorization.action = SecretAction::Replace;
        if draft.proxy.has_password {
            draft.proxy.has_password = false;
            draft.proxy.password.action = SecretAction::Replace;
        }
        draft
    }
}

impl MemberDraft {
    fn of(member: &super::MemberView) -> Self {
        Self { id: member.id.clone(), weight: number(member.weight), priority: number(member.priority) }
    }
}

impl BreakerDraft {
    fn of(view: &super::BreakerView) -> Self {
        let measure = if view.percentage.is_some() { "percentage" } else { "count" };
        Self {
            name: view.name.clone(),
            measure: measure.into(),
            threshold: view.percentage.or(view.count).map(|n| n.to_string()).unwrap_or_default(),
            interval: view.interval.clone(),
            trip_duration: view.trip_duration.clone(),
            accept_retry_after: view.accept_retry_after,
            status_ranges: view.status_ranges.clone(),
            error_reasons: view.error_reasons.join(", "),
        }
    }
}

impl CredentialsDraft {
    fn of(view: &super::CredentialsView) -> Self {
        let stored = |name: &String| CredentialDraft { name: name.clone(), is_stored: true, secret: SecretDraft::default() };
        Self {
            headers: view.headers.iter().map(stored).collect(),
            query: view.query.iter().map(stored).collect(),
            has_authorization: view.authorization_scheme.is_some(),
            authorization_scheme: view.authorization_scheme.clone().unwrap_or_default(),
            authorization: SecretDraft::default(),
        }
    }
}

impl ProxyDraft {
    fn of(view: &super::ProxyView) -> Self {
        Self {
            url: view.url.clone(),
            username: view.username.clone().unwrap_or_default(),
            has_password: view.has_password,
            password: SecretDraft::default(),
        }
    }
}

fn number(value: Option<u32>) -> String {
    value.map(|n| n.to_string()).unwrap_or_default()
}
