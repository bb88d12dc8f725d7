//! A product's APIs.

use super::removal::Removal;
use crate::{api::products::list_product_apis, pages::loaded::loaded, routes, state::use_session};
use domain::{
    Operation,
    product::{ApiRef, ProductApis},
    resource::{Key, Kind},
};
use leptos::prelude::*;
use ui::{Button, Field, SelectInput, Sheet};

#[component]
pub(super) fn ProductApisSheet(key: Key) -> impl IntoView {
    let load = list_product_apis(key.gateway.clone(), key.name.clone());
    let retry_href = routes::resource(&key);
    view! {
        <Sheet title="APIs">
            {loaded(load, retry_href, move |found| view! { <Loaded key found/> }.into_any())}
        </Sheet>
    }
}

#[component]
fn Loaded(key: Key, found: ProductApis) -> impl IntoView {
    let session = use_session();
    let action = routes::resource(&key);
    let is_empty = found.apis.is_empty();
    let may_remove = session.may(Operation::ProductApiRemove);
    let rows = found.apis.into_iter().map(|api| view! { <Line key=key.clone() api may_remove/> }).collect_view();
    let add = (session.may(Operation::ProductApiAdd) && !found.others.is_empty()).then(|| {
        let options = found.others.into_iter().map(|name| (name.clone(), name)).collect();
        view! {
            <form method="post" action=action class="flex flex-wrap items-end gap-2 border-t border-base-300 p-4">
                <div class="min-w-0 flex-1"><Field label="Add an API" name="api"><SelectInput name="api" value="" options/></Field></div>
                <Button kind="submit" name="do" value="add-api">"Add"</Button>
            </form>
        }
    });
    let nothing =
        is_empty.then(|| view! { <p class="p-4 text-sm text-base-content/75">"No API yet: keys of this product open nothing."</p> });
    view! { {nothing} <ul>{rows}</ul> {add} }
}

#[component]
fn Line(key: Key, api: ApiRef, may_remove: bool) -> impl IntoView {
    let href = routes::resource(&Key::new(&key.gateway, Kind::Api, &api.name));
    let title = if api.title.is_empty() { api.name.clone() } else { api.title };
    let remove = may_remove.then(|| {
        let text = format!("Every key of {} stops opening {} at once. The API itself stays.", key.name, api.name);
        view! {
            <Removal key summary="Take out" name=api.name.clone() field="api" value=api.name.clone() text action="remove-api" label="Take it out"/>
        }
    });
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-base-300 px-4 py-2.5 first:border-t-0">
            <span class="min-w-0 flex-1">
                <a class="link font-medium wrap-anywhere" href=href>{title}</a>
                <span class="block font-mono text-xs break-all text-base-content/75">{format!("/{}", api.path)}</span>
            </span>
            {remove}
        </li>
    }
}
