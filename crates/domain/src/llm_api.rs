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
    /// An OpenAPI description, or its address: its operations instead of the usual ones; empty: none.
    #[serde(default)]
    pub import: String,
}

/// Azure takes descriptions up to 4 MiB; a form this much.
const MAX_IMPORT: usize = 512 * 1024;

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
            import: pairs.find("import").unwrap_or_default().to_owned(),
        }
    }

    /// How Azure is to read the description: as a document, or from where it lies.
    pub fn import_format(&self) -> Option<&'static str> {
        let text = self.import.trim();
        match text {
            "" => None,
            _ if text.starts_with("https://") => Some("openapi-link"),
            _ if text.starts_with('{') => Some("openapi+json"),
            _ => Some("openapi"),
        }
    }

    /// The operations that are made beside what a description brings.
    pub fn operations(&self) -> &'static [(&'static str, &'static str, &'static str, &'static str)] {
        if self.import_format().is_some() { &[] } else { self.kind.operations() }
    }

    fn import_error(&self) -> Option<FieldError> {
        let text = self.import.trim();
        let message = if text.len() > MAX_IMPORT {
            "At most 512 KiB: give its address instead."
        } else if text.starts_with("http://") {
            "An address begins with https://."
        } else if self.import_format() == Some("openapi") && !text.contains("openapi") && !text.contains("swagger") {
            "Paste an OpenAPI description (JSON or YAML), or give its https address."
        } else {
            return None;
        };
        Some(FieldError::new("import", message))
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
            self.import_error(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(import: &str) -> LlmApiDraft {
        let text = |text: &str| text.to_owned();
        LlmApiDraft {
            name: text("a"),
            display_name: text("A"),
            path: text("a"),
            backend: text("b"),
            import: text(import),
            ..LlmApiDraft::new()
        }
    }

    #[test]
    fn a_description_replaces_the_usual_operations() {
        for (import, format) in [
            ("", None),
            (" https://example.com/openapi.json ", Some("openapi-link")),
            ("{\"openapi\":\"3.0.1\"}", Some("openapi+json")),
            ("openapi: 3.0.1\ninfo: {}", Some("openapi")),
        ] {
            let draft = draft(import);
            assert_eq!(draft.import_format(), format, "{import}");
            assert_eq!(draft.operations().is_empty(), format.is_some(), "{import}");
            assert_eq!(draft.errors(), [], "{import}");
        }
        for bad in ["http://example.com/openapi.json", "hello", &"x".repeat(600_000)] {
            assert_eq!(draft(bad).errors().first().map(|error| error.field.as_str()), Some("import"));
        }
    }
}
