//! What stands in the place of content: nothing yet, something failed, still loading, or a word of caution.

use leptos::prelude::*;

use crate::{CopyButton, Glyph, Icon, StateTone};

/// One sentence and the first thing to do.
#[component]
pub fn EmptyState(#[prop(into)] title: String, #[prop(into)] text: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let action = children.map(|children| view! { <div class="mt-4 flex flex-wrap justify-center gap-2">{children()}</div> });
    view! {
        <div class="flex flex-col items-center px-4 py-12 text-center">
            <h2 class="font-medium">{title}</h2>
            <p class="mt-1 max-w-2xl text-base-content/75">{text}</p>
            {action}
        </div>
    }
}

/// What happened, in whose words, under which id, and how to try again.
#[component]
pub fn ErrorPanel(
    #[prop(into)] title: String,
    #[prop(into)] message: String,
    /// Names and values to quote: a code, an address, a request id (a name with "request id" gets a copy button).
    #[prop(optional)]
    facts: Vec<(String, String)>,
    /// The same address again.
    #[prop(optional, into)]
    retry_href: MaybeProp<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let facts = (!facts.is_empty()).then(|| {
        let pairs = facts.into_iter().map(|(name, value)| view! { <ErrorFact name value /> }).collect_view();
        view! { <dl class="mt-3 space-y-1.5 text-sm sm:space-y-1">{pairs}</dl> }
    });
    // `external`: the browser asks the server again; the router would stay, since the address is the same.
    let retry = retry_href.get_untracked().map(|href| {
        view! {
            <a href=href rel="external" class="btn btn-sm">
                <span class="btn-content">"Try again"</span>
            </a>
        }
    });
    let more = children.map(|children| children());
    let actions = (retry.is_some() || more.is_some()).then(|| view! { <div class="mt-4 flex flex-wrap gap-2">{retry} {more}</div> });
    view! {
        <div role="alert" class="flex gap-3 rounded-box border border-error/50 bg-base-100 p-4">
            <Icon name=Glyph::Warning class="mt-0.5 size-5 text-error" />
            <div class="min-w-0 flex-1">
                <h2 class="font-medium">{title}</h2>
                <p class="mt-0.5 max-w-prose text-base-content/80 wrap-anywhere">{message}</p>
                {facts}
                {actions}
            </div>
        </div>
    }
}

#[component]
fn ErrorFact(name: String, value: String) -> impl IntoView {
    let copy = name.to_lowercase().contains("request id").then(|| view! { <CopyButton text=value.clone() label="Copy request id" /> });
    view! {
        <div class="grid gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt class="text-base-content/75">{name}</dt>
            <dd class="flex min-w-0 flex-wrap items-center gap-x-2">
                <span class="font-mono wrap-anywhere">{value}</span>
                {copy}
            </dd>
        </div>
    }
}

/// A banner of one or two sentences.
#[component]
pub fn Notice(#[prop(optional)] tone: StateTone, children: Children) -> impl IntoView {
    let (class, word, glyph, colour) = match tone {
        StateTone::Success => ("border-success/40 bg-success/8", "Done: ", Glyph::Check, "mt-px size-4 text-success"),
        StateTone::Warning => ("border-warning/60 bg-warning/10", "Warning: ", Glyph::Warning, "mt-px size-4"),
        StateTone::Error => ("border-error/50 bg-error/8", "Error: ", Glyph::Warning, "mt-px size-4 text-error"),
        StateTone::Info => ("border-info/35 bg-info/8", "Note: ", Glyph::Info, "mt-px size-4 text-info"),
        StateTone::Neutral => ("border-base-300 bg-base-100", "Note: ", Glyph::Info, "mt-px size-4 text-base-content/75"),
    };
    view! {
        <div class=format!("flex gap-2 rounded-field border px-3 py-2 text-sm {class}")>
            <Icon name=glyph class=colour />
            <span class="sr-only">{word}</span>
            <div class="min-w-0 flex-1 wrap-anywhere">{children()}</div>
        </div>
    }
}

/// Grey bars of the shape the table will have.
#[component]
pub fn Skeleton(rows: u32, columns: u32) -> impl IntoView {
    let row = move |bar: &'static str| {
        let cells = (0..columns)
            .map(|column| {
                let cell = if column == 0 { "flex-2" } else { "hidden flex-1 sm:block" };
                view! {
                    <div class=cell>
                        <div class=bar></div>
                    </div>
                }
            })
            .collect_view();
        view! { <div class="flex items-center gap-6 border-b border-base-300/70 px-4 py-3 last:border-b-0">{cells}</div> }
    };
    let body = (0..rows).map(|_| row("skeleton h-4 w-3/4")).collect_view();
    view! {
        <div role="status" aria-busy="true">
            <span class="sr-only">"Loading"</span>
            <div aria-hidden="true">{row("skeleton h-3 w-1/2")} {body}</div>
        </div>
    }
}
