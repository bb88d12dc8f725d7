//! A new LLM API in one step: what is asked, what will be made, and what became of each part.

use super::{
    editing::{Errors, LeaveDialog, Refusal},
    loaded::loaded,
    parameters::segment,
};
use crate::{
    api::llm_api::llm_api_options,
    routes,
    state::{LlmApiForm, Posted},
};
use domain::{
    llm_api::{LlmApiOptions, LlmApiReport, LlmKind, Step, StepOutcome},
    resource::{Key, Kind},
};
use leptos::prelude::*;
use ui::{
    Button, Field, LinkButton, Notice, PageHeader, PageTitle, SafeTextarea, SelectInput, Sheet, StateDot, StateTone, TextInput, Tone,
};

#[component]
pub(crate) fn NewLlmApi() -> impl IntoView {
    let gateway = segment("gateway");
    let form = Posted::of_request().llm_api.unwrap_or_else(LlmApiForm::new);
    let load = llm_api_options(gateway.clone());
    let retry_href = routes::new_llm_api(&gateway);
    view! {
        <PageTitle text="New LLM API"/>
        <PageHeader title="New LLM API" lead="An API with its operations, its policy and its place in a product, made in one step."/>
        {loaded(load, retry_href, |options| view! { <Loaded gateway form options/> }.into_any())}
    }
}

#[component]
fn Loaded(gateway: String, form: LlmApiForm, options: LlmApiOptions) -> impl IntoView {
    match form.report.clone() {
        Some(report) => view! { <Report gateway report form options/> }.into_any(),
        None => view! { <LlmForm gateway form options/> }.into_any(),
    }
}

#[component]
fn LlmForm(gateway: String, form: LlmApiForm, options: LlmApiOptions) -> impl IntoView {
    let LlmApiForm { draft, problem, .. } = form;
    let errors = Errors::new(problem.as_ref());
    let kinds = LlmKind::ALL.map(|kind| (kind.slug().to_owned(), kind.label().to_owned())).to_vec();
    let products: Vec<_> =
        std::iter::once((String::new(), "None".to_owned())).chain(options.products.into_iter().map(|name| (name.clone(), name))).collect();
    let backends: Vec<_> = std::iter::once((String::new(), "Choose …".to_owned()))
        .chain(options.backends.into_iter().map(|name| (name.clone(), name)))
        .collect();
    view! {
        <form method="post" action=routes::new_llm_api(&gateway) data-guard="" class="grid gap-4" novalidate="novalidate">
            {problem.map(|problem| view! { <Refusal problem/> })}
            <Sheet title="API">
                <div class="grid gap-4 p-4 sm:grid-cols-2">
                    <Field label="Wire format" name="kind" help="Decides the operations.">
                        <SelectInput name="kind" value=draft.kind.slug() options=kinds/>
                    </Field>
                    <Field label="Name" name="name" help="It can't be changed later." required=true error=errors.of("name")>
                        <TextInput name="name" value=draft.name mono=true required=true placeholder="chat"/>
                    </Field>
                    <Field label="Display name" name="display_name" required=true error=errors.of("display_name")>
                        <TextInput name="display_name" value=draft.display_name required=true/>
                    </Field>
                    <Field label="Path" name="path" help="After the gateway's address." required=true error=errors.of("path")>
                        <TextInput name="path" value=draft.path mono=true required=true placeholder="openai"/>
                    </Field>
                    <Field label="Calls go to" name="backend" required=true error=errors.of("backend")>
                        <SelectInput name="backend" value=draft.backend options=backends/>
                    </Field>
                    <Field label="Product" name="product" help="Keys of the product open the API." error=errors.of("product")>
                        <SelectInput name="product" value=draft.product options=products/>
                    </Field>
                    <Field label="Header with the key" name="key_header" help="OpenAI's clients for Azure send api-key." error=errors.of("key_header")>
                        <TextInput name="key_header" value=draft.key_header mono=true/>
                    </Field>
                    <div class="sm:col-span-2">
                        <Field label="OpenAPI description" name="import" help="Optional: paste it (JSON or YAML), or give its https address. Its operations are made instead of those below." error=errors.of("import")>
                            <SafeTextarea name="import" value=draft.import rows=4/>
                        </Field>
                    </div>
                </div>
            </Sheet>
            <WillBeMade/>
            <div class="flex flex-wrap items-center gap-2">
                <Button kind="submit" name="do" value="save" tone=Tone::Primary>{format!("Create in {gateway}")}</Button>
                <LinkButton href=routes::resources(&gateway, Kind::Api, "")>"Cancel"</LinkButton>
                <LinkButton href=routes::new_resource(&gateway, Kind::Api, "", "")>"An API of another kind"</LinkButton>
            </div>
        </form>
        <LeaveDialog/>
    }
}

