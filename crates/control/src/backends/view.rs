//! From a resource to what pages show.

use apim::{Backend, resource_name};
use domain::backend::{
    BackendKind, BackendRow, BackendState, BreakerView, CredentialsView, MemberView, PoolView, ProxyView, TlsView, UsedBy,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the whole collection says about each of its backends.
pub(super) struct Context {
    names: HashSet<String>,
    used_by: HashMap<String, Vec<UsedBy>>,
    unknown: HashSet<String>,
}

impl Context {
    /// `unknown`: names with a change whose outcome nobody knows.
    pub(super) fn new(all: &[Backend], unknown: Vec<String>) -> Self {
        let mut used_by: HashMap<String, Vec<UsedBy>> = HashMap::new();
        for pool in all {
            for member in pool.pool().map(|pool| pool.members).unwrap_or_default() {
                let user = UsedBy { kind: "pool".into(), name: pool.name().to_owned() };
                used_by.entry(key(resource_name(&member.id))).or_default().push(user);
            }
        }
        Self {
            names: all.iter().map(|backend| key(backend.name())).collect(),
            used_by,
            unknown: unknown.iter().map(|name| key(name)).collect(),
        }
    }

    pub(super) fn used_by(&self, name: &str) -> Vec<UsedBy> {
        self.used_by.get(&key(name)).cloned().unwrap_or_default()
    }

    fn exists(&self, id: &str) -> bool {
        self.names.contains(&key(resource_name(id)))
    }

    pub(super) fn state(&self, backend: &Backend) -> BackendState {
        if self.unknown.contains(&key(backend.name())) {
            return BackendState::OutcomeUnknown;
        }
        let Some(pool) = backend.pool() else { return BackendState::Ready };
        if pool.members.iter().any(|member| !self.exists(&member.id)) {
            return BackendState::MissingMember;
        }
        let is_drained = !pool.members.is_empty() && pool.members.iter().all(|member| member.weight == Some(0));
        if is_drained { BackendState::Drained } else { BackendState::Ready }
    }
}

/// Azure compares names without case.
fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

pub(super) fn row(backend: &Backend, context: &Context) -> BackendRow {
    let members = backend.pool().map(|pool| pool.members).unwrap_or_default();
    let mut groups: BTreeMap<u32, u32> = BTreeMap::new();
    for member in &members {
        *groups.entry(member.priority.unwrap_or(0)).or_default() += 1;
    }
    let members_summary = match groups.len() {
        0 | 1 => String::new(),
        _ => groups.iter().map(|(priority, count)| format!("priority {priority}: {count}")).collect::<Vec<_>>().join(" · "),
    };
    BackendRow {
        name: backend.name().to_owned(),
        kind: backend.kind(),
        title: owned(backend.title()),
        url: owned(backend.url()),
        azure_region: owned(backend.azure_region()),
        members: u32::try_from(members.len()).unwrap_or(u32::MAX),
        members_summary,
        has_breaker: backend.breaker().is_some(),
        state: context.state(backend),
        used_by: context.used_by(backend.name()),
    }
}

pub(super) fn pool(backend: &Backend, context: &Context) -> Option<PoolView> {
    let pool = backend.pool()?;
    let member = |member: &apim::PoolMember| MemberView {
        name: resource_name(&member.id).to_owned(),
        id: member.id.clone(),
        weight: member.weight,
        priority: member.priority,
        exists: context.exists(&member.id),
    };
    Some(PoolView {
        members: pool.members.iter().map(member).collect(),
        session_cookie: pool.session_cookie,
        failure_status: pool.failure_status,
    })
}

pub(super) fn breaker(backend: &Backend) -> Option<BreakerView> {
    let rule = backend.breaker()?;
    Some(BreakerView {
        status_ranges: rule.status_ranges.iter().map(|range| range_text(*range)).collect::<Vec<_>>().join(", "),
        name: rule.name,
        count: rule.count,
        percentage: rule.percentage,
        interval: rule.interval,
        trip_duration: rule.trip_duration,
        accept_retry_after: rule.accept_retry_after,
        error_reasons: rule.error_reasons,
    })
}

fn range_text((min, max): (u16, u16)) -> String {
    if min == max { min.to_string() } else { format!("{min}-{max}") }
}

pub(super) fn credentials(backend: &Backend) -> CredentialsView {
    let names = backend.credentials();
    CredentialsView {
        headers: names.headers,
        query: names.query,
        authorization_scheme: names.authorization_scheme,
        certificate_ids: names.certificate_ids,
        managed_identity: names.managed_identity_resource,
    }
}

pub(super) fn proxy(backend: &Backend) -> Option<ProxyView> {
    backend.proxy().map(|proxy| ProxyView { url: proxy.url, username: proxy.username, has_password: proxy.has_password })
}

pub(super) fn tls(backend: &Backend) -> TlsView {
    let (validate_chain, validate_name) = backend.tls();
    TlsView { validate_chain, validate_name }
}

pub(super) fn owned(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Names of the single backends: what a pool may hold.
pub(super) fn candidates(all: &[Backend]) -> Vec<String> {
    let mut names: Vec<_> =
        all.iter().filter(|backend| backend.kind() == BackendKind::Single).map(|backend| backend.name().to_owned()).collect();
    names.sort_unstable();
    names
}
