//! Creating and changing a backend.

use super::form::BackendForm;
use crate::{
    api::{
        WireError,
        backends::{get_backend, pool_candidates},
    },
    pages::{
        parameters::{use_query_value, use_segment},
        problem::ProblemPanel,
    },
    routes,
    state::{Posted, RefusedDraft},
};
use domain::backend::{BackendDraft, BackendKind};
use leptos::prelude::*;
use ui::{PageHeader, PageTitle, Skeleton};

/// What the form starts from.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Start {
    draft: BackendDraft,
    etag: String,
    candidates: Vec<String>,
}

#[component]
pub(crate) fn NewBackend() -> impl IntoView {
    let gateway = use_segment("gateway");
    let (kind, from) = (use_query_value("kind"), use_query_value("from"));
    let posted = StoredValue::new(Posted::of_request().editor);
    let start = Resource::new(move || (gateway.get(), kind.get(), from.get()), |(gateway, kind, from)| new_start(gateway, kind, from));
    let title = move || match (from.get().as_str(), kind.get().as_str()) {
        ("", "pool") => "New pool".to_owned(),
        ("", _) => "New backend".to_owned(),
        (from, _) => format!("New backend like {from}"),
    };
    view! {
        {move || view! { <PageTitle text=title()/> <PageHeader title=title() lead="It serves calls as soon as a pool or a policy names it."/> }}
        <Suspense fallback=|| view! { <Skeleton rows=8 columns=1/> }>
            {move || Suspend::new(async move {
                let gateway = gateway.get();
                let back = routes::backends(&gateway);
                match start.await {
                    Ok(start) => form(gateway, start, posted.get_value(), back),
                    Err(WireError(problem)) => view! { <ProblemPanel problem retry_href=back/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
pub(crate) fn EditBackend() -> impl IntoView {
    let (gateway, name) = (use_segment("gateway"), use_segment("backend"));
    let posted = StoredValue::new(Posted::of_request().editor);
    let start = Resource::new(move || (gateway.get(), name.get()), |(gateway, name)| edit_start(gateway, name));
    view! {
        {move || view! { <PageTitle text=format!("Edit {}", name.get())/> }}
        {move || view! { <PageHeader title=format!("Edit {}", name.get()) lead="What this page does not show stays as Azure has it."/> }}
        <Suspense fallback=|| view! { <Skeleton rows=8 columns=1/> }>
            {move || Suspend::new(async move {
                let gateway = gateway.get();
                let back = routes::backend(&gateway, &name.get());
                match start.await {
                    Ok(start) => form(gateway, start, posted.get_value(), back),
                    Err(WireError(problem)) => view! { <ProblemPanel problem retry_href=back/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn form(gateway: String, start: Start, posted: Option<RefusedDraft>, back: String) -> AnyView {
    let Start { draft, etag, candidates } = start;
    let seen = (!etag.is_empty()).then(|| draft.clone());
    let state = posted.unwrap_or(RefusedDraft { draft, seen, etag, problem: None });
    view! { <BackendForm gateway state candidates back/> }.into_any()
}

async fn new_start(gateway: String, kind: String, from: String) -> Result<Start, WireError> {
    if !from.is_empty() {
        let detail = get_backend(gateway, from).await?;
        return Ok(Start { draft: BackendDraft::duplicate_of(&detail), etag: String::new(), candidates: detail.candidates });
    }
    let kind = if kind == "pool" { BackendKind::Pool } else { BackendKind::Single };
    let candidates = if kind == BackendKind::Pool { pool_candidates(gateway).await? } else { vec![] };
    Ok(Start { draft: BackendDraft::new(kind), etag: String::new(), candidates })
}

async fn edit_start(gateway: String, name: String) -> Result<Start, WireError> {
    let detail = get_backend(gateway, name).await?;
    Ok(Start { draft: BackendDraft::of(&detail), etag: detail.etag, candidates: detail.candidates })
}
