//! The parts of an API, each with its own address.

use crate::routes;
use domain::resource::{Key, Kind};
use leptos::prelude::*;
use ui::Tabs;

/// `current`: `settings`, `policy` or `diagnostics`.
#[component]
pub(super) fn ApiTabs(gateway: String, api: String, current: &'static str) -> impl IntoView {
    let key = Key::new(&gateway, Kind::Api, &api);
    let tab = |slug: &str, label: &str, href: String| (label.to_owned(), href, slug == current);
    let items = vec![
        tab("settings", "Settings", routes::resource(&key)),
        tab("policy", "Policy", routes::api_policy(&gateway, &api)),
        tab("diagnostics", "Diagnostics", routes::resources(&gateway, Kind::Diagnostic, &api)),
    ];
    view! { <Tabs label="Parts of the API" items/> }
}
