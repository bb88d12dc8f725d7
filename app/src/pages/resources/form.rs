//! The form of a resource: sections of fields, posted to the page's own path.

use super::input::InputField;
use crate::{
    pages::editing::{Errors, LeaveDialog, Refusal, SaveBar},
    state::RefusedForm,
};
use domain::resource::{Draft, Key, schema::Section};
use leptos::prelude::*;
use std::collections::BTreeMap;
use ui::{Field, Sheet, TextInput};

type Options = BTreeMap<String, Vec<String>>;

#[component]
pub(super) fn ResourceForm(key: Key, action: String, state: RefusedForm, options: Options, back: String) -> impl IntoView {
    let is_dirty = state.problem.is_some().then_some("");
    let focus = "";
    view! {
        <form method="post" action=action data-guard="" data-dirty=is_dirty data-focus=focus class="grid gap-4" novalidate="novalidate">
            <Fields key state options back/>
        </form>
        <LeaveDialog/>
    }
}

#[component]
fn Fields(key: Key, state: RefusedForm, options: Options, back: String) -> impl IntoView {
    let seen = state.seen_json();
    let RefusedForm { draft, etag, problem, .. } = state;
    let is_new = etag.is_empty();
    let errors = Errors::new(problem.as_ref());
    let label = if is_new { format!("Create in {}", key.gateway) } else { format!("Apply to {}", key.gateway) };
    let sections = key.kind.sections(&draft.variant).enumerate().map(|(index, section)| {
        let (draft, errors, options) = (draft.clone(), errors.clone(), options.clone());
        let name = (index == 0).then(|| view! { <Name key=key.clone() name=draft.name.clone() errors=errors.clone() is_new/> }.into_any());
        view! { <SectionSheet section=*section draft errors options is_new first=name/> }
    });
    view! {
        <input type="hidden" name="variant" value=draft.variant.clone()/>
        <input type="hidden" name="etag" value=etag/>
        <input type="hidden" name="seen" value=seen/>
        // Pressing Enter in a field saves: the first submit button of a form is its default.
        <button type="submit" name="do" value="save" class="hidden" tabindex="-1" aria-hidden="true"></button>
        {problem.map(|problem| view! { <Refusal problem/> })}
        {sections.collect_view()}
        <SaveBar label back/>
    }
}

#[component]
fn SectionSheet(section: Section, draft: Draft, errors: Errors, options: Options, is_new: bool, first: Option<AnyView>) -> impl IntoView {
    let is_set = |path: &str, initial: &str| !draft.value(path).is_empty() && draft.value(path) != initial;
    let is_open = section.inputs.iter().any(|input| is_set(input.path, input.initial) || errors.of(input.path).is_some());
    let fields = section.inputs.iter().map(|input| {
        let value = draft.value(input.path).to_owned();
        let options = options.get(input.path).cloned().unwrap_or_default();
        view! { <InputField input=*input value errors=errors.clone() options is_new/> }
    });
    let fields = fields.collect_view();
    let body = view! { <div class="grid gap-4 p-4 sm:grid-cols-2">{first} {fields}</div> };
    if section.is_folded {
        return view! {
            <details class="sheet" open=is_open>
                <summary class="cursor-pointer px-4 py-3 font-medium">{section.title}</summary>
                <div class="border-t border-base-300">{body}</div>
            </details>
        }
        .into_any();
    }
    view! { <Sheet title=section.title>{body}</Sheet> }.into_any()
}

/// The name is the resource's id: it can't be changed later.
#[component]
fn Name(key: Key, name: String, errors: Errors, is_new: bool) -> impl IntoView {
    if !is_new {
        return view! {
            <div class="sm:col-span-2">
                <p class="text-sm font-medium">"Name"</p>
                <p class="py-1.5 font-mono wrap-anywhere">{name.clone()}</p>
                <input type="hidden" name="name" value=name/>
            </div>
        }
        .into_any();
    }
    let error = errors.of("name");
    view! {
        <Field label="Name" name="name" help=key.kind.name_help() required=true error>
            <TextInput name="name" value=name mono=true required=true/>
        </Field>
    }
    .into_any()
}
