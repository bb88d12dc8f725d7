//! Creating and changing a backend.

use super::form::BackendForm;
use crate::{
    api::{
        WireError,
        backends::{get_backend, pool_candidates},
    },
    pages::{
        loaded::{allowed, loaded},
        parameters::{query_value, segment},
    },
    routes,
    state::{Posted, RefusedDraft},
};
use domain::{
    Operation,
    backend::{BackendDraft, BackendKind},
};
use leptos::prelude::*;
use ui::{PageHeader, PageTitle};

/// What the form shows, and the names that a pool may hold.
type Start = (RefusedDraft, Vec<String>);

#[component]
pub(crate) fn NewBackend() -> impl IntoView {
    let gateway = segment("gateway");
    let (kind, from) = (query_value("kind"), query_value("from"));
    let title = match (from.as_str(), kind.as_str()) {
        ("", "pool") => "New pool".to_owned(),
        ("", _) => "New backend".to_owned(),
        (from, _) => format!("New backend like {from}"),
    };
    let address = routes::with_query(&routes::backends_new(&gateway), &[("kind", &kind), ("from", &from)]);
    let load = start(gateway.clone(), Posted::of_request().editor, new_start(gateway.clone(), kind, from));
    let back = routes::backends(&gateway);
    view! {
        <PageTitle text=title.clone()/>
        <PageHeader title lead="It serves calls as soon as a pool or a policy names it."/>
        {loaded(load, address.clone(), move |(state, candidates)| view! { <BackendForm gateway action=address state candidates back/> }.into_any())}
    }
}

#[component]
pub(crate) fn EditBackend() -> impl IntoView {
    let (gateway, name) = (segment("gateway"), segment("backend"));
    let title = format!("Edit {name}");
    let address = routes::edit_backend(&gateway, &name);
    let back = routes::backend(&gateway, &name);
    let load = start(gateway.clone(), Posted::of_request().editor, edit_start(gateway.clone(), name));
    view! {
        <PageTitle text=title.clone()/>
        <PageHeader title lead="What this page does not show stays as Azure has it."/>
        {loaded(load, address.clone(), move |(state, candidates)| view! { <BackendForm gateway action=address state candidates back/> }.into_any())}
    }
}

/// What was posted goes on, whether Azure answers now or not; without it, `fresh` starts the form.
async fn start(
    gateway: String,
    posted: Option<RefusedDraft>,
    fresh: impl Future<Output = Result<Start, WireError>>,
) -> Result<Start, WireError> {
    let Some(posted) = posted else {
        allowed(Operation::BackendCreateOrUpdate, &gateway)?;
        return fresh.await;
    };
    let candidates = if posted.draft.kind == BackendKind::Pool { pool_candidates(gateway).await.unwrap_or_default() } else { vec![] };
    Ok((posted, candidates))
}

async fn new_start(gateway: String, kind: String, from: String) -> Result<Start, WireError> {
    if !from.is_empty() {
        let detail = get_backend(gateway, from).await?;
        return Ok((RefusedDraft::new(BackendDraft::duplicate_of(&detail)), detail.candidates));
    }
    let kind = if kind == "pool" { BackendKind::Pool } else { BackendKind::Single };
    let candidates = if kind == BackendKind::Pool { pool_candidates(gateway).await? } else { vec![] };
    Ok((RefusedDraft::new(BackendDraft::new(kind)), candidates))
}

async fn edit_start(gateway: String, name: String) -> Result<Start, WireError> {
    let detail = get_backend(gateway, name).await?;
    Ok((RefusedDraft::of(BackendDraft::of(&detail), detail.etag), detail.candidates))
}
