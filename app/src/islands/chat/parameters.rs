//! Where the call goes, with whose key, and the model's parameters.

use super::form::ChatState;
use domain::chat::{ChatRequest, DEFAULT_API_VERSION, PlaygroundOptions};
use leptos::prelude::*;
use ui::{Field, SafeTextarea, SelectInput, Sheet, TextInput};

/// The error of a field, followed.
fn error_of(state: ChatState, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || state.errors.with(|errors| errors.iter().find(|error| error.field == field).map(|error| error.message.clone())))
}

#[component]
pub(super) fn Target(state: ChatState, options: PlaygroundOptions, request: ChatRequest) -> impl IntoView {
    let route = request.route;
    let is_first = route.deployment.is_empty();
    let first = |all: &[String]| all.first().cloned().unwrap_or_default();
    let deployment = if is_first { first(&options.deployments) } else { route.deployment };
    let api_path = if is_first { first(&options.api_paths) } else { route.api_path };
    let choices: Vec<_> =
        options.subscriptions.iter().map(|choice| (choice.name.clone(), format!("{} ({})", choice.display_name, choice.scope))).collect();
    let subscription =
        if route.subscription.is_empty() { choices.first().map(|choice| choice.0.clone()).unwrap_or_default() } else { route.subscription };
    let suggestions = options.deployments.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let paths = options.api_paths.into_iter().map(|path| view! { <option value=path></option> }).collect_view();
    view! {
        <Sheet title="Target">
            <div class="grid gap-3 p-4">
                <Field label="Deployment" name="deployment" error=error_of(state, "deployment")>
                    <datalist id="deployments">{suggestions}</datalist>
                    <TextInput name="deployment" value=deployment mono=true list="deployments"/>
                </Field>
                <Field label="Subscription" name="subscription" help="Its key is used and never shown." error=error_of(state, "subscription")>
                    <SelectInput name="subscription" value=subscription options=choices/>
                </Field>
                <div class="grid grid-cols-2 gap-3">
                    <Field label="API path" name="api_path" error=error_of(state, "api_path")>
                        <datalist id="api-paths">{paths}</datalist>
                        <TextInput name="api_path" value=api_path mono=true list="api-paths"/>
                    </Field>
                    <Field label="API version" name="api_version" error=error_of(state, "api_version")>
                        <TextInput name="api_version" value=route.api_version mono=true placeholder=DEFAULT_API_VERSION/>
                    </Field>
                </div>
            </div>
        </Sheet>
    }
}

#[component]
pub(super) fn Settings(state: ChatState, request: ChatRequest) -> impl IntoView {
    let system =
        request.messages.iter().find(|message| message.role == "system").map(|message| message.content.clone()).unwrap_or_default();
    let parameters = request.parameters;
    view! {
        <Sheet title="Parameters">
            <div class="grid gap-3 p-4">
                <Field label="System message" name="system">
                    <SafeTextarea name="system" value=system rows=2/>
                </Field>
                <div class="grid grid-cols-2 gap-3">
                    <Parameter state label="Temperature" name="temperature" value=parameters.temperature/>
                    <Parameter state label="Top p" name="top_p" value=parameters.top_p/>
                    <Parameter state label="Max tokens" name="max_tokens" value=parameters.max_tokens/>
                    <Parameter state label="Seed" name="seed" value=parameters.seed/>
                </div>
                <Parameter state label="Stop at" name="stop" value=parameters.stop/>
                <p class="text-xs text-base-content/75">"Empty fields are not sent: the model's defaults apply."</p>
            </div>
        </Sheet>
    }
}

#[component]
fn Parameter(state: ChatState, label: &'static str, name: &'static str, value: String) -> impl IntoView {
    view! {
        <Field label name error=error_of(state, name)>
            <TextInput name value/>
        </Field>
    }
}
