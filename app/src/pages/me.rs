//! Who one is here and why, where one is signed in, and tokens for scripts.

mod azure;
mod reason;
mod sessions;
mod tokens;

use super::{loaded::loaded, parameters::query_value};
use crate::{
    api::me::get_me,
    problem_panel::ProblemPanel,
    routes,
    state::{Posted, use_session},
};
use azure::Azure;
use domain::identity::Me as Found;
use leptos::prelude::*;
use reason::Reason;
pub(super) use sessions::SessionTable;
pub(super) use tokens::TokenTable;
use tokens::Tokens;
use ui::{Button, Notice, PageHeader, PageTitle, Sheet, StateTone};

#[component]
pub(crate) fn Me() -> impl IntoView {
    let posted = Posted::of_request();
    // What is wrong with a field of the new token stands beside it.
    let problem =
        posted.problem.clone().filter(|problem| posted.token.is_none() || problem.fields.iter().all(|error| error.field.is_empty()));
    view! {
        <PageTitle text="Me"/>
        <Ended/>
        <PageHeader title="Me" lead="Your role and where it comes from, the browsers you are signed in with, and tokens for your scripts." actions=SignOut/>
        {problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> })}
        {loaded(get_me(), routes::me(), move |found| view! { <Loaded found posted/> }.into_any())}
    }
}

/// What the last button did.
#[component]
pub(super) fn Ended() -> impl IntoView {
    let text = match query_value("done").as_str() {
        "session-ended" => "The session has ended, its open answers too.",
        "azure-disconnected" => "You are no longer connected to Azure: the console can't call it as you.",
        "token-revoked" => "The token is revoked: it opens nothing any more.",
        _ => return ().into_any(),
    };
    view! { <div class="mb-4"><Notice tone=StateTone::Success>{text}</Notice></div> }.into_any()
}

#[component]
fn SignOut() -> impl IntoView {
    (!use_session().is_local).then(|| {
        view! { <form method="post" action=routes::logout()><Button kind="submit">"Sign out"</Button></form> }
    })
}

#[component]
fn Loaded(found: Found, posted: Posted) -> impl IntoView {
    let is_local = found.reason.is_none();
    let (sessions, azure) = (found.sessions.clone(), found.azure.clone());
    view! {
        <div class="grid gap-4">
            <Reason found=found.clone()/>
            {(!is_local).then(|| view! {
                <Sheet title="Sessions"><SessionTable sessions action=routes::me() has_person=false/></Sheet>
                {(!azure.is_empty()).then(|| view! { <Azure connections=azure/> })}
                <Tokens found posted/>
            })}
        </div>
    }
}
