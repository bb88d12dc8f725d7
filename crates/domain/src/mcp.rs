//! Tools of MCP servers, and what would break their streams.

use crate::resource::Tone;
use serde::{Deserialize, Serialize};

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub title: String,
    pub description: String,
    /// The API and the operation behind it; empty when they can't be read.
    pub api: String,
    pub operation: String,
}

/// An operation that can become a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRef {
    pub name: String,
    pub title: String,
    /// `POST /chat/completions`.
    pub route: String,
}

/// What a check-up says, good or bad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub tone: Tone,
    pub text: String,
}

/// Everything about a server that its settings do not say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct McpDetail {
    pub tools: Vec<Tool>,
    /// APIs whose operations can become tools.
    pub apis: Vec<String>,
    /// Operations of the API that was asked for.
    pub operations: Vec<OperationRef>,
    pub findings: Vec<Finding>,
    /// Where agents connect.
    pub endpoint: String,
}

/// A new tool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToolDraft {
    pub name: String,
    pub title: String,
    pub description: String,
    pub api: String,
    pub operation: String,
}
