//! Deleting a backend: what depends on it first, then the question.

use crate::{
    api::{backends::get_backend, related::related_to_backend},
    pages::{
        changes::ChangedSince,
        editing::Reason,
        loaded::{allowed, loaded},
        parameters::segment,
        related::RelatedSheet,
    },
    problem_panel::ProblemPanel,
    routes,
    state::Posted,
};
use domain::{Operation, backend::BackendDetail, resource::Related};
use leptos::prelude::*;
use ui::{Button, LinkButton, Notice, PageHeader, PageTitle, Sheet, StateTone, Tone};

#[component]
pub(crate) fn DeleteBackend() -> impl IntoView {
    let (gateway, name) = (segment("gateway"), segment("backend"));
    let title = format!("Delete {name}?");
    let posted = Posted::of_request().problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> });
    let retry_href = routes::delete_backend(&gateway, &name);
    let load = {
        let (gateway, name) = (gateway.clone(), name.clone());
        async move {
            allowed(Operation::BackendDelete, &gateway)?;
            let detail = get_backend(gateway.clone(), name.clone()).await?;
            Ok((detail, related_to_backend(gateway, name).await?))
        }
    };
    view! {
        <PageTitle text=format!("Delete {name}")/>
        <PageHeader title lead="This can't be undone from here. The audit log keeps what it was."/>
        {posted}
        {loaded(load, retry_href, |(detail, related)| view! { <Question gateway detail related/> }.into_any())}
    }
}

#[component]
fn Question(gateway: String, detail: BackendDetail, related: Related) -> impl IntoView {
    let back = routes::backend(&gateway, &detail.name);
    let action = routes::delete_backend(&gateway, &detail.name);
    let is_held = !detail.used_by.is_empty() || (related.is_held && !related.items.is_empty());
    let is_told = detail.used_by.is_empty() || !related.items.is_empty();
    view! {
        <ChangedSince seen=Posted::of_request().seen now=detail.arm_json.clone()/>
        <Sheet title="Who feels it">
            <div class="grid gap-4 p-4">
                <UsedBy gateway=gateway.clone() detail=detail.clone()/>
                {is_told.then(|| view! { <RelatedSheet gateway=gateway.clone() noun="backend" related/> })}
                <form method="post" action=action class="flex flex-wrap gap-2">
                    <input type="hidden" name="etag" value=detail.etag/>
                    <input type="hidden" name="seen" value=detail.arm_json/>
                    {(!is_held).then(|| view! { <Button kind="submit" tone=Tone::Danger>{format!("Delete {} from {gateway}", detail.name)}</Button> })}
                    <LinkButton href=back>{if is_held { "Back" } else { "Keep it" }}</LinkButton>
                    {(!is_held).then(|| view! { <Reason/> })}
                </form>
            </div>
        </Sheet>
    }
}

#[component]
fn UsedBy(gateway: String, detail: BackendDetail) -> impl IntoView {
    if detail.used_by.is_empty() {
        return view! { <p>"No pool holds it."</p> }.into_any();
    }
    let pools = detail.used_by.into_iter().map(|user| {
        view! { <li><a class="link font-mono" href=routes::edit_backend(&gateway, &user.name)>{user.name.clone()}</a></li> }
    });
    view! {
        <Notice tone=StateTone::Warning>"Azure refuses to delete a backend that a pool holds. Take it out of these pools first:"</Notice>
        <ul class="list-disc pl-5">{pools.collect_view()}</ul>
    }
    .into_any()
}
