//! A subscription's keys: shown one at a time, and replaced in an order in which nobody is cut off.

use crate::{
    api::subscriptions::key_history,
    pages::{editing::Reason, loaded::loaded},
    routes,
    state::use_session,
};
use domain::{
    Operation,
    audit::AuditEntry,
    key::{KeyHistory, RevealedKey, WhichKey},
    resource::Key,
};
use leptos::prelude::*;
use ui::{Button, CopyButton, LinkButton, Sheet, Time, Tone};

#[component]
pub(super) fn Keys(key: Key, revealed: Option<RevealedKey>) -> impl IntoView {
    let load = key_history(key.gateway.clone(), key.name.clone());
    let retry_href = routes::resource(&key);
    let may_reveal = use_session().may(Operation::SubscriptionListSecrets);
    let shown = |which: WhichKey| revealed.clone().filter(|found| found.which == which);
    let (primary, secondary) = (shown(WhichKey::Primary), shown(WhichKey::Secondary));
    let rotation_key = key.clone();
    view! {
        <Sheet title="Keys">
            <KeyLine key=key.clone() which=WhichKey::Primary label="Primary key" revealed=primary may_reveal/>
            <KeyLine key=key.clone() which=WhichKey::Secondary label="Secondary key" revealed=secondary may_reveal/>
            <p class="border-t border-base-300 px-4 py-3 text-xs text-base-content/75">
                {if may_reveal { "Seeing a key is kept in the audit log with your name. It is hidden again after 30 seconds." }
                 else { "Only administrators see keys." }}
            </p>
        </Sheet>
        {loaded(load, retry_href, move |history| view! { <Rotation key=rotation_key history/> }.into_any())}
    }
}

#[component]
fn KeyLine(key: Key, which: WhichKey, label: &'static str, revealed: Option<RevealedKey>, may_reveal: bool) -> impl IntoView {
    let action = routes::resource(&key);
    let announcement = format!("{label} is shown.");
    let body = match revealed {
        Some(RevealedKey { value, .. }) => view! {
            <span class="revealed flex min-w-0 flex-1 flex-wrap items-center gap-2">
                <code class="font-mono text-sm break-all" data-testid="revealed-key" tabindex="-1" data-first="" data-announce=announcement>{value.clone()}</code>
                <CopyButton text=value label="Copy"/>
            </span>
            <LinkButton href=action>"Hide"</LinkButton>
        }
        .into_any(),
        None => view! {
            <span class="flex-1 font-mono" aria-hidden="true">"••••••••••••"</span>
            {may_reveal.then(|| view! {
                <form method="post" action=action>
                    <input type="hidden" name="which" value=which.as_str()/>
                    <Button kind="submit" name="do" value="reveal">"Show"<span class="sr-only">{format!(" the {} key", which.as_str())}</span></Button>
                </form>
            })}
        }
        .into_any(),
    };
    view! {
        <div class="flex flex-wrap items-center gap-3 border-t border-base-300 px-4 py-2.5 first:border-t-0">
            <span class="w-28 text-sm font-medium">{label}</span>
            {body}
        </div>
    }
}

/// The guided order. What this console did is known; whether the old key is still used is not.
#[component]
fn Rotation(key: Key, history: KeyHistory) -> impl IntoView {
    let may = use_session().may(Operation::SubscriptionRegenerateSecondary);
    let used = match history.recent_calls {
        0 => "This console's playground did not use it in the last seven days.".to_owned(),
        calls => format!("This console's playground used it {calls} times in the last seven days, always with the primary key."),
    };
    may.then(|| {
        view! {
            <Sheet title="Replace the keys">
                <ol class="list-decimal space-y-4 py-4 pr-4 pl-9 text-sm">
                    <li>
                        <p>"Make a new secondary key. Callers with the primary key notice nothing; whoever still has the old secondary key is refused."</p>
                        <Regenerate key=key.clone() which=WhichKey::Secondary last=history.secondary/>
                    </li>
                    <li><p>"Show the secondary key above, and give it to everyone who calls."</p></li>
                    <li>
                        <p>"Wait until nobody uses the primary key any more. Azure does not tell which of the two keys a call used: ask the callers, or look for \
                           refused calls after the next step. " {used}</p>
                    </li>
                    <li>
                        <p>"Make a new primary key. Whoever still has the old one is refused from then on."</p>
                        <Regenerate key which=WhichKey::Primary last=history.primary/>
                    </li>
                    <li>
                        <p>"Give everyone the new primary key, in their own time: the secondary one goes on working. When all have it, you can begin again with step 1."</p>
                    </li>
                </ol>
            </Sheet>
        }
    })
}

#[component]
fn Regenerate(key: Key, which: WhichKey, last: Option<AuditEntry>) -> impl IntoView {
    let done = last.map(|entry| {
        view! {
            <span class="mt-1 block text-xs text-base-content/75">
                "Last made " <a class="link" href=routes::audit_entry(&entry.id)><Time unix_ms=entry.at.0 text=entry.at.readable() iso=entry.at.rfc3339()/></a>
                " by " {entry.actor_name}
            </span>
        }
    });
    let (name, reason) = match which {
        WhichKey::Primary => ("primary", "reason-primary"),
        WhichKey::Secondary => ("secondary", "reason-secondary"),
    };
    view! {
        <details class="mt-2">
            <summary class="cursor-pointer font-medium">{format!("New {name} key …")}</summary>
            <form method="post" action=routes::resource(&key) class="mt-2 grid gap-3">
                <p>{format!("The {name} key that is in force now stops working at once, for everyone who has it.")}</p>
                <input type="hidden" name="which" value=which.as_str()/>
                <Reason id=reason/>
                <div><Button kind="submit" name="do" value="regenerate" tone=Tone::Danger>{format!("Make a new {name} key")}</Button></div>
            </form>
        </details>
        {done}
    }
}
