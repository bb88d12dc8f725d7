//! Taking one thing out of a list: asked before, with what it means and room for a reason.

use crate::{pages::editing::Reason, routes};
use domain::resource::Key;
use leptos::prelude::*;
use ui::{Button, Tone};

#[component]
pub(super) fn Removal(
    /// Whose page takes the form.
    key: Key,
    summary: &'static str,
    /// Of what goes.
    name: String,
    /// The input that names it, and its value.
    field: &'static str,
    value: String,
    /// Who feels it.
    text: String,
    action: &'static str,
    label: &'static str,
) -> impl IntoView {
    let reason = format!("reason-{field}-{value}");
    view! {
        <details class="max-sm:w-full open:w-full">
            <summary class="cursor-pointer text-sm font-medium">{summary}<span class="sr-only">" "{name}</span>" …"</summary>
            <form method="post" action=routes::resource(&key) class="mt-2 grid gap-3">
                <p class="text-sm">{text}</p>
                <input type="hidden" name=field value=value/>
                <Reason id=reason/>
                <div><Button kind="submit" name="do" value=action tone=Tone::Danger>{label}</Button></div>
            </form>
        </details>
    }
}
