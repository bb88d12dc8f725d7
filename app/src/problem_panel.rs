//! A failure, as a panel: what happened, in whose words, and what to do next.

use crate::routes;
use domain::Problem;
use leptos::prelude::*;
use ui::ErrorPanel;

#[component]
pub(crate) fn ProblemPanel(
    problem: Problem,
    /// Where trying again leads: the page itself.
    #[prop(optional, into)]
    retry_href: Option<String>,
) -> impl IntoView {
    let mut facts = vec![("Our code".to_owned(), problem.code.as_str().to_owned())];
    if let Some(address) = &problem.address {
        facts.push(("Address".into(), address.clone()));
    }
    if let Some(upstream) = &problem.upstream {
        let code = if upstream.code.is_empty() { "no code" } else { &upstream.code };
        facts.push(("Azure said".into(), format!("{} {code}", upstream.status)));
        if !upstream.message.is_empty() && upstream.message != problem.message {
            facts.push(("Azure's message".into(), upstream.message.clone()));
        }
        if let Some(id) = &upstream.request_id {
            facts.push(("Azure's request id".into(), id.clone()));
        }
    }
    if let Some(denied) = &problem.denied {
        facts.push(("Missing in Azure".into(), denied.action.clone()));
        facts.push(("On".into(), denied.scope.clone()));
    }
    if !problem.request_id.is_empty() {
        facts.push(("Request id".into(), problem.request_id.clone()));
    }
    // Back to this page where it has an address of its own, else to the gateway's first.
    let connect = problem.connect.as_ref().map(|connect| {
        let back = retry_href.clone().unwrap_or_else(|| routes::overview(&connect.gateway));
        routes::connect_azure(&connect.gateway, &back)
    });
    let entry = problem.audit_id.as_deref().map(routes::audit_entry);
    view! {
        <ErrorPanel title=problem.code.title() message=problem.message facts retry_href>
            {connect.map(|href| view! { <a class="btn btn-sm btn-primary" href=href rel="external"><span class="btn-content">"Connect to Azure as yourself"</span></a> })}
            {entry.map(|href| view! { <a class="link" href=href>"See it in the audit log"</a> })}
        </ErrorPanel>
    }
}
