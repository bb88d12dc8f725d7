//! The console itself, for administrators: how it is configured, and who is signed in.

use super::{
    loaded::loaded,
    me::{Ended, SessionTable, TokenTable},
};
use crate::{
    api::settings::{get_settings, list_everyone},
    problem_panel::ProblemPanel,
    routes,
    state::Posted,
};
use domain::identity::{Everyone, SettingLine};
use leptos::prelude::*;
use ui::{Facts, PageHeader, PageTitle, Sheet};

#[component]
pub(crate) fn Settings() -> impl IntoView {
    let problem = Posted::of_request().problem.map(|problem| view! { <div class="mb-4"><ProblemPanel problem/></div> });
    let load = async {
        let lines = get_settings().await?;
        let everyone = list_everyone().await?;
        Ok((lines, everyone))
    };
    view! {
        <PageTitle text="Settings"/>
        <Ended/>
        <PageHeader title="Settings" lead="How this console runs. It is configured by its file, variables and flags; nothing here is written."/>
        {problem}
        {loaded(load, routes::settings(), |(lines, everyone)| view! { <Loaded lines everyone/> }.into_any())}
    }
}

#[component]
fn Loaded(lines: Vec<SettingLine>, everyone: Everyone) -> impl IntoView {
    let items = lines.into_iter().map(|line| {
        let value = if line.value.is_empty() { "not set".to_owned() } else { line.value };
        (line.key, view! { <span class="font-mono text-xs break-all">{value}</span> }.into_any())
    });
    let items: Vec<_> = items.collect();
    let has_more = everyone.sessions.len() >= 200;
    view! {
        <div class="grid gap-4">
            <Sheet title="Configuration"><Facts items/></Sheet>
            <Sheet title="Everyone's sessions">
                <SessionTable sessions=everyone.sessions action=routes::settings() has_person=true/>
                {has_more.then(|| view! { <p class="p-4 text-xs text-base-content/75">"The 200 that were used last."</p> })}
            </Sheet>
            <Sheet title="Everyone's tokens"><TokenTable tokens=everyone.tokens action=routes::settings() has_person=true/></Sheet>
        </div>
    }
}
