//! One click: prompts and answers of an API are logged. What it sends is shown first.

use crate::{
    api::llm_api::preview_llm_logging,
    pages::loaded::loaded,
    problem_panel::ProblemPanel,
    routes,
    state::{Posted, use_session},
};
use domain::{
    Operation,
    resource::{Key, Kind},
};
use leptos::prelude::*;
use ui::{Button, CodeBlock, Sheet, Tone};

#[component]
pub(in crate::pages::resources) fn LlmLogging(place: Key) -> impl IntoView {
    let may = use_session().may(Operation::ApiDiagnosticCreateOrUpdate);
    let problem = Posted::of_request().problem.map(|problem| view! { <ProblemPanel problem/> });
    let action = routes::resources(&place.gateway, Kind::Diagnostic, &place.parent);
    let load = preview_llm_logging(place.gateway.clone(), place.parent.clone());
    let retry_href = action.clone();
    may.then(|| {
        view! {
            <div class="mt-4">
                <Sheet title="LLM logging">
                    <form method="post" action=action class="grid gap-3 p-4">
                        {problem}
                        <p class="text-sm">"Token counts, prompts and answers of this API go to Log Analytics, through the diagnostic azuremonitor. \
                            Whoever may read the workspace reads what people asked."</p>
                        {loaded(load, retry_href, |body| view! { <Body body/> }.into_any())}
                        <div><Button kind="submit" name="do" value="llm-logging" tone=Tone::Primary>"Log LLM messages"</Button></div>
                    </form>
                </Sheet>
            </div>
        }
    })
}

/// Exactly what the button sends, over what is there now.
#[component]
fn Body(body: String) -> impl IntoView {
    view! {
        <details>
            <summary class="cursor-pointer font-medium">"What is sent"</summary>
            <div class="mt-2"><CodeBlock text=body label="Body"/></div>
        </details>
    }
}
