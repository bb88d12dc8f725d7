//! The only place that may write a multi-line text control.
//! The renderer does not escape the children of this element on the server, so a stored document that holds
//! its end tag would run as markup; here the text is encoded once, on the server only.
//! Remove with the first renderer release that escapes them (tachys 0.3).

use leptos::prelude::*;

use crate::field::Wiring;

/// A multi-line text control whose text cannot break out of it.
#[component]
pub fn SafeTextarea(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(default = 6)] rows: u32,
    /// The ids of its help and error texts.
    #[prop(optional, into)]
    described_by: MaybeProp<String>,
    #[prop(optional, into)] invalid: Signal<bool>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    /// Monospace, for documents and code.
    #[prop(optional)]
    mono: bool,
    /// More classes, complete and literal.
    #[prop(optional, into)]
    class: &'static str,
    /// The element id; the name unless given.
    #[prop(optional, into)]
    id: MaybeProp<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let described_by = move || described_by.get().or_else(|| wiring.with_value(Wiring::described_by));
    let is_invalid = move || invalid.get() || wiring.with_value(Wiring::has_error);
    let font = if mono { "font-mono leading-5" } else { "leading-normal" };
    let id = id.get_untracked().unwrap_or_else(|| name.clone());
    let text = child_text(&value);
    view! {
        <textarea
            id=id
            name=name
            rows=rows
            class=format!("textarea textarea-sm w-full {font} {class}")
            required=required
            readonly=readonly
            spellcheck=if mono { "false" } else { "true" }
            placeholder=move || placeholder.get()
            aria-describedby=described_by
            aria-invalid=move || is_invalid().then_some("true")
            prop:value=value
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        >
            {text}
        </textarea>
    }
}

/// Encoded, since the server writes it as it is. A first line break is doubled: parsers drop the one after the tag.
#[cfg(feature = "ssr")]
fn child_text(value: &str) -> String {
    let first = if value.starts_with('\n') { "\n" } else { "" };
    format!("{first}{}", html_escape::encode_text(value))
}

/// Plain: the browser makes a text node of it, or skips it when the server's page is already there.
#[cfg(not(feature = "ssr"))]
fn child_text(value: &str) -> String {
    value.to_owned()
}
