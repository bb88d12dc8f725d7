//! The first page of a gateway: where one stands, and what to do next.

use crate::{
    api::overview::get_overview,
    pages::{audit::parts::EntryList, loaded::loaded_or, parameters::segment},
    problem_panel::ProblemPanel,
    routes,
    state::use_session,
};
use domain::{Operation, overview::Overview as Facts};
use leptos::prelude::*;
use ui::{LinkButton, PageHeader, PageTitle, Sheet, Tone};

#[component]
pub(crate) fn Overview() -> impl IntoView {
    let name = segment("gateway");
    let fail = {
        let name = name.clone();
        move |problem| {
            let retry_href = routes::overview(&name);
            view! { <PageHeader title=name lead="Gateway"/> <ProblemPanel problem retry_href/> }.into_any()
        }
    };
    view! {
        <PageTitle text=name.clone()/>
        {loaded_or(get_overview(name), |overview| view! { <Loaded overview/> }.into_any(), fail)}
    }
}

#[component]
fn Loaded(overview: Facts) -> impl IntoView {
    let name = overview.gateway.name.clone();
    let is_empty = overview.backends == 0;
    let singles = overview.backends - overview.pools.min(overview.backends);
    let unknown = routes::with_query(&routes::audit(), &[("outcome", "unknown"), ("gateway", &name)]);
    let facts = vec![
        ("Service".to_owned(), code(overview.gateway.service.clone())),
        ("Resource group".to_owned(), code(overview.gateway.resource_group.clone())),
        ("Gateway address".to_owned(), code(overview.gateway.gateway_url.clone())),
        ("Management address".to_owned(), code(overview.gateway.arm_url.clone())),
    ];
    view! {
        <PageHeader title=name.clone() lead="What this gateway does at the moment, and what was changed last."/>
        <div class="mb-4 grid gap-4 sm:grid-cols-3">
            <Figure label="Single backends" value=singles href=routes::with_query(&routes::backends(&name), &[("show", "single")])/>
            <Figure label="Pools" value=overview.pools href=routes::with_query(&routes::backends(&name), &[("show", "pool")])/>
            <Figure label="Unknown outcomes" value=overview.unknown_outcomes href=unknown/>
        </div>
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
            <Sheet title="Latest changes"><EntryList entries=overview.latest empty="Nothing was changed from this console yet."/></Sheet>
            <div class="grid gap-4">
                <FirstSteps name is_empty/>
                <Sheet title="Where it is"><ui::Facts items=facts/></Sheet>
            </div>
        </div>
    }
}

fn code(text: String) -> AnyView {
    view! { <span class="font-mono text-xs break-all">{text}</span> }.into_any()
}

#[component]
fn Figure(label: &'static str, value: u32, href: String) -> impl IntoView {
    view! {
        <a class="sheet block p-4 hover:bg-base-200" href=href>
            <span class="block text-sm text-base-content/75">{label}</span>
            <span class="mt-1 block text-2xl font-semibold tabular-nums">{value}</span>
        </a>
    }
}

#[component]
fn FirstSteps(name: String, is_empty: bool) -> impl IntoView {
    let session = use_session();
    let may_create = session.may(Operation::BackendCreateOrUpdate);
    let first = (is_empty && may_create).then(|| {
        view! { <LinkButton href=routes::new_backend(&name, "single") tone=Tone::Primary>"Create the first backend"</LinkButton> }
    });
    let attempt = (!is_empty && session.may(Operation::ChatCompletions))
        .then(|| view! { <LinkButton href=routes::playground(&name) tone=Tone::Primary>"Try a model"</LinkButton> });
    let pool = (!is_empty && may_create).then(|| view! { <LinkButton href=routes::new_backend(&name, "pool")>"New pool"</LinkButton> });
    view! {
        <Sheet title="Do next">
            <div class="flex flex-wrap gap-2 p-4">
                {first}
                {attempt}
                {pool}
                <LinkButton href=routes::audit()>"Audit"</LinkButton>
            </div>
        </Sheet>
    }
}
