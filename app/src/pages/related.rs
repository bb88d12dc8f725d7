//! What depends on a resource, before somebody deletes it.

use crate::routes;
use domain::resource::{Key, Kind, Related, UsedBy};
use leptos::prelude::*;
use ui::{Notice, StateTone};

#[component]
pub(super) fn RelatedSheet(gateway: String, noun: &'static str, related: Related) -> impl IntoView {
    let Related { items, gap, is_held, recent_calls } = related;
    let lead = match (items.is_empty(), is_held) {
        (true, _) if gap.is_empty() => view! { <p>{format!("Nothing on this gateway refers to this {noun}.")}</p> }.into_any(),
        (true, _) => view! { <p>{format!("Nothing that was looked at refers to this {noun}.")}</p> }.into_any(),
        (false, true) => {
            let text = format!("Azure refuses to delete a {noun} while these refer to it. Change them first:");
            view! { <Notice tone=StateTone::Warning>{text}</Notice> }.into_any()
        }
        (false, false) => view! { <Notice tone=StateTone::Warning>"These refer to it, and feel it at once:"</Notice> }.into_any(),
    };
    let traffic = match recent_calls {
        Some(0) => Some("No call through this console used it in the last seven days. Calls from elsewhere are not seen here.".to_owned()),
        Some(calls) => {
            Some(format!("{calls} calls through this console used it in the last seven days. Calls from elsewhere are not seen here."))
        }
        None => None,
    };
    let rows = items.into_iter().map(|item| view! { <Item gateway=gateway.clone() item/> }).collect_view();
    view! {
        {lead}
        <ul class="list-disc pl-5">{rows}</ul>
        {(!gap.is_empty()).then(|| view! { <p class="text-sm text-base-content/75">{gap}</p> })}
        {traffic.map(|text| view! { <p class="text-sm text-base-content/75">{text}</p> })}
    }
}

#[component]
fn Item(gateway: String, item: UsedBy) -> impl IntoView {
    let href = match (item.kind, item.part.as_str()) {
        (Some(Kind::Api), "policy") => Some(routes::api_policy(&gateway, &item.name)),
        (Some(Kind::Api), "diagnostics") => Some(routes::resources(&gateway, Kind::Diagnostic, &item.name)),
        (Some(kind), _) => Some(routes::resource(&Key::new(&gateway, kind, &item.name))),
        (None, "backend") => Some(routes::backend(&gateway, &item.name)),
        (None, _) => None,
    };
    let name = match href {
        Some(href) => view! { <a class="link font-mono wrap-anywhere" href=href>{item.name}</a> }.into_any(),
        None => view! { <span class="font-mono wrap-anywhere">{item.name}</span> }.into_any(),
    };
    view! { <li><span class="text-base-content/75">{item.what}</span>" " {name}</li> }
}
