//! What a backend is made of, as definition lists.

use domain::backend::{BackendDetail, BackendKind};
use leptos::prelude::*;
use ui::{Facts, Sheet};

use crate::routes;

#[component]
pub(super) fn FactSheets(gateway: String, detail: BackendDetail) -> impl IntoView {
    let unknown = (!detail.other_members.is_empty()).then(|| {
        let names = detail.other_members.join(", ");
        view! {
            <p class="px-4 pb-4 text-xs text-base-content/75">
                "Azure holds more about it that this console has no field for, and keeps on every save: " <span class="font-mono">{names}</span> "."
            </p>
        }
    });
    // A pool has none of its own: its members' apply.
    let is_single = detail.kind == BackendKind::Single;
    let (settings, breaker, connection) = (settings(&gateway, &detail), breaker(&detail), connection(&detail));
    view! {
        <Sheet title="Settings">
            <Facts items=settings/>
            {unknown}
        </Sheet>
        {(!breaker.is_empty()).then(|| view! { <Sheet title="Circuit breaker"><Facts items=breaker/></Sheet> })}
        {is_single.then(|| view! { <Sheet title="Credentials and connection"><Facts items=connection/></Sheet> })}
    }
}

fn text(value: impl Into<String>) -> AnyView {
    let value: String = value.into();
    if value.is_empty() {
        return view! { <span class="text-base-content/75">"not set"</span> }.into_any();
    }
    view! { <span class="wrap-anywhere">{value}</span> }.into_any()
}

fn code(value: impl Into<String>) -> AnyView {
    let value: String = value.into();
    view! { <span class="font-mono text-xs break-all">{value}</span> }.into_any()
}

fn settings(gateway: &str, detail: &BackendDetail) -> Vec<(String, AnyView)> {
    let mut items = Vec::new();
    match (&detail.pool, detail.kind) {
        (Some(pool), BackendKind::Pool) => {
            let affinity = pool.session_cookie.as_ref().map_or("off".to_owned(), |cookie| format!("by the cookie {cookie}"));
            items.push(("Session affinity".into(), text(affinity)));
            let failure = pool.failure_status.map_or("Azure's default".to_owned(), |status| format!("HTTP {status}"));
            items.push(("When no member can answer".into(), text(failure)));
        }
        _ => {
            items.push(("Address".into(), code(detail.url.clone().unwrap_or_default())));
            items.push(("Protocol".into(), text(detail.protocol.clone().unwrap_or_default())));
            items.push(("Azure region".into(), text(detail.azure_region.clone().unwrap_or_default())));
        }
    }
    items.push(("Used by".into(), used_by(gateway, detail)));
    items.push(("Resource id".into(), code(detail.resource_id.clone())));
    items.push(("Version".into(), code(detail.etag.clone())));
    items
}

fn used_by(gateway: &str, detail: &BackendDetail) -> AnyView {
    if detail.used_by.is_empty() {
        return text("no pool");
    }
    let links = detail.used_by.iter().map(|user| {
        let href = routes::backend(gateway, &user.name);
        view! { <li><a class="link font-mono text-sm" href=href>{user.name.clone()}</a></li> }
    });
    view! { <ul>{links.collect_view()}</ul> }.into_any()
}

fn breaker(detail: &BackendDetail) -> Vec<(String, AnyView)> {
    let Some(rule) = &detail.breaker else { return vec![] };
    let threshold = match (rule.percentage, rule.count) {
        (Some(percentage), _) => format!("{percentage} % failures within {}", rule.interval),
        (None, Some(count)) => format!("{count} failures within {}", rule.interval),
        (None, None) => "not set".into(),
    };
    let retry = if rule.accept_retry_after { "longer when the backend's Retry-After says so" } else { "whatever Retry-After says" };
    vec![
        ("Rule".into(), text(rule.name.clone())),
        ("Opens after".into(), text(threshold)),
        (
            "Counts as failure".into(),
            text(
                [rule.status_ranges.clone(), rule.error_reasons.join(", ")]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
        ),
        ("Stays open for".into(), text(format!("{}, {retry}", rule.trip_duration))),
        ("State now".into(), text("Azure does not tell; it shows in traffic")),
    ]
}

fn connection(detail: &BackendDetail) -> Vec<(String, AnyView)> {
    let credentials = &detail.credentials;
    let mut items = vec![
        ("Headers".into(), names(&credentials.headers)),
        ("Query parameters".into(), names(&credentials.query)),
        (
            "Authorization".into(),
            text(credentials.authorization_scheme.as_ref().map(|scheme| format!("{scheme} ••••••")).unwrap_or_default()),
        ),
    ];
    if let Some(resource) = &credentials.managed_identity {
        items.push(("Managed identity for".into(), code(resource.clone())));
    }
    if !credentials.certificate_ids.is_empty() {
        items.push(("Client certificates".into(), names(&credentials.certificate_ids)));
    }
    let proxy = detail.proxy.as_ref().map(|proxy| match &proxy.username {
        Some(user) => format!("{} as {user}", proxy.url),
        None => proxy.url.clone(),
    });
    items.push(("Proxy".into(), text(proxy.unwrap_or_default())));
    let tls = match (detail.tls.validate_chain, detail.tls.validate_name) {
        (true, true) => "certificate chain and name are checked",
        (true, false) => "only the certificate chain is checked",
        (false, true) => "only the certificate's name is checked",
        (false, false) => "the certificate is not checked",
    };
    items.push(("TLS".into(), text(tls)));
    items
}

fn names(names: &[String]) -> AnyView {
    if names.is_empty() {
        return text("");
    }
    let items = names.iter().map(|name| view! { <li class="font-mono text-xs break-all">{name.clone()}" = ••••••"</li> });
    view! { <ul>{items.collect_view()}</ul> }.into_any()
}
