//! Lays what a person edited over the resource as Azure has it. Whatever the form doesn't show
//! stays; secrets are kept, replaced or removed.

use super::validate;
use crate::{Error, secrets};
use apim::{Backend, BreakerRule, Pool, PoolMember, ServiceAddress};
use domain::backend::{BackendDraft, BackendKind, BreakerDraft, CredentialDraft, SecretAction};
use serde_json::Value;

/// The resource that the draft asks for. The draft has been validated.
pub(super) fn lay(draft: &BackendDraft, base: &Backend, address: &ServiceAddress) -> Result<Backend, Error> {
    let mut wanted = base.clone();
    set_text(&mut wanted, Backend::title, Backend::set_title, &draft.title);
    set_text(&mut wanted, Backend::description, Backend::set_description, &draft.description);
    match draft.kind {
        BackendKind::Single => {
            set_text(&mut wanted, Backend::url, Backend::set_url, &draft.url);
            set_text(&mut wanted, Backend::protocol, Backend::set_protocol, &draft.protocol);
            set_text(&mut wanted, Backend::azure_region, Backend::set_azure_region, &draft.azure_region);
        }
        BackendKind::Pool => {
            let pool = pool(draft, address);
            if wanted.pool().as_ref() != Some(&pool) {
                wanted.set_pool(&pool);
            }
        }
    }
    let rule = draft.breaker.as_ref().map(rule).transpose()?;
    if wanted.breaker() != rule {
        wanted.set_breaker(rule.as_ref());
    }
    credentials(draft, &mut wanted);
    proxy(draft, &mut wanted);
    if wanted.tls() != (draft.validate_chain, draft.validate_name) {
        wanted.set_tls(draft.validate_chain, draft.validate_name);
    }
    Ok(wanted)
}

/// Sets a text only when it differs, so that `null` and absent stay as Azure has them.
fn set_text(wanted: &mut Backend, get: fn(&Backend) -> Option<&str>, set: fn(&mut Backend, Option<&str>), text: &str) {
    let text = (!text.is_empty()).then_some(text);
    if get(wanted).filter(|found| !found.is_empty()) != text {
        set(wanted, text);
    }
}

fn pool(draft: &BackendDraft, address: &ServiceAddress) -> Pool {
    let id = |id: &str| {
        if id.contains('/') { id.to_owned() } else { address.child_id("backends", id) }
    };
    let number = |text: &str| validate::member_number(text).unwrap_or_default();
    Pool {
        members: draft
            .members
            .iter()
            .map(|member| PoolMember { id: id(&member.id), weight: number(&member.weight), priority: number(&member.priority) })
            .collect(),
        session_cookie: (!draft.session_cookie.is_empty()).then(|| draft.session_cookie.clone()),
        failure_status: draft.failure_status.parse().ok(),
    }
}

fn rule(draft: &BreakerDraft) -> Result<BreakerRule, Error> {
    let threshold = draft.threshold.parse().ok();
    let is_percentage = draft.measure == "percentage";
    let status_ranges = validate::status_ranges(&draft.status_ranges)
        .map_err(|message| Error::Invalid(vec![domain::FieldError::new("breaker.status_ranges", message)]))?;
    Ok(BreakerRule {
        name: draft.name.clone(),
        count: threshold.filter(|_| !is_percentage),
        percentage: threshold.filter(|_| is_percentage),
        interval: draft.interval.clone(),
        trip_duration: draft.trip_duration.clone(),
        accept_retry_after: draft.accept_retry_after,
        status_ranges,
        error_reasons: draft.error_reasons.split(',').map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned).collect(),
    })
}

fn credentials(draft: &BackendDraft, wanted: &mut Backend) {
    let stored = wanted.credentials();
    rows(&draft.credentials.headers, &stored.headers, wanted, Backend::set_header_credential, Backend::remove_header_credential);
    rows(&draft.credentials.query, &stored.query, wanted, Backend::set_query_credential, Backend::remove_query_credential);
    let authorization = &draft.credentials.authorization;
    let scheme = draft.credentials.authorization_scheme.as_str();
    match authorization.action {
        SecretAction::Remove => wanted.set_authorization(None),
        _ if scheme.is_empty() => {}
        SecretAction::Replace => wanted.set_authorization(Some((scheme, Some(authorization.value.as_str())))),
        SecretAction::Keep if stored.authorization_scheme.as_deref() == Some(scheme) => {}
        SecretAction::Keep => wanted.set_authorization(Some((scheme, None))),
    }
}

fn rows(
    rows: &[CredentialDraft],
    stored: &[String],
    wanted: &mut Backend,
    set: fn(&mut Backend, &str, Vec<String>),
    remove: fn(&mut Backend, &str),
) {
    for row in rows {
        match row.secret.action {
            SecretAction::Keep => {}
            SecretAction::Replace => set(wanted, &row.name, vec![row.secret.value.clone()]),
            SecretAction::Remove => remove(wanted, &row.name),
        }
    }
    // Renamed rows: a stored name that no row carries any more was renamed away or cut out.
    for name in stored {
        if !rows.iter().any(|row| row.name.eq_ignore_ascii_case(name)) {
            remove(wanted, name);
        }
    }
}

fn proxy(draft: &BackendDraft, wanted: &mut Backend) {
    let proxy = &draft.proxy;
    let stored = wanted.proxy();
    if proxy.url.is_empty() {
        if stored.is_some() {
            wanted.set_proxy(None);
        }
        return;
    }
    let username = (!proxy.username.is_empty()).then_some(proxy.username.as_str());
    let is_same = stored.is_some_and(|stored| stored.url == proxy.url && stored.username.as_deref() == username);
    match proxy.password.action {
        SecretAction::Keep if is_same => {}
        action => wanted.set_proxy(Some(apim::ProxyEdit {
            url: &proxy.url,
            username,
            password: match action {
                SecretAction::Keep => apim::SecretEdit::Keep,
                SecretAction::Replace => apim::SecretEdit::Replace(&proxy.password.value),
                SecretAction::Remove => apim::SecretEdit::Remove,
            },
        })),
    }
}

/// The masked resource, with secrets that differ from `base` marked as changed: so that the audit
/// tells a rotated key from an untouched one without keeping either.
pub(super) fn mark_replaced(wanted: &Backend, base: &Backend) -> Value {
    secrets::mark_replaced(wanted.redacted(), wanted.raw(), base.raw())
}
