//! One property of a form, in the control that suits its shape.

use crate::pages::editing::Errors;
use domain::resource::schema::{Input, Shape};
use leptos::prelude::*;
use ui::{Checkbox, Field, SafeTextarea, SelectInput, TextInput};

#[component]
pub(super) fn InputField(input: Input, value: String, errors: Errors, options: Vec<String>, is_new: bool) -> impl IntoView {
    let error = errors.of(input.path);
    let help = help_of(input, is_new);
    if input.is_fixed && !is_new {
        return view! { <Fixed label=input.label value path=input.path/> }.into_any();
    }
    match input.shape {
        Shape::Flag { .. } => view! { <Flag input value error/> }.into_any(),
        Shape::Choices(choices) => view! { <Choices input choices value error/> }.into_any(),
        _ => {
            let is_wide = is_wide(input.shape);
            view! {
                <div class=if is_wide { "sm:col-span-2" } else { "" }>
                    <Field label=input.label name=input.path help required=input.is_required && (is_new || input.shape != Shape::Secret) error>
                        <Control input value options/>
                    </Field>
                </div>
            }
            .into_any()
        }
    }
}

/// Azure never tells a secret, so an empty field leaves it alone.
fn help_of(input: Input, is_new: bool) -> String {
    let kept = if input.shape == Shape::Secret && !is_new { "Empty: what Azure holds stays." } else { "" };
    [input.help, kept].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_wide(shape: Shape) -> bool {
    matches!(shape, Shape::Paragraph { .. } | Shape::Document | Shape::Url | Shape::Words)
}

#[component]
fn Control(input: Input, value: String, options: Vec<String>) -> impl IntoView {
    let name = input.path;
    match input.shape {
        Shape::Paragraph { .. } => view! { <SafeTextarea name value rows=3/> }.into_any(),
        Shape::Words => view! { <SafeTextarea name value rows=3 mono=true/> }.into_any(),
        Shape::Document => view! { <SafeTextarea name value rows=16 mono=true/> }.into_any(),
        Shape::Choice(choices) => view! { <SelectInput options=options_with(choices, &value) name value/> }.into_any(),
        Shape::Secret => view! { <TextInput name value kind="password" mono=true autocomplete="new-password"/> }.into_any(),
        Shape::Url => view! { <TextInput name value kind="url" mono=true required=input.is_required placeholder="https://"/> }.into_any(),
        Shape::Date => view! { <TextInput name value mono=true placeholder="2027-01-31"/> }.into_any(),
        Shape::Reference(_) | Shape::Scope => view! { <Suggested name value options/> }.into_any(),
        Shape::Number { .. } => view! { <TextInput name value required=input.is_required/> }.into_any(),
        _ => view! { <TextInput name value required=input.is_required/> }.into_any(),
    }
}

/// The choices, and what Azure has when it is none of them: a list that can't show it would send its
/// first entry instead.
fn options_with(choices: &[(&str, &str)], value: &str) -> Vec<(String, String)> {
    let is_known = choices.iter().any(|(choice, _)| *choice == value);
    let label = if value.is_empty() { "Not set" } else { value };
    let other = (!is_known).then(|| (value.to_owned(), label.to_owned()));
    other.into_iter().chain(choices.iter().map(|(choice, label)| ((*choice).to_owned(), (*label).to_owned()))).collect()
}

/// A name with what exists as suggestions.
#[component]
fn Suggested(name: &'static str, value: String, options: Vec<String>) -> impl IntoView {
    let list = format!("{name}-options");
    let options = options.into_iter().map(|option| view! { <option value=option></option> }).collect_view();
    view! {
        <TextInput name value mono=true list=list.clone()/>
        <datalist id=list>{options}</datalist>
    }
}

#[component]
fn Flag(input: Input, value: String, error: Option<String>) -> impl IntoView {
    let help = error.or_else(|| (!input.help.is_empty()).then(|| input.help.to_owned())).unwrap_or_default();
    let checked = value == "true";
    view! {
        <div class="sm:col-span-2">
            {if help.is_empty() {
                view! { <Checkbox name=input.path label=input.label checked/> }.into_any()
            } else {
                view! { <Checkbox name=input.path label=input.label checked help/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Choices(input: Input, choices: &'static [(&'static str, &'static str)], value: String, error: Option<String>) -> impl IntoView {
    let chosen: Vec<String> = value.lines().map(str::to_owned).collect();
    let boxes = choices.iter().map(|(choice, label)| {
        let id = format!("{}.{choice}", input.path);
        let is_chosen = chosen.iter().any(|one| one.eq_ignore_ascii_case(choice));
        view! {
            <span class="flex items-center gap-2">
                <input type="checkbox" id=id.clone() name=input.path value=*choice class="checkbox checkbox-xs" checked=is_chosen/>
                <label for=id class="text-sm">{*label}</label>
            </span>
        }
    });
    let message = error.map(|text| view! { <p class="mt-1 text-sm text-error">{text}</p> });
    view! {
        <fieldset class="sm:col-span-2" id=input.path tabindex="-1">
            <legend class="mb-1 text-sm font-medium">{input.label}</legend>
            <div class="flex flex-wrap gap-x-5 gap-y-1">{boxes.collect_view()}</div>
            {message}
        </fieldset>
    }
}

/// What can't be changed any more; sent along, so that it stays.
#[component]
fn Fixed(label: &'static str, value: String, path: &'static str) -> impl IntoView {
    let shown = if value.is_empty() { "not set".to_owned() } else { value.clone() };
    view! {
        <div>
            <p class="text-sm font-medium">{label}</p>
            <p class="py-1.5 text-sm wrap-anywhere">{shown}</p>
            <input type="hidden" name=path value=value/>
        </div>
    }
}
