//! What a form post left for the page to show.

use domain::{
    Pairs, Problem,
    backend::{BackendDraft, FormAction, MemberWeight, TestReport},
    chat::ChatTurn,
    identity::{NewToken, TokenDraft},
    key::RevealedKey,
    llm_api::{LlmApiDraft, LlmApiReport},
    mcp::ToolDraft,
    policy::{PolicyDetail, TokenLimit},
    resource::Draft,
};
use leptos::prelude::*;

/// What was posted in one form, beside the reason.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posted {
    pub editor: Option<RefusedDraft>,
    pub form: Option<RefusedForm>,
    pub policy: Option<PolicyDraft>,
    pub llm_api: Option<LlmApiForm>,
    pub tool: Option<ToolDraft>,
    pub revealed: Option<RevealedKey>,
    pub weights: Vec<MemberWeight>,
    pub test: Option<TestReport>,
    pub chat: Option<ChatTurn>,
    /// The Me page: what was asked of a new token, and the token once it is made.
    pub token: Option<TokenDraft>,
    pub new_token: Option<NewToken>,
    /// A deletion that was refused: whether a product's subscriptions were to go with it.
    pub with_subscriptions: bool,
    /// A deletion that was refused: the ARM JSON that the person saw.
    pub seen: String,
    /// Reconnecting: how long to wait first.
    pub after: String,
    /// Why, as it was typed.
    pub reason: String,
    /// What is wrong, for everything but the editor and the chat.
    pub problem: Option<Problem>,
}

/// A draft that goes on: refused, or with a row more or less.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedDraft {
    pub draft: BackendDraft,
    /// What the form showed at first; `None`: it is new.
    pub seen: Option<BackendDraft>,
    /// The version it is based on; empty: it is new.
    pub etag: String,
    /// The id of the field to go on in; empty: none.
    pub focus: String,
    pub problem: Option<Problem>,
}

impl RefusedDraft {
    /// What the form showed at first, out of its hidden input.
    pub fn seen_in(pairs: &Pairs) -> Option<BackendDraft> {
        pairs.find("seen").and_then(|json| serde_json::from_str(json).ok())
    }

    /// A form for something new.
    pub(crate) fn new(draft: BackendDraft) -> Self {
        Self { draft, seen: None, etag: String::new(), focus: String::new(), problem: None }
    }

    /// A form for this version of something.
    pub(crate) fn of(draft: BackendDraft, etag: String) -> Self {
        Self { seen: Some(draft.clone()), etag, ..Self::new(draft) }
    }

    /// The form again after a button that only adds or takes away a row.
    pub fn redrawn(draft: BackendDraft, seen: Option<BackendDraft>, etag: String, action: FormAction) -> Self {
        let last = |count: usize| count.saturating_sub(1);
        let focus = match action {
            FormAction::AddMember => format!("member.{}.id", last(draft.members.len())),
            FormAction::AddHeader => format!("header.{}.name", last(draft.credentials.headers.len())),
            FormAction::AddQuery => format!("query.{}.name", last(draft.credentials.query.len())),
            FormAction::AddBreaker => "breaker.threshold".into(),
            FormAction::RemoveMember(_) => "add-member".into(),
            FormAction::RemoveHeader(_) => "add-header".into(),
            FormAction::RemoveQuery(_) => "add-query".into(),
            _ => "add-breaker".into(),
        };
        Self { draft, seen, etag, focus, problem: None }
    }

    /// The hidden input's value; empty for a new backend.
    pub(crate) fn seen_json(&self) -> String {
        self.seen.as_ref().and_then(|seen| serde_json::to_string(seen).ok()).unwrap_or_default()
    }
}

/// The form of any other resource that was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedForm {
    pub draft: Draft,
    /// What the form showed at first; `None`: it is new.
    pub seen: Option<Draft>,
    /// The version it is based on; empty: it is new.
    pub etag: String,
    pub problem: Option<Problem>,
}

impl RefusedForm {
    /// What the form showed at first, out of its hidden input.
    pub fn seen_in(pairs: &Pairs) -> Option<Draft> {
        pairs.find("seen").and_then(|json| serde_json::from_str(json).ok())
    }

    /// The hidden input's value; empty for a new one.
    pub(crate) fn seen_json(&self) -> String {
        self.seen.as_ref().and_then(|seen| serde_json::to_string(seen).ok()).unwrap_or_default()
    }
}

/// A policy that goes on: refused, or with a limit put into it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyDraft {
    pub document: String,
    /// The version it is based on; empty: there is none.
    pub etag: String,
    pub limit: TokenLimit,
    pub problem: Option<Problem>,
    /// Whether it holds what is not applied.
    pub is_edited: bool,
}

impl PolicyDraft {
    pub(crate) fn of(detail: &PolicyDetail) -> Self {
        Self { document: detail.document.clone(), etag: detail.etag.clone(), ..Self::default() }
    }

    /// What was posted.
    pub fn from_pairs(pairs: &Pairs) -> Self {
        Self {
            document: pairs.find("document").unwrap_or_default().replace("\r\n", "\n"),
            etag: pairs.text("etag"),
            limit: TokenLimit {
                tokens_per_minute: pairs.text("tokens_per_minute"),
                counted_by: pairs.text("counted_by"),
                estimates_prompt: pairs.is_checked("estimates_prompt"),
            },
            problem: None,
            is_edited: true,
        }
    }
}

/// The wizard: what was asked, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LlmApiForm {
    pub draft: LlmApiDraft,
    pub report: Option<LlmApiReport>,
    pub problem: Option<Problem>,
}

impl LlmApiForm {
    pub(crate) fn new() -> Self {
        Self { draft: LlmApiDraft::new(), report: None, problem: None }
    }
}

impl Posted {
    pub(crate) fn of_request() -> Self {
        use_context::<Posted>().unwrap_or_default()
    }
}
