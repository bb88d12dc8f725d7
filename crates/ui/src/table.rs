//! Lists as tables: always with head and body, since a browser that inserts a missing body breaks hydration.
//! On a phone each row becomes a small block with the headings as labels (`console.css`, `.stacked`).

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// The direction a list is sorted in now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    Asc,
    Desc,
}

/// A column's heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    pub label: String,
    /// Where the heading leads to sort by it, or to turn the direction round.
    pub sort_href: Option<String>,
    pub sorted: Option<Sorted>,
    /// Right-aligned, as its cells.
    pub numeric: bool,
    /// For screen readers only: above a column of menus or checkboxes.
    pub hidden: bool,
}

impl Heading {
    /// A plain heading.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A right-aligned heading.
    pub fn numeric(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true, ..Self::default() }
    }

    /// A heading that only screen readers meet.
    pub fn hidden(label: impl Into<String>) -> Self {
        Self { label: label.into(), hidden: true, ..Self::default() }
    }
}

/// `children` are `<tr>`s of `Cell`s. `caption` names the table for screen readers.
#[component]
pub fn Table(#[prop(into)] caption: String, headings: Vec<Heading>, children: Children) -> impl IntoView {
    let label = caption.clone();
    let headings = headings.into_iter().map(|heading| view! { <HeadingCell heading /> }).collect_view();
    view! {
        <div class="overflow-x-auto" tabindex="0" role="group" aria-label=label>
            <table class="table table-sm stacked">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn HeadingCell(heading: Heading) -> impl IntoView {
    let Heading { label, sort_href, sorted, numeric, hidden } = heading;
    let direction = sorted.map(|sorted| if sorted == Sorted::Asc { "ascending" } else { "descending" });
    let arrow = sorted.map(|sorted| {
        let name = if sorted == Sorted::Asc { Glyph::ArrowUp } else { Glyph::ArrowDown };
        view! { <Icon name class="size-3" /> }
    });
    let content = match sort_href {
        _ if hidden => view! { <span class="sr-only">{label}</span> }.into_any(),
        Some(href) => view! {
            <a href=href class="inline-flex items-center gap-1 hover:underline">
                <span>{label}</span>
                {arrow}
            </a>
        }
        .into_any(),
        None => view! { <span>{label}</span> }.into_any(),
    };
    view! {
        <th scope="col" aria-sort=direction class=if numeric { "text-right" } else { "" }>
            {content}
        </th>
    }
}

/// A cell; `label` repeats its heading for phones, empty for none.
#[component]
pub fn Cell(label: &'static str, #[prop(optional)] numeric: bool, children: Children) -> impl IntoView {
    let class = if numeric { "text-right tabular-nums" } else { "" };
    view! {
        <td data-label=label class=class>
            // One box, so that a phone puts the label beside all of it.
            <div class="min-w-0">{children()}</div>
        </td>
    }
}

/// The first cell of a row: the name as a link, and under it what identifies it.
#[component]
pub fn NameCell(
    #[prop(into)] href: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] detail: MaybeProp<String>,
) -> impl IntoView {
    let detail =
        detail.get_untracked().map(|detail| view! { <span class="block text-xs text-base-content/75 wrap-anywhere">{detail}</span> });
    view! {
        <th scope="row" class="row-name">
            <a class="font-mono text-sm font-medium hover:underline wrap-anywhere" href=href>
                {name}
            </a>
            {detail}
        </th>
    }
}

/// The foot of a list: which rows are shown, and the pages beside.
#[component]
pub fn Pager(#[prop(into)] range: String, previous: Option<String>, next: Option<String>) -> impl IntoView {
    view! {
        <div class="flex items-center justify-between gap-3 border-t border-base-300 px-4 py-2.5 text-xs text-base-content/75">
            <span class="tabular-nums">{range}</span>
            <nav class="join" aria-label="Pages">
                <PageLink href=previous text="Previous" rel="prev" />
                <PageLink href=next text="Next" rel="next" />
            </nav>
        </div>
    }
}

#[component]
fn PageLink(href: Option<String>, text: &'static str, rel: &'static str) -> impl IntoView {
    let is_off = href.is_none();
    view! {
        <a
            class=if is_off { "btn btn-xs join-item btn-off" } else { "btn btn-xs join-item" }
            href=href
            rel=rel
            role=is_off.then_some("link")
            aria-disabled=is_off.then_some("true")
        >
            {text}
        </a>
    }
}

/// Quick filters above a list: label, how many, where it leads, whether it is the current one.
#[component]
pub fn FilterTabs(#[prop(into)] label: String, items: Vec<(String, u32, String, bool)>) -> impl IntoView {
    let links = items
        .into_iter()
        .map(|(label, count, href, is_active)| {
            let class = if is_active { "btn btn-sm join-item btn-active" } else { "btn btn-sm join-item" };
            view! {
                <a class=class href=href aria-current=is_active.then_some("page")>
                    <span>{label}</span>
                    <span class="tabular-nums font-normal text-base-content/75">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label class="join max-w-full overflow-x-auto">
            {links}
        </nav>
    }
}
