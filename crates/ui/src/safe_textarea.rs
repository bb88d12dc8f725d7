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
    #[prop(optional, into)] placeholder: Option<String>,
    /// Monospace, for documents and code.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let wiring = StoredValue::new(Wiring::of(&name));
    let font = if mono { "font-mono leading-5" } else { "leading-normal" };
    let text = child_text(&value);
    view! {
        <textarea
            id=name.clone()
            name=name
            rows=rows
            class=format!("textarea textarea-sm w-full {font}")
            spellcheck=if mono { "false" } else { "true" }
            placeholder=placeholder
            aria-describedby=move || wiring.with_value(Wiring::described_by)
            aria-invalid=move || wiring.with_value(Wiring::has_error).then_some("true")
            prop:value=value
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
