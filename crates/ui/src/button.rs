//! Buttons, and links that look like them.
//! A button that is busy stays focused and keeps its width; it swallows clicks instead of being disabled,
//! since a disabled button loses the focus of whoever pressed it.

use leptos::{ev::MouseEvent, prelude::*};

/// What pressing it means. At most one `Primary` on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// The thing to do on this page.
    Primary,
    /// Deletes or stops something.
    Danger,
    /// No frame: beside other controls.
    Ghost,
}

impl Tone {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn btn-sm",
            Self::Primary => "btn btn-sm btn-primary",
            Self::Danger => "btn btn-sm btn-error",
            Self::Ghost => "btn btn-sm btn-ghost",
        }
    }
}

/// A button; `kind` is its `type` attribute, so a form needs `kind="submit"`.
#[component]
pub fn Button(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] disabled: bool,
    /// Shows a spinner and swallows clicks while the work goes on. (A form's button gets it from the page's script.)
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(default = "button")] kind: &'static str,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    view! {
        <button
            id=id
            type=kind
            class=tone.class()
            name=name
            value=value
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            <span class="btn-content">{children()}</span>
            <span class="btn-spinner loading loading-spinner loading-xs" aria-hidden="true"></span>
        </button>
    }
}

/// A link with the look of a button: it goes somewhere, it changes nothing.
#[component]
pub fn LinkButton(#[prop(into)] href: String, #[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! {
        <a href=href class=tone.class()>
            <span class="btn-content">{children()}</span>
        </a>
    }
}
