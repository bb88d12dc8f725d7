//! One resource.

use super::{key_of_address, parts::Parts, tone_of};
use crate::{
    api::resources::get_resource,
    pages::{NotFound, api_tabs::ApiTabs, audit::parts::EntryList, done::Done, loaded::loaded_or},
    problem_panel::ProblemPanel,
    routes,
    state::{Posted, use_session},
};
use domain::resource::{Detail, FactSheet, Key, Kind};
use leptos::prelude::*;
use ui::{CodeBlock, Facts, LinkButton, Notice, PageHeader, PageTitle, Sheet, StateDot, StateTone, Tone};

#[component]
pub(crate) fn ResourceDetail() -> impl IntoView {
    let Some(key) = key_of_address() else { return view! { <NotFound/> }.into_any() };
    let posted = Posted::of_request();
    let load = get_resource(key.clone());
    let fail = {
        let (title, lead, retry_href) = (key.name.clone(), key.kind.noun(), routes::resource(&key));
        move |problem| view! { <PageHeader title lead/> <ProblemPanel problem retry_href/> }.into_any()
    };
    view! {
        <PageTitle text=key.label()/>
        {loaded_or(load, move |detail| view! { <Loaded detail posted/> }.into_any(), fail)}
    }
    .into_any()
}

#[component]
fn Loaded(detail: Detail, posted: Posted) -> impl IntoView {
    let key = detail.key.clone();
    let is_titled = detail.title != key.name;
    let tabs = (key.kind == Kind::Api).then(|| view! { <ApiTabs gateway=key.gateway.clone() api=key.name.clone() current="settings"/> });
    let actions = {
        let key = key.clone();
        move || view! { <Actions key=key.clone()/> }
    };
    let warnings = detail.warnings.clone().into_iter().map(|text| view! { <Notice tone=StateTone::Warning>{text}</Notice> }).collect_view();
    view! {
        <Done name=key.label() gateway=key.gateway.clone()/>
        <PageHeader title=detail.title.clone() lead=detail.description.clone() actions/>
        <p class="-mt-3 mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
            {is_titled.then(|| view! { <span class="font-mono text-sm wrap-anywhere">{key.name.clone()}</span> })}
            <StateDot tone=tone_of(&detail.state) text=detail.state.label.clone()/>
        </p>
        {tabs}
        {posted.problem.clone().map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> })}
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
            <div class="grid gap-4">
                <Parts detail=detail.clone() posted=posted.clone()/>
                {(!detail.warnings.is_empty()).then(|| view! { <div class="grid gap-2">{warnings}</div> })}
                {detail.sheets.iter().map(|sheet| view! { <FactsOf sheet=sheet.clone()/> }).collect_view()}
                <Kept names=detail.other_members.clone()/>
                <Identity detail=detail.clone()/>
            </div>
            <div class="grid gap-4">
                <Sheet title="Latest changes">
                    <EntryList entries=detail.history.clone() empty="Nothing was changed from this console yet."/>
                </Sheet>
            </div>
        </div>
    }
}

#[component]
fn Actions(key: Key) -> impl IntoView {
    let session = use_session();
    let operations = key.operations();
    let may = |operation: Option<domain::Operation>| operation.is_some_and(|operation| session.may(operation));
    let edit = may(operations.patch.or(operations.save))
        .then(|| view! { <LinkButton href=routes::edit_resource(&key) tone=Tone::Primary>"Edit"</LinkButton> });
    let delete = may(operations.delete).then(|| view! { <LinkButton href=routes::delete_resource(&key)>"Delete"</LinkButton> });
    view! { {delete} {edit} }
}

#[component]
fn FactsOf(sheet: FactSheet) -> impl IntoView {
    let items = sheet.facts.into_iter().map(|fact| {
        let view = match (fact.text.is_empty(), fact.is_code) {
            (true, _) => view! { <span class="text-base-content/75">"not set"</span> }.into_any(),
            (false, true) if fact.text.contains('\n') => view! { <CodeBlock text=fact.text label=fact.label.clone()/> }.into_any(),
            (false, true) => view! { <span class="font-mono text-xs break-all">{fact.text}</span> }.into_any(),
            (false, false) => view! { <span class="whitespace-pre-line wrap-anywhere">{fact.text}</span> }.into_any(),
        };
        (fact.label, view)
    });
    let items: Vec<_> = items.collect();
    view! { <Sheet title=sheet.title><Facts items/></Sheet> }
}

/// What the console has no field for.
#[component]
fn Kept(names: Vec<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        view! {
            <p class="text-xs text-base-content/75">
                "Azure holds more about it that this console has no field for, and keeps on every save: "
                <span class="font-mono wrap-anywhere">{names.join(", ")}</span> "."
            </p>
        }
    })
}

#[component]
fn Identity(detail: Detail) -> impl IntoView {
    let code = |text: String| view! { <span class="font-mono text-xs break-all">{text}</span> }.into_any();
    let items = vec![("Resource id".to_owned(), code(detail.resource_id)), ("Version".to_owned(), code(detail.etag))];
    view! {
        <Sheet title="In Azure">
            <Facts items/>
            <div class="grid gap-3 border-t border-base-300 p-4">
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
