//! Creating and changing a resource.

use super::{form::ResourceForm, key_of_address};
use crate::{
    api::{
        WireError,
        resources::{form_options, start_form},
    },
    pages::{
        NotFound,
        loaded::{allowed, loaded},
        parameters::query_value,
    },
    routes,
    state::{Posted, RefusedForm},
};
use domain::resource::{Key, Kind};
use leptos::prelude::*;
use std::collections::BTreeMap;
use ui::{PageHeader, PageTitle, Tabs};

/// What the form shows, and the names that it offers.
type Start = (RefusedForm, BTreeMap<String, Vec<String>>);

#[component]
pub(crate) fn NewResource() -> impl IntoView {
    let Some(place) = key_of_address() else { return view! { <NotFound/> }.into_any() };
    if place.operations().save.is_none() {
        return view! { <NotFound/> }.into_any();
    }
    let posted = Posted::of_request().form;
    let variant = posted.as_ref().map(|form| form.draft.variant.clone()).unwrap_or_else(|| query_value("variant"));
    let title = format!("New {}", place.kind.noun());
    let action = routes::new_resource(&place.gateway, place.kind, &place.parent, &variant);
    let back = routes::resources(&place.gateway, place.kind, &place.parent);
    let load = start(place.clone(), variant.clone(), posted);
    let retry_href = action.clone();
    view! {
        <PageTitle text=title.clone()/>
        <PageHeader title lead=place.kind.lead()/>
        <Variants place=place.clone() current=variant/>
        {loaded(load, retry_href, move |(state, options)| view! { <ResourceForm key=place action state options back/> }.into_any())}
    }
    .into_any()
}

/// Which form: each variant has an address of its own.
#[component]
fn Variants(place: Key, current: String) -> impl IntoView {
    let current = place.kind.variant(&current);
    let items: Vec<_> = place
        .kind
        .variants()
        .iter()
        .map(|variant| {
            let href = routes::new_resource(&place.gateway, place.kind, &place.parent, variant.slug);
            (variant.label.to_owned(), href, variant == current)
        })
        .collect();
    (items.len() > 1).then(|| {
        view! {
            <Tabs label=format!("Kind of {}", place.kind.noun()) items/>
            <p class="-mt-3 mb-4 text-sm text-base-content/75">{current.help}</p>
        }
    })
}

#[component]
pub(crate) fn EditResource() -> impl IntoView {
    let Some(key) = key_of_address().filter(|key| key.operations().save.is_some()) else { return view! { <NotFound/> }.into_any() };
    let title = format!("Edit {}", key.name);
    let action = routes::edit_resource(&key);
    let back = routes::resource(&key);
    let posted = Posted::of_request().form;
    let variant = posted.as_ref().map(|form| form.draft.variant.clone()).unwrap_or_default();
    let load = start(key.clone(), variant, posted);
    let retry_href = action.clone();
    let lead = match key.kind {
        Kind::Subscription => "Keys stay as they are. What this page does not show stays as Azure has it.",
        _ => "What this page does not show stays as Azure has it.",
    };
    view! {
        <PageTitle text=title.clone()/>
        <PageHeader title lead/>
        {loaded(load, retry_href, move |(state, options)| view! { <ResourceForm key action state options back/> }.into_any())}
    }
    .into_any()
}

/// What was posted goes on, whether Azure answers now or not; without it the form starts fresh.
async fn start(key: Key, variant: String, posted: Option<RefusedForm>) -> Result<Start, WireError> {
    if let Some(posted) = posted {
        let options = form_options(key, variant).await.unwrap_or_default();
        return Ok((posted, options));
    }
    if let Some(operation) = key.operations().save {
        allowed(operation, &key.gateway)?;
    }
    let start = start_form(key, variant).await?;
    let seen = (!start.etag.is_empty()).then(|| start.draft.clone());
    let form = RefusedForm { draft: start.draft, seen, etag: start.etag, problem: None };
    Ok((form, start.options))
}
