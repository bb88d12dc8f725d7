//! Name, title, description, and for single backends the address.

use crate::pages::editing::Errors;
use domain::backend::{BackendDraft, BackendKind};
use leptos::prelude::*;
use ui::{Field, SafeTextarea, SelectInput, Sheet, TextInput};

#[component]
pub(super) fn Basics(draft: BackendDraft, errors: Errors, is_new: bool) -> impl IntoView {
    let is_single = draft.kind == BackendKind::Single;
    let BackendDraft { name, title, description, .. } = draft.clone();
    let title_error = errors.of("title");
    let description_error = errors.of("description");
    let address = is_single.then(|| view! { <Address draft errors=errors.clone()/> });
    view! {
        <Sheet title=if is_single { "Endpoint" } else { "Pool" }>
            <div class="grid gap-4 p-4 sm:grid-cols-2">
                <Name name errors is_new/>
                <Field label="Title" name="title" help="What lists show under the name." error=title_error>
                    <TextInput name="title" value=title/>
                </Field>
                {address}
                <div class="sm:col-span-2">
                    <Field label="Description" name="description" error=description_error>
                        <SafeTextarea name="description" value=description rows=2/>
                    </Field>
                </div>
            </div>
        </Sheet>
    }
}

/// The name is the resource's id: it can't be changed later.
#[component]
fn Name(name: String, errors: Errors, is_new: bool) -> impl IntoView {
    if !is_new {
        return view! {
            <div>
                <p class="text-sm font-medium">"Name"</p>
                <p class="py-1.5 font-mono">{name.clone()}</p>
                <input type="hidden" name="name" value=name/>
            </div>
        }
        .into_any();
    }
    let error = errors.of("name");
    view! {
        <Field label="Name" name="name" help="Policies and pools refer to it. It can't be changed later." required=true error>
            <TextInput name="name" value=name mono=true required=true/>
        </Field>
    }
    .into_any()
}

#[component]
fn Address(draft: BackendDraft, errors: Errors) -> impl IntoView {
    let protocols = vec![("http".to_owned(), "HTTP".to_owned()), ("soap".to_owned(), "SOAP".to_owned())];
    view! {
        <div class="sm:col-span-2">
            <Field label="Address" name="url" help="The gateway appends the operation's path, such as /deployments/…" required=true error=errors.of("url")>
                <TextInput name="url" kind="url" value=draft.url mono=true required=true placeholder="https://contoso.openai.azure.com/openai"/>
            </Field>
        </div>
        <Field label="Protocol" name="protocol" error=errors.of("protocol")>
            <SelectInput name="protocol" value=draft.protocol options=protocols/>
        </Field>
        <Field label="Azure region" name="azure_region" help="For lists, and for routing by carbon emission." error=errors.of("azure_region")>
            <TextInput name="azure_region" value=draft.azure_region/>
        </Field>
    }
}
