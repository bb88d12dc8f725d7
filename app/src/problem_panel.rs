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
    if !problem.request_id.is_empty() {
        facts.push(("Request id".into(), problem.request_id.clone()));
    }
    let entry = problem.audit_id.as_deref().map(routes::audit_entry);
    view! {
        <ErrorPanel title=problem.code.title() message=problem.message facts retry_href>
            {entry.map(|href| view! { <a class="link" href=href>"See it in the audit log"</a> })}
        </ErrorPanel>
    }
}