#[component]
fn WillBeMade() -> impl IntoView {
    let kinds = LlmKind::ALL.into_iter().map(|kind| {
        let operations =
            kind.operations().iter().map(|(_, _, method, path)| view! { <li class="font-mono text-xs break-all">{*method}" "{*path}</li> });
        view! { <div><h3 class="mb-1 text-sm font-medium">{kind.label()}</h3><ul>{operations.collect_view()}</ul></div> }
    });
    view! {
        <Sheet title="What will be made">
            <div class="grid gap-3 p-4">
                <p class="text-sm">"In this order: the API, its operations, a policy that sends calls to the backend and passes streams on as they come, \
                    and the product's link. When a part fails, what this step made is taken back. Each part is an entry of its own in the audit."</p>
                <div class="grid gap-4 sm:grid-cols-3">{kinds.collect_view()}</div>
            </div>
        </Sheet>
    }
}

#[component]
fn Report(gateway: String, report: LlmApiReport, form: LlmApiForm, options: LlmApiOptions) -> impl IntoView {
    let key = Key::new(&gateway, Kind::Api, &report.api);
    let is_done = report.is_done();
    let (tone, text) =
        if is_done { (StateTone::Success, "It is made.") } else { (StateTone::Error, "It was not made: see what became of each part.") };
    let rows = report.steps.into_iter().map(|step| view! { <StepRow step/> }).collect_view();
    let next = if is_done {
        view! {
            <div class="flex flex-wrap gap-2">
                <LinkButton href=routes::api_policy(&gateway, &report.api) tone=Tone::Primary>"Put a token limit on it"</LinkButton>
                <LinkButton href=routes::resource(&key)>"Open the API"</LinkButton>
                <LinkButton href=routes::playground(&gateway)>"Try it"</LinkButton>
            </div>
        }
        .into_any()
    } else {
        view! { <LlmForm gateway form=LlmApiForm { report: None, ..form } options/> }.into_any()
    };
    view! {
        <div class="grid gap-4">
            <Notice tone>{text}</Notice>
            <Sheet title="Part by part"><ol>{rows}</ol></Sheet>
            {next}
        </div>
    }
}

#[component]
fn StepRow(step: Step) -> impl IntoView {
    let (tone, word) = match step.outcome {
        StepOutcome::Done => (StateTone::Success, "Made"),
        StepOutcome::Failed => (StateTone::Error, "Failed"),
        StepOutcome::Undone => (StateTone::Neutral, "Taken back"),
        StepOutcome::LeftBehind => (StateTone::Warning, "Made, could not be taken back"),
        StepOutcome::LeftOut => (StateTone::Warning, "Left out"),
    };
    let entry =
        (!step.audit_id.is_empty()).then(|| view! { <a class="link text-sm" href=routes::audit_entry(&step.audit_id)>"Audit entry"</a> });
    let detail =
        (!step.detail.is_empty()).then(|| view! { <p class="w-full text-sm wrap-anywhere text-base-content/75">{step.detail}</p> });
    view! {
        <li class="flex flex-wrap items-center gap-x-3 border-t border-base-300 px-4 py-2.5 first:border-t-0">
            <span class="min-w-0 flex-1 wrap-anywhere">{step.label}</span>
            <StateDot tone text=word/>
            {entry}
            {detail}
        </li>
    }
}
