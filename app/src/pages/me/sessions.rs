//! Browsers that are signed in.

use domain::identity::SessionInfo;
use leptos::prelude::*;
use ui::{Badge, Button, Cell, Heading, StateTone, Table, Time};

/// `action`: the page's own path, which takes the button. `has_person`: whose they are is shown.
#[component]
pub(in crate::pages) fn SessionTable(sessions: Vec<SessionInfo>, action: String, has_person: bool) -> impl IntoView {
    if sessions.is_empty() {
        return view! { <p class="p-4 text-sm text-base-content/75">"Nobody is signed in."</p> }.into_any();
    }
    let mut headings = vec![Heading::new("Browser"), Heading::new("Signed in"), Heading::new("Last seen"), Heading::hidden("End it")];
    if has_person {
        headings.insert(0, Heading::new("Who"));
    }
    let rows = sessions.into_iter().map(move |session| view! { <Row session action=action.clone() has_person/> });
    view! { <Table caption="Sessions" headings>{rows.collect_view()}</Table> }.into_any()
}

#[component]
fn Row(session: SessionInfo, action: String, has_person: bool) -> impl IntoView {
    let time = |at: domain::Timestamp| view! { <Time unix_ms=at.0 text=at.readable() iso=at.rfc3339()/> };
    let agent = if session.agent.is_empty() { "unknown browser".to_owned() } else { session.agent };
    let current = session.is_current.then(|| view! { " " <Badge tone=StateTone::Neutral text="this one"/> });
    view! {
        <tr>
            {has_person.then(|| view! { <Cell label="Who"><span class="wrap-anywhere">{session.person_name}</span></Cell> })}
            <Cell label="Browser"><span class="text-xs wrap-anywhere">{agent}</span>{current}</Cell>
            <Cell label="Signed in">{time(session.created_at)}</Cell>
            <Cell label="Last seen">{time(session.seen_at)}</Cell>
            <Cell label="">
                <form method="post" action=action>
                    <input type="hidden" name="session" value=session.id.clone()/>
                    <Button kind="submit" name="do" value="revoke-session"><span class="whitespace-nowrap">"End"</span><span class="sr-only">" session "{session.id}</span></Button>
                </form>
            </Cell>
        </tr>
    }
}
