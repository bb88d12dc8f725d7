//! The bar on top: where one is, the theme, and on phones the navigation.

use super::{navigation::Navigation, theme::ThemeMenu};
use crate::routes;
use domain::{gateway::Gateway, resource::Kind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Glyph, Icon};

#[component]
pub(super) fn TopBar(gateway: Option<Gateway>) -> impl IntoView {
    view! {
        <header class="sticky top-0 z-10 flex h-[52px] items-center gap-3 border-b border-base-300 bg-base-100 px-4 sm:px-6">
            <PhoneNavigation gateway/>
            <Crumbs/>
            <span class="flex-1"></span>
            <ThemeMenu/>
        </header>
    }
}

/// A `<details>`, so that it opens without scripts.
#[component]
fn PhoneNavigation(gateway: Option<Gateway>) -> impl IntoView {
    view! {
        <details data-menu="" class="lg:hidden">
            <summary class="btn btn-square list-none btn-ghost btn-sm" aria-label="Navigation">
                <Icon name=Glyph::Menu class="size-4"/>
            </summary>
            <div class="absolute top-full left-0 z-20 flex max-h-[calc(100dvh-52px)] w-72 max-w-[85vw] flex-col overflow-y-auto border-r border-b border-base-300 bg-base-100">
                {view! { <Navigation gateway/> }.into_any()}
            </div>
        </details>
    }
}

#[component]
fn Crumbs() -> impl IntoView {
    let crumbs = crumbs(&use_location().pathname.get_untracked());
    let last = crumbs.len().saturating_sub(1);
    let items = crumbs.into_iter().enumerate().map(|(index, (label, href))| {
        let is_last = index == last;
        view! { <li class="max-w-52 min-w-0"><a href=href class="truncate" aria-current=is_last.then_some("page")>{label}</a></li> }
    });
    view! {
        <nav aria-label="Breadcrumbs" class="breadcrumbs min-w-0 py-0 text-sm"><ul>{items.collect_view()}</ul></nav>
    }
}

/// From the path alone: `prod › Backends › aoai-pool › Edit`.
fn crumbs(path: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut parts = path.trim_matches('/').split('/');
    let Some(gateway) = routes::gateway_of(path) else {
        let first = parts.next().unwrap_or_default();
        let mut found = match first {
            "audit" => vec![("Audit".into(), routes::audit())],
            "operations" => vec![("Operations".into(), routes::operations())],
            "me" => vec![("Me".into(), routes::me())],
            "settings" => vec![("Settings".into(), routes::settings())],
            _ => vec![],
        };
        found.extend(parts.next().map(|entry| (decode(entry), path.to_owned())));
        return found;
    };
    let mut found = vec![(gateway.clone(), routes::overview(&gateway))];
    let mut href = routes::overview(&gateway);
    for part in parts.skip(2) {
        href = format!("{href}/{part}");
        let label = match part {
            "backends" => "Backends".into(),
            "playground" => "Playground".into(),
            "new" => "New".into(),
            "edit" => "Edit".into(),
            "delete" => "Delete".into(),
            "policy" => "Policy".into(),
            "new-llm-api" => "New LLM API".into(),
            name => Kind::from_slug(name).map_or_else(|| decode(name), |kind| kind.title().to_owned()),
        };
        found.push((label, href.clone()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::crumbs;

    fn labels(path: &str) -> Vec<String> {
        crumbs(path).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn say_where_one_is() {
        assert_eq!(labels("/g/prod/backends/aoai%20pool/edit"), ["prod", "Backends", "aoai pool", "Edit"]);
        assert_eq!(labels("/audit/0198"), ["Audit", "0198"]);
        assert!(labels("/").is_empty());
    }
}
