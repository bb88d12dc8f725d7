//! Which role someone has, and which claim gave it.

use domain::{Role, identity::Me};
use leptos::prelude::*;
use ui::{Facts, Notice, Sheet, StateTone};

#[component]
pub(super) fn Reason(found: Me) -> impl IntoView {
    let Me { name, id, role, reason, .. } = found;
    let text = |text: String| view! { <span class="wrap-anywhere">{text}</span> }.into_any();
    let code = |text: String| view! { <span class="font-mono text-xs break-all">{text}</span> }.into_any();
    let mut items = vec![("Name".to_owned(), text(name)), ("Id".to_owned(), code(id)), ("Role".to_owned(), text(role.label().to_owned()))];
    let mut hint = String::new();
    match reason {
        None => items.push(("Why".into(), text("This console runs in local mode: whoever reaches it is its administrator.".into()))),
        Some(reason) => {
            let why = match reason.role {
                Some(given) => format!("The claim {} holds {}, which gives {}.", reason.claim, reason.matched, given.label()),
                None => format!("Nothing that the claim {} holds gives a role.", reason.claim),
            };
            let why =
                if reason.role.unwrap_or(Role::Nobody) < role { format!("{why} {} was given on the host.", role.label()) } else { why };
            items.push(("Why".into(), text(why)));
            let values = if reason.values.is_empty() { "nothing".to_owned() } else { reason.values.join(", ") };
            items.push((format!("Claim {}", reason.claim), code(values)));
            items.extend(reason.gateways.into_iter().map(|(gateway, role)| {
                let here = role.filter(|role| *role > Role::Nobody).map_or("not visible to you", Role::label);
                (format!("On {gateway}"), text(here.to_owned()))
            }));
            hint = reason.hint;
        }
    }
    view! {
        {(!hint.is_empty()).then(|| view! { <Notice tone=StateTone::Warning>{hint}</Notice> })}
        <Sheet title="Role"><Facts items/></Sheet>
    }
}
