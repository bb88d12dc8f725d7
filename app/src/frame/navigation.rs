//! The navigation: gateway switcher, links, who is signed in.

use crate::{routes, state::use_session};
use domain::{Operation, gateway::Gateway, resource::Kind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Glyph, Icon};

/// One link: what it shows and where it leads.
struct Entry {
    glyph: Glyph,
    label: &'static str,
    href: String,
}

#[component]
pub(super) fn Navigation(gateway: Option<Gateway>) -> impl IntoView {
    let groups = gateway.as_ref().map(|gateway| gateway_groups(&gateway.name)).unwrap_or_default();
    let governing = governing();
    view! {
        <a href=routes::home() class="flex h-[52px] shrink-0 items-center gap-2 border-b border-base-300 px-4">
            <span class="grid size-6 place-items-center rounded-field bg-primary text-primary-content">
                <Icon name=Glyph::Home class="size-3.5"/>
            </span>
            <span class="font-semibold tracking-tight">"AI Gateway Console"</span>
        </a>
        <Switcher gateway/>
        <nav aria-label="Main" class="flex-1 overflow-y-auto p-2">
            {groups.into_iter().map(|(title, entries)| view! { <Group title entries/> }).collect_view()}
            {(!governing.is_empty()).then(|| view! { <Group title="Govern" entries=governing/> })}
        </nav>
        <Person/>
    }
}

/// What spans the gateways, as far as one may see it: without a role that is nothing.
fn governing() -> Vec<Entry> {
    let actor = use_session().actor;
    let may = |operation: Operation| actor.as_ref().is_some_and(|actor| actor.role.may(operation.permission()));
    let mut entries = vec![];
    if may(Operation::AuditList) {
        entries.push(Entry { glyph: Glyph::Shield, label: "Audit", href: routes::audit() });
        entries.push(Entry { glyph: Glyph::List, label: "Operations", href: routes::operations() });
    }
    if may(Operation::SettingsGet) {
        entries.push(Entry { glyph: Glyph::Settings, label: "Settings", href: routes::settings() });
    }
    entries
}

fn gateway_groups(gateway: &str) -> Vec<(&'static str, Vec<Entry>)> {
    let mut groups = vec![
        (
            "Gateway",
            vec![
                Entry { glyph: Glyph::Home, label: "Overview", href: routes::overview(gateway) },
                Entry { glyph: Glyph::Backend, label: "Backends", href: routes::backends(gateway) },
                collection(gateway, Glyph::Api, Kind::Api),
                collection(gateway, Glyph::Mcp, Kind::McpServer),
            ],
        ),
        ("Access", vec![collection(gateway, Glyph::Product, Kind::Product), collection(gateway, Glyph::Subscription, Kind::Subscription)]),
        (
            "Telemetry and values",
            vec![
                collection(gateway, Glyph::Logger, Kind::Logger),
                collection(gateway, Glyph::Chart, Kind::Diagnostic),
                collection(gateway, Glyph::Settings, Kind::NamedValue),
                collection(gateway, Glyph::List, Kind::Fragment),
            ],
        ),
    ];
    if use_session().may(Operation::ChatCompletions) {
        groups.push(("Work", vec![Entry { glyph: Glyph::Play, label: "Playground", href: routes::playground(gateway) }]));
    }
    groups
}

fn collection(gateway: &str, glyph: Glyph, kind: Kind) -> Entry {
    Entry { glyph, label: kind.title(), href: routes::resources(gateway, kind, "") }
}

#[component]
fn Group(title: &'static str, entries: Vec<Entry>) -> impl IntoView {
    view! {
        <p class="px-3 pt-4 pb-1 text-[11px] font-medium tracking-wider text-base-content/80 uppercase">{title}</p>
        <ul>{entries.into_iter().map(|entry| view! { <li><NavigationLink entry/></li> }).collect_view()}</ul>
    }
}

#[component]
fn NavigationLink(entry: Entry) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    // The overview's path begins every other: only it must match whole.
    let is_whole = entry.label == "Overview";
    let is_below = !is_whole && path.strip_prefix(&entry.href).is_some_and(|rest| rest.starts_with('/'));
    let is_current = path == entry.href || is_below;
    let class = "flex items-center gap-2.5 rounded-field px-3 py-1.5 text-base-content/80 hover:bg-base-300/40 \
                 aria-[current=page]:bg-base-300/70 aria-[current=page]:font-medium aria-[current=page]:text-base-content";
    view! {
        <a href=entry.href class=class aria-current=is_current.then_some("page")>
            <Icon name=entry.glyph class="size-4"/>
            {entry.label}
        </a>
    }
}

#[component]
fn Switcher(gateway: Option<Gateway>) -> impl IntoView {
    let choice = match gateway {
        Some(current) => view! { <Choice current gateways=use_session().gateways/> }.into_any(),
        None => view! { <p class="px-2.5 py-1.5 text-sm text-base-content/75">"No gateway configured"</p> }.into_any(),
    };
    view! { <div class="border-b border-base-300 p-2">{choice}</div> }
}

#[component]
fn Choice(current: Gateway, gateways: Vec<Gateway>) -> impl IntoView {
    let name = current.name.clone();
    let options = gateways.into_iter().map(|gateway| {
        let is_current = (gateway.name == name).then_some("true");
        view! {
            <li>
                <a href=routes::overview(&gateway.name) aria-current=is_current class="block rounded-field px-2.5 py-1.5 hover:bg-base-200 aria-[current=true]:bg-base-300/60">
                    <span class="block leading-tight font-medium wrap-anywhere">{gateway.name.clone()}</span>
                    <span class="block truncate text-xs text-base-content/75">{gateway.service}</span>
                </a>
            </li>
        }
    });
    view! {
        <details data-menu="" class="relative">
            <summary class="flex w-full cursor-pointer list-none items-center gap-2 rounded-field border border-base-300 px-2.5 py-1.5 text-left hover:bg-base-200">
                <span class="min-w-0 flex-1">
                    <span class="block truncate leading-tight font-medium">{current.name}</span>
                    <span class="block truncate text-xs text-base-content/75">{current.service}</span>
                </span>
                <span class="sr-only">"Choose another gateway"</span>
                <Icon name=Glyph::ChevronsUpDown class="size-3.5 opacity-60"/>
            </summary>
            <ul class="absolute inset-x-0 top-full z-20 mt-1 max-h-80 overflow-y-auto rounded-box border border-base-300 bg-base-100 p-1">
                {options.collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Person() -> impl IntoView {
    let session = use_session();
    let here = session.role;
    session.actor.map(|actor| {
        let role = here.unwrap_or(actor.role);
        view! {
            <a href=routes::me() class="flex items-center gap-2.5 border-t border-base-300 p-3 hover:bg-base-200">
                <span class="grid size-7 place-items-center rounded-full bg-neutral text-xs font-medium text-neutral-content" aria-hidden="true">
                    {actor.initials()}
                </span>
                <span class="min-w-0 leading-tight">
                    <span class="block truncate">{actor.name}</span>
                    <span class="block text-xs text-base-content/75">{role.label()}</span>
                </span>
                <span class="sr-only">"Your role, sessions and tokens"</span>
            </a>
        }
    })
}
