//! Two readings of one thing, side by side, only where they differ.

use leptos::prelude::*;

use crate::{Badge, StateTone, table::Heading, table::Table};

/// A path, its value on the left, its value on the right; `None` where it does not exist.
pub type Difference = (String, Option<String>, Option<String>);

/// The differences between two sides. Removed and added values are marked by word, sign and colour.
#[component]
pub fn Comparison(#[prop(into)] left_title: String, #[prop(into)] right_title: String, rows: Vec<Difference>) -> impl IntoView {
    let caption = format!("Differences between {left_title} and {right_title}");
    let headings =
        vec![Heading::new("Setting"), Heading::new("Change"), Heading::new(left_title.clone()), Heading::new(right_title.clone())];
    let body = rows
        .into_iter()
        .map(|(path, left, right)| {
            let (tone, word) = match (&left, &right) {
                (None, _) => (StateTone::Success, "Added"),
                (_, None) => (StateTone::Error, "Removed"),
                _ => (StateTone::Neutral, "Changed"),
            };
            view! {
                <tr>
                    <th scope="row" class="row-name font-mono text-xs wrap-anywhere">
                        {path}
                    </th>
                    <td data-label="Change">
                        <Badge tone text=word />
                    </td>
                    <td data-label=left_title.clone()>
                        <Removed value=left />
                    </td>
                    <td data-label=right_title.clone()>
                        <Added value=right />
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption headings>
            {body}
        </Table>
    }
}

#[component]
fn Removed(value: Option<String>) -> impl IntoView {
    match value {
        Some(value) => view! {
            <del class="diff-value rounded-selector bg-error/10">
                <span aria-hidden="true" class="inline-block select-none pr-1.5 text-error">
                    "−"
                </span>
                {value}
            </del>
        }
        .into_any(),
        None => view! { <NotSet /> }.into_any(),
    }
}

#[component]
fn Added(value: Option<String>) -> impl IntoView {
    match value {
        Some(value) => view! {
            <ins class="diff-value rounded-selector bg-success/10">
                <span aria-hidden="true" class="inline-block select-none pr-1.5 text-success">
                    "+"
                </span>
                {value}
            </ins>
        }
        .into_any(),
        None => view! { <NotSet /> }.into_any(),
    }
}

#[component]
fn NotSet() -> impl IntoView {
    view! { <span class="text-base-content/75">"not set"</span> }
}
