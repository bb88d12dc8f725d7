//! What the gateway sends along, and how it connects. Secrets are kept, replaced or removed; they
//! are never shown.

use crate::pages::editing::Errors;
use domain::backend::{BackendDraft, CredentialDraft, SecretAction, SecretDraft};
use leptos::prelude::*;
use ui::{Button, Checkbox, Field, Glyph, Icon, SelectInput, Sheet, TextInput};

#[component]
pub(super) fn Credentials(draft: BackendDraft, errors: Errors) -> impl IntoView {
    let credentials = draft.credentials;
    let authorization_columns = if credentials.has_authorization {
        "grid items-start gap-3 sm:grid-cols-[140px_150px_minmax(0,1fr)]"
    } else {
        "grid items-start gap-3 sm:grid-cols-[140px_minmax(0,1fr)]"
    };
    view! {
        <Sheet title="Credentials">
            <div class="grid gap-5 p-4">
                <p class="text-sm text-base-content/75">
                    "Sent by the gateway with each call. Stored values can't be read back. A value may name a named value: {{my-key}}."
                </p>
                <Rows title="Headers" prefix="header" noun="header" rows=credentials.headers.clone() errors=errors.clone()/>
                <Rows title="Query parameters" prefix="query" noun="query parameter" rows=credentials.query.clone() errors=errors.clone()/>
                <fieldset class="grid gap-3">
                    <legend class="mb-2 text-sm font-medium">"Authorization header"</legend>
                    <div class=authorization_columns>
                        <Field label="Scheme" name="authorization.scheme" error=errors.of("authorization.scheme")>
                            <TextInput name="authorization.scheme" value=credentials.authorization_scheme placeholder="Bearer"/>
                        </Field>
                        <Secret prefix="authorization" label="Value" is_stored=credentials.has_authorization secret=credentials.authorization errors/>
                    </div>
                </fieldset>
            </div>
        </Sheet>
    }
}

#[component]
fn Rows(title: &'static str, prefix: &'static str, noun: &'static str, rows: Vec<CredentialDraft>, errors: Errors) -> impl IntoView {
    let rows = rows.into_iter().enumerate().map(|(index, row)| view! { <Row prefix index row errors=errors.clone()/> }).collect_view();
    let id = format!("add-{prefix}");
    view! {
        <fieldset class="grid gap-3">
            <legend class="mb-2 text-sm font-medium">{title}</legend>
            {rows}
            <div><Button kind="submit" name="do" value=id.clone() id><Icon name=Glyph::Plus class="size-3.5"/>{format!("Add {noun}")}</Button></div>
        </fieldset>
    }
}

#[component]
fn Row(prefix: &'static str, index: usize, row: CredentialDraft, errors: Errors) -> impl IntoView {
    let base = format!("{prefix}.{index}");
    let name = format!("{base}.name");
    let columns = if row.is_stored {
        "grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_150px_minmax(0,1fr)_auto]"
    } else {
        "grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
    };
    let is_removed = row.secret.action == SecretAction::Remove;
    let remove = if is_removed { "Keep after all" } else { "Remove" };
    let error = errors.of(&name);
    let label = row.name.clone();
    let input = if row.is_stored {
        view! {
            <div>
                <p class="text-sm font-medium">"Name"</p>
                <p class="py-1.5 font-mono text-sm break-all" class:line-through=is_removed>{row.name.clone()}</p>
                <input type="hidden" name=name.clone() value=row.name.clone()/>
                <input type="hidden" name=format!("{base}.stored") value="on"/>
            </div>
        }
        .into_any()
    } else {
        view! {
            <Field label="Name" name=name.clone() error>
                <TextInput name=name.clone() value=row.name.clone() mono=true placeholder="api-key"/>
            </Field>
        }
        .into_any()
    };
    view! {
        <div class=columns>
            {input}
            <Secret prefix=base.clone() label="Value" is_stored=row.is_stored secret=row.secret errors/>
            <div class="sm:pt-6">
                <Button kind="submit" name="do" value=format!("remove-{base}")>{remove}<span class="sr-only">" "{label}</span></Button>
            </div>
        </div>
    }
}

/// Keep, replace or remove; a new one has only a value.
#[component]
fn Secret(#[prop(into)] prefix: String, label: &'static str, is_stored: bool, secret: SecretDraft, errors: Errors) -> impl IntoView {
    let (action, value) = (format!("{prefix}.action"), format!("{prefix}.value"));
    let error = errors.of(&value);
    let choice = if is_stored {
        let options = [(SecretAction::Keep, "Keep"), (SecretAction::Replace, "Replace"), (SecretAction::Remove, "Remove")]
            .map(|(action, label)| (action.as_str().to_owned(), label.to_owned()));
        view! {
            <Field label="Stored value" name=action.clone()>
                <SelectInput name=action.clone() value=secret.action.as_str().to_owned() options=options.to_vec()/>
                <input type="hidden" name=format!("{prefix}.stored") value="on"/>
            </Field>
        }
        .into_any()
    } else {
        view! { <input type="hidden" name=action value="replace"/> }.into_any()
    };
    let placeholder = if is_stored { "stored; type to replace" } else { "" };
    view! {
        {choice}
        <Field label name=value.clone() error>
            <TextInput name=value.clone() kind="password" value=secret.value mono=true placeholder autocomplete="new-password"/>
        </Field>
    }
}

/// TLS and proxy.
#[component]
pub(super) fn Connection(draft: BackendDraft, errors: Errors) -> impl IntoView {
    let proxy = draft.proxy;
    let has_error = ["proxy.url", "proxy.username", "proxy.value"].iter().any(|field| errors.of(field).is_some());
    let is_open = has_error || !proxy.url.is_empty() || !draft.validate_chain || !draft.validate_name;
    view! {
        <details class="sheet" open=is_open>
            <summary class="cursor-pointer px-4 py-3 font-medium">"TLS and proxy"</summary>
            <div class="grid gap-4 border-t border-base-300 p-4">
                <Checkbox name="validate_chain" label="Check the certificate's chain" checked=draft.validate_chain help="Switch off only for a self-signed certificate that you know."/>
                <Checkbox name="validate_name" label="Check the certificate's name" checked=draft.validate_name/>
                <div class="grid items-start gap-3 sm:grid-cols-2">
                    <Field label="Proxy address" name="proxy.url" help="Empty: none." error=errors.of("proxy.url")>
                        <TextInput name="proxy.url" value=proxy.url mono=true/>
                    </Field>
                    <Field label="Proxy user" name="proxy.username">
                        <TextInput name="proxy.username" value=proxy.username/>
                    </Field>
                    <Secret prefix="proxy" label="Proxy password" is_stored=proxy.has_password secret=proxy.password errors/>
                </div>
            </div>
        </details>
    }
}
