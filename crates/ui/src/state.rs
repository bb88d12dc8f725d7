//! The five tones a state can have, and the dot with a word that shows one.
//! Colour alone never carries the meaning: the word is always there.

use leptos::prelude::*;

/// How good or bad a state is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StateTone {
    Success,
    Warning,
    Error,
    /// Nothing to say: no traffic, not set, unknown.
    #[default]
    Neutral,
    Info,
}

impl StateTone {
    fn dot(self) -> &'static str {
        match self {
            Self::Success => "status status-success",
            Self::Warning => "status status-warning",
            Self::Error => "status status-error",
            Self::Neutral => "status bg-base-content/50",
            Self::Info => "status status-info",
        }
    }
}

/// A coloured dot and the word for it.
#[component]
pub fn StateDot(#[prop(optional)] tone: StateTone, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class="inline-flex max-w-full items-center gap-1.5">
            <span class=tone.dot() aria-hidden="true"></span>
            <span class="min-w-0 wrap-anywhere">{text}</span>
        </span>
    }
}
