//! The parts a page is built of: its heading, the framed sheet, and a list of facts.

use leptos::prelude::*;

/// A framed panel. Children bring their own padding, so that a table can reach the frame.
#[component]
pub fn Sheet(
    #[prop(optional, into)] title: MaybeProp<String>,
    /// Controls at the right of the title.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let title = title.get_untracked();
    let head = (title.is_some() || actions.is_some()).then(|| {
        view! {
            <div class="flex min-h-11 flex-wrap items-center gap-2 border-b border-base-300 px-4 py-2">
                {title.map(|title| view! { <h2 class="font-medium">{title}</h2> })}
                {actions.map(|actions| view! { <div class="ml-auto flex flex-wrap items-center gap-2">{actions.run()}</div> })}
            </div>
        }
    });
    view! { <section class="sheet">{head} {children()}</section> }
}

/// The page's only `h1`, one sentence that says what the page is for, and its actions at the right.
#[component]
pub fn PageHeader(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: String,
    #[prop(optional, into)] actions: Option<ViewFn>,
) -> impl IntoView {
    let lead = (!lead.is_empty()).then(|| view! { <p class="mt-0.5 max-w-4xl wrap-anywhere text-base-content/75">{lead}</p> });
    view! {
        <div class="mb-5 flex flex-wrap items-start gap-3">
            <div class="min-w-0 flex-1 basis-72">
                <h1 class="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
                {lead}
            </div>
            {actions.map(|actions| view! { <div class="flex flex-wrap gap-2">{actions.run()}</div> })}
        </div>
    }
}

/// Pairs of a name and what it is, as a description list; where there is little room the value stands under its name.
#[component]
pub fn Facts(items: Vec<(String, AnyView)>) -> impl IntoView {
    let pairs = items
        .into_iter()
        .map(|(label, value)| {
            view! {
                <div class="grid gap-x-4 gap-y-0.5 px-4 py-2 @md:grid-cols-[11rem_minmax(0,1fr)]">
                    <dt class="text-base-content/75">{label}</dt>
                    <dd class="min-w-0 wrap-anywhere">{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="@container divide-y divide-base-300/70 text-sm">{pairs}</dl> }
}
