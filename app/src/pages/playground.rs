//! The playground: a chat with a model through the gateway.

use crate::{
    api::playground::playground_options,
    islands::Chat,
    pages::{loaded::loaded, parameters::segment},
    routes,
    state::Posted,
};
use leptos::prelude::*;
use ui::{PageHeader, PageTitle};

#[component]
pub(crate) fn Playground() -> impl IntoView {
    let gateway = segment("gateway");
    let turn = Posted::of_request().chat.unwrap_or_default();
    let retry_href = routes::playground(&gateway);
    let load = playground_options(gateway.clone());
    view! {
        <PageTitle text="Playground"/>
        <PageHeader title="Playground" lead="Talk to a model through the gateway, with the policies and limits that its users meet."/>
        {loaded(load, retry_href, |options| view! { <Chat gateway options turn/> }.into_any())}
    }
}
