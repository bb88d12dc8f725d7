//! One click: prompts and answers of an API are logged. What it sends is shown first.

use crate::{
    api::llm_api::preview_llm_logging,
    pages::{loaded::loaded, parameters::query_value},
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
    let shown = routes::with_query(&action, &[("preview", "1")]);
    // Asked for, since it has to read what is there.
    let preview = match query_value("preview").as_str() {
        "" => view! { <a class="link text-sm" href=shown>"Show exactly what is sent"</a> }.into_any(),
        _ => {
            let load = preview_llm_logging(place.gateway.clone(), place.parent.clone());
            loaded(load, shown, |body| view! { <CodeBlock text=body label="Body"/> }.into_any()).into_any()
        }
    };
    may.then(|| {
        view! {
            <div class="mt-4">
                <Sheet title="LLM logging">
                    <form method="post" action=action class="grid gap-3 p-4">
                        {problem}
                        <p class="text-sm">"Token counts, prompts and answers of this API go to Log Analytics, through the diagnostic azuremonitor. \
                            Whoever may read the workspace reads what people asked."</p>
                        {preview}
                        <div><Button kind="submit" name="do" value="llm-logging" tone=Tone::Primary>"Log LLM messages"</Button></div>
                    </form>
                </Sheet>
            </div>
        }
    })
}
