//! An LLM API in one reviewed step: what is asked for, and what became of each part.

use crate::{FieldError, Pairs};
use serde::{Deserialize, Serialize};

/// Whose wire format the API speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LlmKind {
    /// `/deployments/{deployment-id}/chat/completions`, key in `api-key`.
    #[default]
    AzureOpenAi,
    /// `/chat/completions`, model in the body, key in `api-key` or `Authorization`.
    OpenAi,
    /// Any path: everything below is passed on.
    Other,
}

impl LlmKind {
    pub const ALL: [LlmKind; 3] = [LlmKind::AzureOpenAi, LlmKind::OpenAi, LlmKind::Other];

    pub fn slug(self) -> &'static str {
        match self {
            Self::AzureOpenAi => "azure_open_ai",
            Self::OpenAi => "open_ai",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.slug() == text).unwrap_or_default()
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::AzureOpenAi => "Azure OpenAI",
            Self::OpenAi => "OpenAI-compatible",
            Self::Other => "Other",
        }
    }

    /// The operations that are made: name, title, method and path.
    pub fn operations(self) -> &'static [(&'static str, &'static str, &'static str, &'static str)] {
        match self {
            Self::AzureOpenAi => &[
                ("chat-completions", "Chat completions", "POST", "/deployments/{deployment-id}/chat/completions"),
                ("completions", "Completions", "POST", "/deployments/{deployment-id}/completions"),
                ("embeddings", "Embeddings", "POST", "/deployments/{deployment-id}/embeddings"),
            ],
            Self::OpenAi => &[
                ("chat-completions", "Chat completions", "POST", "/chat/completions"),
                ("completions", "Completions", "POST", "/completions"),
                ("embeddings", "Embeddings", "POST", "/embeddings"),
                ("models", "Models", "GET", "/models"),
            ],
            Self::Other => &[("post-all", "Everything by POST", "POST", "/*"), ("get-all", "Everything by GET", "GET", "/*")],
        }
    }
}

/// What a person fills in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LlmApiDraft {
    pub kind: LlmKind,
    pub name: String,
    pub display_name: String,
    pub path: String,
    /// A backend or pool that exists.
    pub backend: String,
    /// A product that exists; empty: none.
    pub product: String,
    pub key_header: String,
}

impl LlmApiDraft {
    pub fn new() -> Self {
        Self { key_header: "api-key".into(), ..Self::default() }
    }

    pub fn from_pairs(pairs: &Pairs) -> Self {
        let text = |name: &str| pairs.text(name);
        Self {
            kind: LlmKind::parse(&text("kind")),
            name: text("name"),
            display_name: text("display_name"),
            path: text("path").trim_matches('/').to_owned(),
            backend: text("backend"),
            product: text("product"),
            key_header: text("key_header"),
        }
    }

    /// What is wrong with it by itself.
    pub fn errors(&self) -> Vec<FieldError> {
        let required = |field: &str, value: &str, message: &str| value.is_empty().then(|| FieldError::new(field, message));
        let name = crate::resource::Kind::Api.name_error(&self.name).map(|message| FieldError::new("name", message));
        let is_header = !self.key_header.is_empty() && self.key_header.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        [
            name,
            required("display_name", &self.display_name, "Give the display name."),
            required("path", &self.path, "Give the path, such as openai."),
            required("backend", &self.backend, "Choose where calls go."),
            (!is_header).then(|| FieldError::new("key_header", "A header's name has letters, digits, - and _.")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What became of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    Done,
    Failed,
    /// Done, and taken back because a later part failed.
    Undone,
    /// Done, and could not be taken back.
    LeftBehind,
    /// Not tried, with the reason.
    LeftOut,
}

/// One part of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub label: String,
    pub outcome: StepOutcome,
    /// Why, where it is not simply done.
    pub detail: String,
    pub audit_id: String,
}

/// All parts, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LlmApiReport {
    pub api: String,
    pub steps: Vec<Step>,
}

impl LlmApiReport {
    pub fn is_done(&self) -> bool {
        self.steps.iter().all(|step| matches!(step.outcome, StepOutcome::Done | StepOutcome::LeftOut))
    }
}

/// Names to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LlmApiOptions {
    pub backends: Vec<String>,
    pub products: Vec<String>,
}
