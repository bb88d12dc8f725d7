//! Whether an API has a policy of its own.

use crate::{api::policies::list_policies, pages::loaded::loaded, routes};
use domain::resource::Key;
use leptos::prelude::*;
use ui::Sheet;

#[component]
pub(super) fn PolicySheet(key: Key) -> impl IntoView {
    let load = list_policies(key.gateway.clone(), key.name.clone());
    let retry_href = routes::resource(&key);
    let href = routes::api_policy(&key.gateway, &key.name);
    let show = move |names: Vec<String>| {
        let (text, link) = match names.is_empty() {
            true => ("None of its own: only those of products and of the whole service apply.", "Write one"),
            false => ("It has one: limits, caches and routing are there.", "Open it"),
        };
        view! { <p class="p-4 text-sm">{text}" "<a class="link" href=href>{link}</a></p> }.into_any()
    };
    view! { <Sheet title="Policy">{loaded(load, retry_href, show)}</Sheet> }
}
