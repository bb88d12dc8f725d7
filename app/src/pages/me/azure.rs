//! Where Azure is called as this person.

use crate::routes;
use domain::identity::AzureConnection;
use leptos::prelude::*;
use ui::{Badge, Button, Cell, Heading, LinkButton, Sheet, StateTone, Table, Time};

#[component]
pub(super) fn Azure(connections: Vec<AzureConnection>) -> impl IntoView {
    let headings = vec![
        Heading::new("Gateways"),
        Heading::new("As"),
        Heading::new("Connected"),
        Heading::new("Last token"),
        Heading::hidden("Connect or disconnect"),
    ];
    let rows = connections.into_iter().map(|connection| view! { <Row connection/> });
    view! {
        <Sheet title="Azure, called as you">
            <Table caption="Connections to Azure" headings>{rows.collect_view()}</Table>
        </Sheet>
    }
}

#[component]
fn Row(connection: AzureConnection) -> impl IntoView {
    let AzureConnection { gateways, arm_url, account, connected_at, renewed_at, has_ended } = connection;
    let is_connected = !account.is_empty();
    let time = move |at: domain::Timestamp| is_connected.then(|| view! { <Time unix_ms=at.0 text=at.readable() iso=at.rfc3339()/> });
    let state = match (is_connected, has_ended) {
        (false, _) => view! { <Badge tone=StateTone::Neutral text="not connected"/> }.into_any(),
        (true, true) => {
            view! { <span class="wrap-anywhere">{account}</span>" "<Badge tone=StateTone::Warning text="ended by Azure"/> }.into_any()
        }
        (true, false) => view! { <span class="wrap-anywhere">{account}</span> }.into_any(),
    };
    let gateway = gateways.first().cloned().unwrap_or_default();
    let connect = (!is_connected || has_ended).then(|| {
        let href = routes::connect_azure(&gateway, &routes::me());
        view! { <LinkButton href>"Connect"</LinkButton> }
    });
    let address = arm_url.clone();
    let disconnect = is_connected.then(|| {
        view! {
            <form method="post" action=routes::me()>
                <input type="hidden" name="gateway" value=gateway.clone()/>
                <Button kind="submit" name="do" value="disconnect-azure">"Disconnect"<span class="sr-only">" from "{address}</span></Button>
            </form>
        }
    });
    view! {
        <tr>
            <Cell label="Gateways"><span class="wrap-anywhere">{gateways.join(", ")}</span><br/><span class="font-mono text-xs break-all">{arm_url}</span></Cell>
            <Cell label="As">{state}</Cell>
            <Cell label="Connected">{time(connected_at)}</Cell>
            <Cell label="Last token">{time(renewed_at)}</Cell>
            <Cell label=""><span class="flex flex-wrap gap-2">{connect}{disconnect}</span></Cell>
        </tr>
    }
}
