//! An API's policy: the document, the form that puts a token limit into it, and what an apply would
//! change.

use super::{
    api_tabs::ApiTabs,
    audit::parts::EntryList,
    changes::Changes,
    done::Done,
    editing::{Errors, LeaveDialog, Reason, Refusal},
    loaded::loaded_or,
    parameters::segment,
};
use crate::{
    api::policies::get_policy,
    problem_panel::ProblemPanel,
    routes,
    state::{PolicyDraft, Posted, use_session},
};
use domain::{
    Operation, Problem,
    policy::{EMPTY_POLICY, PolicyDetail, TokenLimit},
};
use leptos::prelude::*;
use ui::{Button, Checkbox, CodeBlock, Field, LinkButton, PageHeader, PageTitle, SafeTextarea, SelectInput, Sheet, TextInput, Tone};

#[component]
pub(crate) fn ApiPolicy() -> impl IntoView {
    let (gateway, api) = (segment("gateway"), segment("api"));
    let title = format!("Policy of {api}");
    let Posted { policy: posted, problem: not_deleted, .. } = Posted::of_request();
    let load = get_policy(gateway.clone(), api.clone());
    let fail = {
        let (gateway, api, posted) = (gateway.clone(), api.clone(), posted.clone());
        move |problem| view! { <Failed gateway api problem posted/> }.into_any()
    };
    view! {
        <PageTitle text=title/>
        <Done gateway=gateway.clone() name=format!("Policy of {api}")/>
        <PageHeader title=api.clone() lead="What the gateway does with each call: limits, caches, routing, headers."/>
        <ApiTabs gateway api current="policy"/>
        {loaded_or(load, move |detail| view! { <Loaded detail posted not_deleted/> }.into_any(), fail)}
    }
}

/// Azure does not answer: what was typed is still here.
#[component]
fn Failed(gateway: String, api: String, problem: Problem, posted: Option<PolicyDraft>) -> impl IntoView {
    let typed = posted.map(|draft| view! { <div class="mt-4"><CodeBlock text=draft.document label="What you typed"/></div> });
    view! { <ProblemPanel problem retry_href=routes::api_policy(&gateway, &api)/> {typed} }
}

#[component]
fn Loaded(detail: PolicyDetail, posted: Option<PolicyDraft>, not_deleted: Option<Problem>) -> impl IntoView {
    let is_posted = posted.is_some();
    let draft = posted.unwrap_or_else(|| PolicyDraft::of(&detail));
    let may_write = use_session().may(Operation::ApiPolicyCreateOrUpdate);
    let is_changed = draft.document != detail.document && is_posted;
    let editor = if may_write {
        view! { <Editor detail=detail.clone() draft is_changed/> }.into_any()
    } else {
        view! { <CodeBlock text=detail.document.clone() label="Policy"/> }.into_any()
    };
    let history = detail.history.clone();
    view! {
        <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
            <div class="grid gap-4">{editor}</div>
            <div class="grid gap-4">
                <RefersTo detail=detail.clone()/>
                <Sheet title="Latest changes">
                    <EntryList entries=history empty="Nothing was changed from this console yet."/>
                </Sheet>
                <Removal detail problem=not_deleted/>
            </div>
        </div>
    }
}

#[component]
fn Editor(detail: PolicyDetail, draft: PolicyDraft, is_changed: bool) -> impl IntoView {
    let action = routes::api_policy(&detail.gateway, &detail.api);
    let PolicyDraft { document, etag, limit, problem, is_edited } = draft;
    let errors = Errors::new(problem.as_ref());
    let problem = problem.map(without_lines);
    let diff = is_changed.then(|| view! { <Changes title="What applying changes" before=detail.document.clone() after=document.clone()/> });
    let document = if document.is_empty() { EMPTY_POLICY.to_owned() } else { document };
    let label = format!("Apply to {}", detail.gateway);
    let error = errors.of("document");
    let is_dirty = is_edited.then_some("");
    view! {
        <form method="post" action=action data-guard="" data-dirty=is_dirty class="grid gap-4" novalidate="novalidate">
            <input type="hidden" name="etag" value=etag/>
            <button type="submit" name="do" value="review" class="hidden" tabindex="-1" aria-hidden="true"></button>
            {problem.map(|problem| view! { <Refusal problem/> })}
            {diff}
            <Sheet title="Token limit">
                <LimitFields limit errors=errors.clone()/>
            </Sheet>
            <Sheet title="Document">
                <div class="p-4">
                    <Field label="Policy" name="document" help="Raw XML: expressions such as @(context.Subscription.Id) need no escaping." error>
                        <SafeTextarea name="document" value=document rows=26 mono=true/>
                    </Field>
                </div>
            </Sheet>
            <div class="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-2 border-t border-base-300 bg-base-200 px-1 py-3">
                <Button kind="submit" name="do" value="save" tone=Tone::Primary>{label}</Button>
                <Button kind="submit" name="do" value="review">"Show the changes"</Button>
                <LinkButton href=routes::api_policy(&detail.gateway, &detail.api)>"Start again"</LinkButton>
                <Reason/>
            </div>
        </form>
        <LeaveDialog/>
    }
}

