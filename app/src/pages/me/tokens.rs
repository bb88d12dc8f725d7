//! Personal tokens: made here, shown once, ended here.

use crate::{pages::editing::Errors, routes, state::Posted};
use domain::{
    Role,
    identity::{Me, NewToken, TokenDraft, TokenInfo},
};
use leptos::prelude::*;
use ui::{
    Button, Cell, Checkbox, CopyButton, Field, FormErrors, Heading, Notice, SelectInput, Sheet, StateTone, Table, TextInput, Time, Tone,
};

#[component]
pub(super) fn Tokens(found: Me, posted: Posted) -> impl IntoView {
    let tokens = found.tokens.clone();
    view! {
        <Sheet title="Personal tokens">
            {posted.new_token.clone().map(|token| view! { <Fresh token/> })}
            <TokenTable tokens action=routes::me() has_person=false/>
            {(found.role > Role::Nobody).then(|| view! { <NewTokenForm found posted/> })}
        </Sheet>
    }
}

/// Shown this once; nothing keeps it.
#[component]
fn Fresh(token: NewToken) -> impl IntoView {
    view! {
        <div class="grid gap-2 p-4">
            <Notice tone=StateTone::Success>"Copy the token now: it is not shown again, and nobody can look it up."</Notice>
            <span class="flex min-w-0 flex-wrap items-center gap-2">
                <code class="font-mono text-sm break-all" data-testid="new-token">{token.secret.clone()}</code>
                <CopyButton text=token.secret label="Copy"/>
            </span>
        </div>
    }
}

#[component]
pub(in crate::pages) fn TokenTable(tokens: Vec<TokenInfo>, action: String, has_person: bool) -> impl IntoView {
    if tokens.is_empty() {
        return view! { <p class="p-4 text-sm text-base-content/75">"No token. Scripts send one as Authorization: Bearer to /api/…"</p> }
            .into_any();
    }
    let names = ["Name", "May do", "Gateways", "Expires", "Last used"];
    let mut headings: Vec<_> = names.into_iter().map(Heading::new).chain([Heading::hidden("Revoke it")]).collect();
    if has_person {
        headings.insert(0, Heading::new("Who"));
    }
    let rows = tokens.into_iter().map(move |token| view! { <Row token action=action.clone() has_person/> });
    view! { <Table caption="Tokens" headings>{rows.collect_view()}</Table> }.into_any()
}

#[component]
fn Row(token: TokenInfo, action: String, has_person: bool) -> impl IntoView {
    let time = |at: domain::Timestamp| view! { <Time unix_ms=at.0 text=at.readable() iso=at.rfc3339()/> };
    let name = token.name.clone();
    let gateways = if token.gateways.is_empty() { "all".to_owned() } else { token.gateways.join(", ") };
    let used = match token.last_used_at {
        Some(at) => time(at).into_any(),
        None => view! { <span class="text-base-content/75">"never"</span> }.into_any(),
    };
    view! {
        <tr>
            {has_person.then(|| view! { <Cell label="Who"><span class="wrap-anywhere">{token.person_name}</span></Cell> })}
            <Cell label="Name"><span class="wrap-anywhere">{token.name.clone()}</span></Cell>
            <Cell label="May do">{token.role.label()}</Cell>
            <Cell label="Gateways"><span class="wrap-anywhere">{gateways}</span></Cell>
            <Cell label="Expires">{time(token.expires_at)}</Cell>
            <Cell label="Last used">{used}</Cell>
            <Cell label="">
                <form method="post" action=action>
                    <input type="hidden" name="token" value=token.id/>
                    <Button kind="submit" name="do" value="revoke-token"><span class="whitespace-nowrap">"Revoke"</span><span class="sr-only">" "{name}</span></Button>
                </form>
            </Cell>
        </tr>
    }
}

#[component]
fn NewTokenForm(found: Me, posted: Posted) -> impl IntoView {
    let draft = posted.token.unwrap_or_else(|| TokenDraft { role: "viewer".into(), days: "90".into(), ..TokenDraft::default() });
    let errors = Errors::new(posted.problem.as_ref());
    let items: Vec<_> =
        posted.problem.map(|problem| problem.fields.into_iter().map(|error| (error.field, error.message)).collect()).unwrap_or_default();
    let own = found.role;
    let roles =
        Role::ALL.into_iter().filter(|role| *role <= own).map(|role| (role.label().to_lowercase(), role.label().to_owned())).collect();
    let boxes = found.gateways.into_iter().map(|name| {
        let checked = draft.gateways.contains(&name);
        view! { <Checkbox name=format!("gateway.{name}") label=name.clone() checked/> }
    });
    view! {
        <form method="post" action=routes::me() class="grid gap-3 border-t border-base-300 p-4 sm:grid-cols-3" novalidate="novalidate">
            {(!items.is_empty()).then(|| view! { <div class="sm:col-span-3"><FormErrors title="No token was made: please correct this." items/></div> })}
            <Field label="What it is for" name="name" required=true error=errors.of("name")><TextInput name="name" value=draft.name required=true/></Field>
            <Field label="May do" name="role" help="Your own role or less." error=errors.of("role")><SelectInput name="role" value=draft.role options=roles/></Field>
            <Field label="Days" name="days" help="1 to 366." error=errors.of("days")><TextInput name="days" value=draft.days/></Field>
            <fieldset class="sm:col-span-3">
                <legend class="mb-1 text-sm">"Only on these gateways (none chosen: all that you may see)"</legend>
                <div class="flex flex-wrap gap-x-6 gap-y-2">{boxes.collect_view()}</div>
            </fieldset>
            <div><Button kind="submit" name="do" value="create-token" tone=Tone::Primary>"Create a token"</Button></div>
        </form>
    }
}
