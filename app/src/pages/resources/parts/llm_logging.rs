//! One click: prompts and answers of an API are logged. What it sends is shown first.

use crate::{
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

/// What the preset lays over the diagnostic.
const BODY: &str = r#"{
  "properties": {
    "loggerId": "…/loggers/{the Azure Monitor logger}",
    "alwaysLog": "allErrors",
    "sampling": { "samplingType": "fixed", "percentage": 100 },
    "largeLanguageModel": {
      "logs": "enabled",
      "requests": { "messages": "all", "maxSizeInBytes": 32768 },
      "responses": { "messages": "all", "maxSizeInBytes": 32768 }
    }
  }
}"#;

#[component]
pub(in crate::pages::resources) fn LlmLogging(place: Key) -> impl IntoView {
    let may = use_session().may(Operation::ApiDiagnosticCreateOrUpdate);
    let problem = Posted::of_request().problem.map(|problem| view! { <ProblemPanel problem/> });
    let action = routes::resources(&place.gateway, Kind::Diagnostic, &place.parent);
    may.then(|| {
        view! {
            <div class="mt-4">
                <Sheet title="LLM logging">
                    <form method="post" action=action class="grid gap-3 p-4">
                        {problem}
                        <p class="text-sm">"Token counts, prompts and answers of this API go to Log Analytics, through the diagnostic azuremonitor. \
                            Whoever may read the workspace reads what people asked."</p>
                        <details>
                            <summary class="cursor-pointer font-medium">"What is sent"</summary>
                            <div class="mt-2"><CodeBlock text=BODY label="Body"/></div>
                        </details>
                        <div><Button kind="submit" name="do" value="llm-logging" tone=Tone::Primary>"Log LLM messages"</Button></div>
                    </form>
                </Sheet>
            </div>
        }
    })
}