/// A conflict's own comparison counts lines; below it the versions are compared as documents.
fn without_lines(mut problem: Problem) -> Problem {
    if let Some(conflict) = &mut problem.conflict {
        conflict.differences.clear();
    }
    problem
}

#[component]
fn LimitFields(limit: TokenLimit, errors: Errors) -> impl IntoView {
    let options = [("subscription", "each subscription"), ("address", "each caller's address"), ("api", "all callers together")];
    let options = options.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    view! {
        <div class="grid items-start gap-4 p-4 sm:grid-cols-[160px_minmax(0,1fr)_auto]">
            <Field label="Tokens a minute" name="tokens_per_minute" error=errors.of("tokens_per_minute")>
                <TextInput name="tokens_per_minute" value=limit.tokens_per_minute placeholder="20000"/>
            </Field>
            <Field label="Counted for" name="counted_by">
                <SelectInput name="counted_by" value=limit.counted_by options/>
            </Field>
            <div class="sm:pt-6"><Button kind="submit" name="do" value="limit">"Put into the document"</Button></div>
            <div class="sm:col-span-3">
                <Checkbox name="estimates_prompt" label="Count prompts before they are sent" checked=limit.estimates_prompt
                    help="Refuses a call up front that can't fit. Without it one call may overshoot."/>
            </div>
        </div>
    }
}

#[component]
fn RefersTo(detail: PolicyDetail) -> impl IntoView {
    use domain::resource::{Key, Kind};
    let gateway = detail.gateway.clone();
    let backends = detail.backends.into_iter().map(|name| (routes::backend(&gateway, &name), name)).collect::<Vec<_>>();
    let fragment = |name: String| (routes::resource(&Key::new(&gateway, Kind::Fragment, &name)), name);
    let fragments = detail.fragments.into_iter().map(fragment).collect::<Vec<_>>();
    let values = routes::resources(&gateway, Kind::NamedValue, "");
    let value = |name: String| (routes::with_query(&values, &[("text", &name)]), name);
    let named = detail.named_values.into_iter().map(value).collect::<Vec<_>>();
    let groups: Vec<_> = [("Backends", backends), ("Fragments", fragments), ("Named values", named)]
        .into_iter()
        .filter(|(_, links)| !links.is_empty())
        .map(|(title, links)| {
            let links = links
                .into_iter()
                .map(|(href, name)| view! { <li><a class="link font-mono text-sm wrap-anywhere" href=href>{name}</a></li> });
            view! { <div><h3 class="mb-1 text-sm font-medium">{title}</h3><ul>{links.collect_view()}</ul></div> }
        })
        .collect();
    let nothing = groups.is_empty().then(|| view! { <p class="text-sm text-base-content/75">"It names nothing else on this gateway."</p> });
    view! { <Sheet title="Refers to"><div class="grid gap-3 p-4">{nothing} {groups}</div></Sheet> }
}

#[component]
fn Removal(detail: PolicyDetail, problem: Option<Problem>) -> impl IntoView {
    let is_open = problem.is_some();
    let problem = problem.map(|problem| view! { <ProblemPanel problem/> });
    let may = !detail.etag.is_empty() && use_session().may(Operation::ApiPolicyDelete);
    let action = routes::api_policy(&detail.gateway, &detail.api);
    let label = format!("Delete the policy of {}", detail.api);
    may.then(|| {
        view! {
            <details class="sheet" open=is_open>
                <summary class="cursor-pointer px-4 py-3 font-medium">"Delete the policy"</summary>
                <form method="post" action=action class="grid gap-3 border-t border-base-300 p-4">
                    {problem}
                    <p class="text-sm">"Limits, routing and caching of this API end at once. Policies of products and of the service go on."</p>
                    <input type="hidden" name="etag" value=detail.etag/>
                    <Reason id="delete-reason"/>
                    <div><Button kind="submit" name="do" value="delete" tone=Tone::Danger>{label}</Button></div>
                </form>
            </details>
        }
    })
}
