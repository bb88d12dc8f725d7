//! A page of its own, without navigation.

use crate::state::{
    Notice,
    notice::{Form, Link},
};
use leptos::prelude::*;
use ui::{Button, Glyph, Icon, LinkButton, PageTitle, Tone};

#[component]
pub(crate) fn NoticePage(notice: Notice) -> impl IntoView {
    let Notice { title, texts, facts, links, form } = notice;
    let facts = facts.into_iter().map(|(label, value)| {
        view! { <p class="text-xs text-base-content/75">{label}": "<span class="font-mono wrap-anywhere">{value}</span></p> }
    });
    let is_first_primary = form.is_none();
    let links = links.into_iter().enumerate().map(|(index, link)| view! { <LinkOf link is_primary=is_first_primary && index == 0/> });
    view! {
        <PageTitle text=title.clone()/>
        <main id="main" tabindex="-1" class="mx-auto flex min-h-screen w-full max-w-lg flex-col justify-center px-4 py-10">
            <p class="mb-4 flex items-center gap-2">
                <span class="grid size-6 place-items-center rounded-field bg-primary text-primary-content">
                    <Icon name=Glyph::Home class="size-3.5"/>
                </span>
                <span class="font-semibold tracking-tight">"AI Gateway Console"</span>
            </p>
            <section role="alert" class="sheet grid gap-3 p-5">
                <h1 class="text-lg font-semibold">{title}</h1>
                {texts.into_iter().map(|text| view! { <p class="wrap-anywhere">{text}</p> }).collect_view()}
                {facts.collect_view()}
                <div class="mt-2 flex flex-wrap gap-2">
                    {form.map(|form| view! { <ButtonOf form/> })}
                    {links.collect_view()}
                </div>
            </section>
        </main>
    }
}

#[component]
fn LinkOf(link: Link, is_primary: bool) -> impl IntoView {
    let tone = if is_primary { Tone::Primary } else { Tone::default() };
    match link.is_new_tab {
        true => view! { <a class="btn btn-sm" href=link.href target="_blank" rel="noopener">{link.label}</a> }.into_any(),
        false => view! { <LinkButton href=link.href tone>{link.label}</LinkButton> }.into_any(),
    }
}

#[component]
fn ButtonOf(form: Form) -> impl IntoView {
    let pairs = form.pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form method="post" action=form.action>
            {pairs.collect_view()}
            <Button kind="submit" tone=Tone::Primary>{form.label}</Button>
        </form>
    }
}
