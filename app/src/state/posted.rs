//! What a form post without WebAssembly left for the page to show. The server puts it into the
//! context; the browser finds it in the page.

use domain::{
    Pairs, Problem,
    backend::{BackendDraft, MemberWeight, TestReport},
    chat::ChatTurn,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// At most one of these is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    pub editor: Option<RefusedDraft>,
    pub weights: Vec<MemberWeight>,
    pub test: Option<TestReport>,
    pub chat: Option<ChatTurn>,
    /// What is wrong, for everything but the editor and the chat.
    pub problem: Option<Problem>,
}

/// A draft that goes on: refused, or with a row more or less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefusedDraft {
    pub draft: BackendDraft,
    /// What the form showed at first; `None`: it is new.
    pub seen: Option<BackendDraft>,
    /// The version it is based on; empty: it is new.
    pub etag: String,
    pub problem: Option<Problem>,
}

impl RefusedDraft {
    /// What the form showed at first, out of its hidden input.
    pub fn seen_in(pairs: &Pairs) -> Option<BackendDraft> {
        pairs.find("seen").and_then(|json| serde_json::from_str(json).ok())
    }

    /// The hidden input's value; empty for a new backend.
    pub(crate) fn seen_json(&self) -> String {
        self.seen.as_ref().and_then(|seen| serde_json::to_string(seen).ok()).unwrap_or_default()
    }
}

impl Posted {
    pub(crate) fn of_request() -> Self {
        #[cfg(feature = "ssr")]
        let ask = crate::api::ssr::posted;
        #[cfg(not(feature = "ssr"))]
        let ask = Self::default;
        SharedValue::new(ask).into_inner()
    }
}
