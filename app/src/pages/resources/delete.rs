//! Deleting a resource: what depends on it first, then the question.

use super::key_of_address;
use crate::{
    api::resources::get_resource,
    pages::{
        NotFound,
        changes::ChangedSince,
        editing::Reason,
        loaded::{allowed, loaded},
        related::RelatedSheet,
    },
    problem_panel::ProblemPanel,
    routes,
    state::Posted,
};
use domain::resource::{Detail, Kind, Related};
use leptos::prelude::*;
use ui::{Button, Checkbox, LinkButton, PageHeader, PageTitle, Sheet, Tone};

#[component]
pub(crate) fn DeleteResource() -> impl IntoView {
    let Some(key) = key_of_address().filter(|key| key.operations().delete.is_some()) else { return view! { <NotFound/> }.into_any() };
    let title = format!("Delete {}?", key.name);
    let posted = Posted::of_request().problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> });
    let retry_href = routes::delete_resource(&key);
    let load = {
        let key = key.clone();
        async move {
            if let Some(operation) = key.operations().delete {
                allowed(operation, &key.gateway)?;
            }
            let detail = get_resource(key.clone()).await?;
            let related = crate::api::related::related(key).await?;
            Ok((detail, related))
        }
    };
    view! {
        <PageTitle text=format!("Delete {}", key.name)/>
        <PageHeader title lead="This can't be undone from here. The audit log keeps what it was."/>
        {posted}
        {loaded(load, retry_href, |(detail, related)| view! { <Question detail related/> }.into_any())}
    }
    .into_any()
}

#[component]
fn Question(detail: Detail, related: Related) -> impl IntoView {
    let key = detail.key.clone();
    let (back, action) = (routes::resource(&key), routes::delete_resource(&key));
    let is_held = related.is_held && !related.items.is_empty();
    let has_subscriptions = key.kind == Kind::Product && related.items.iter().any(|item| item.kind == Some(Kind::Subscription));
    let checked = Posted::of_request().with_subscriptions;
    let label = format!("Delete {} from {}", key.name, key.gateway);
    view! {
        <ChangedSince seen=Posted::of_request().seen now=detail.arm_json.clone()/>
        <Sheet title="Who feels it">
            <div class="grid gap-4 p-4">
                <RelatedSheet gateway=key.gateway.clone() noun=key.kind.noun() related/>
                <form method="post" action=action class="grid gap-3">
                    <input type="hidden" name="etag" value=detail.etag/>
                    <input type="hidden" name="seen" value=detail.arm_json/>
                    {has_subscriptions.then(|| view! {
                        <Checkbox name="with_subscriptions" checked label="Delete its subscriptions too" help="Their keys stop working at once. Without this, Azure refuses."/>
                    })}
                    <div class="flex flex-wrap items-center gap-2">
                        {(!is_held).then(|| view! { <Button kind="submit" tone=Tone::Danger>{label}</Button> })}
                        <LinkButton href=back>{if is_held { "Back" } else { "Keep it" }}</LinkButton>
                        {(!is_held).then(|| view! { <Reason/> })}
                    </div>
                </form>
            </div>
        </Sheet>
    }
}
