//! One backend.

use super::{facts::FactSheets, tone_of, tools::Tools, weights::Weights};
use crate::{
    api::backends::get_backend,
    pages::{audit::parts::EntryList, done::Done, loaded::loaded_or, parameters::segment},
    problem_panel::ProblemPanel,
    routes,
    state::{Posted, use_session},
};
use domain::{
    Operation, ProblemCode,
    backend::{BackendDetail as Detail, BackendKind},
};
use leptos::prelude::*;
use ui::{Badge, CodeBlock, LinkButton, PageHeader, PageTitle, Sheet, StateDot, StateTone, Tone};

#[component]
pub(crate) fn BackendDetail() -> impl IntoView {
    let (gateway, name) = (segment("gateway"), segment("backend"));
    let posted = Posted::of_request();
    let load = get_backend(gateway.clone(), name.clone());
    let fail = {
        let (title, retry_href) = (name.clone(), routes::backend(&gateway, &name));
        move |problem| view! { <PageHeader title lead="Backend"/> <ProblemPanel problem retry_href/> }.into_any()
    };
    view! {
        <PageTitle text=name/>
        {loaded_or(load, move |detail| view! { <Loaded gateway detail posted/> }.into_any(), fail)}
    }
}

#[component]
fn Loaded(gateway: String, detail: Detail, posted: Posted) -> impl IntoView {
    let is_pool = detail.kind == BackendKind::Pool;
    let title = detail.title.clone().unwrap_or_else(|| detail.name.clone());
    let lead = detail.description.clone().unwrap_or_default();
    let may_write = use_session().may(Operation::BackendUpdate);
    let errors = posted.problem.as_ref().map(|problem| problem.fields.clone()).unwrap_or_default();
    let (conflict, problem) = match posted.problem.clone() {
        Some(problem) if problem.code == ProblemCode::Conflict && is_pool => (Some(problem), None),
        problem => (None, problem),
    };
    view! {
        <Done gateway=gateway.clone() name=detail.name.clone()/>
        <PageHeader title=title.clone() lead actions=header_actions(&gateway, &detail)/>
        <p class="-mt-3 mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
            {(title != detail.name).then(|| view! { <span class="font-mono text-sm wrap-anywhere">{detail.name.clone()}</span> })}
            <Badge tone=if is_pool { StateTone::Info } else { StateTone::Neutral } text=detail.kind.label()/>
            <StateDot tone=tone_of(detail.state) text=detail.state.label()/>
        </p>
        {problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> })}
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
            <div class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
                {is_pool.then(|| view! { <Weights gateway=gateway.clone() detail=detail.clone() typed=posted.weights.clone() errors=errors.clone() conflict may_write/> })}
                <FactSheets gateway=gateway.clone() detail=detail.clone()/>
                <Copies detail=detail.clone()/>
            </div>
            <div class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
                <Tools gateway=gateway.clone() detail=detail.clone() report=posted.test after=posted.after errors/>
                <Sheet title="Latest changes">
                    <EntryList entries=detail.history.clone() empty="Nothing was changed from this console yet."/>
                </Sheet>
            </div>
        </div>
    }
}

fn header_actions(gateway: &str, detail: &Detail) -> ViewFn {
    let session = use_session();
    let name = detail.name.clone();
    let gateway = gateway.to_owned();
    ViewFn::from(move || {
        let edit = session.may(Operation::BackendCreateOrUpdate).then(|| {
            view! {
                <LinkButton href=routes::duplicate_backend(&gateway, &name)>"Duplicate"</LinkButton>
                <LinkButton href=routes::edit_backend(&gateway, &name) tone=Tone::Primary>"Edit"</LinkButton>
            }
        });
        let delete = session
            .may(Operation::BackendDelete)
            .then(|| view! { <LinkButton href=routes::delete_backend(&gateway, &name)>"Delete"</LinkButton> });
        view! { {delete} {edit} }
    })
}

#[component]
fn Copies(detail: Detail) -> impl IntoView {
    view! {
        <Sheet title="As code">
            <div class="grid gap-3 p-4">
                <p class="text-sm text-base-content/75">"Secrets are masked: replace them before you use it elsewhere."</p>
                <details>
                    <summary class="cursor-pointer font-medium">"ARM JSON"</summary>
                    <div class="mt-2"><CodeBlock text=detail.arm_json label="ARM JSON"/></div>
                </details>
                <details>
                    <summary class="cursor-pointer font-medium">"az rest"</summary>
                    <div class="mt-2"><CodeBlock text=detail.az_rest label="az rest command"/></div>
                </details>
            </div>
        </Sheet>
    }
}
