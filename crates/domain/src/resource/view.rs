//! What lists and pages show.

use super::{Draft, Key, Kind};
use crate::{
    audit::AuditEntry,
    page::{Direction, Page},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How good a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Neutral,
    Warning,
    Bad,
}

/// What can be said of a resource in two words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub label: String,
    pub tone: Tone,
}

impl State {
    pub fn new(tone: Tone, label: impl Into<String>) -> Self {
        Self { label: label.into(), tone }
    }
}

/// A column of a list beside name and state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// In the address: `?sort=path`.
    pub slug: &'static str,
    pub label: &'static str,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    /// What people call it; empty: like its name.
    pub title: String,
    /// One text for each of [`Kind::columns`].
    pub cells: Vec<String>,
    pub state: State,
    /// The filters that show it, beside "all": slugs of [`Kind::tabs`].
    pub tabs: Vec<String>,
}

/// A filter of a list and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tab {
    /// Empty: all.
    pub slug: String,
    pub label: String,
    pub count: u32,
}

/// What a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Any part of a name, title or cell.
    #[serde(default)]
    pub text: String,
    /// A tab's slug; empty: all.
    #[serde(default)]
    pub show: String,
    /// A column's slug, or `state`; empty: the name.
    #[serde(default)]
    pub sort: String,
    #[serde(default)]
    pub direction: Direction,
    /// From 1; 0 is 1.
    #[serde(default)]
    pub page: u32,
    /// Rows a page; 0: the default.
    #[serde(default)]
    pub size: u32,
    /// Asks Azure even when a reading is seconds old.
    #[serde(default)]
    pub is_refresh: bool,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    pub page: Page<Row>,
    pub tabs: Vec<Tab>,
    /// When Azure was read.
    pub read_at: Timestamp,
    pub now: Timestamp,
}

/// A resource that refers to another, or is referred to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedBy {
    /// What it is, for people: `policy of the API`, `pool`.
    pub what: String,
    pub name: String,
    /// Where it can be opened: the kind of resource, when the console has a page for it.
    pub kind: Option<Kind>,
    /// The page beside the resource's own: `policy`; empty: its own.
    #[serde(default)]
    pub part: String,
}

/// What depends on a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    pub items: Vec<UsedBy>,
    /// What could not be looked at, in a sentence; empty: everything was.
    pub gap: String,
    /// Whether Azure refuses to delete it while these are there.
    pub is_held: bool,
    /// Calls through this console in the last seven days; `None`: not known.
    pub recent_calls: Option<u64>,
}

/// One property of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    /// Empty: not set.
    pub text: String,
    /// Whether it is an address, an id or code.
    pub is_code: bool,
}

/// Properties that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSheet {
    pub title: String,
    pub facts: Vec<Fact>,
}

/// One resource with everything its page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    pub key: Key,
    pub etag: String,
    /// What people call it.
    pub title: String,
    pub description: String,
    pub state: State,
    /// What the form starts from.
    pub draft: Draft,
    pub sheets: Vec<FactSheet>,
    /// What an operator should know, each in a sentence.
    pub warnings: Vec<String>,
    /// Members that the console has no field for, and keeps.
    pub other_members: Vec<String>,
    pub resource_id: String,
    /// Redacted.
    pub arm_json: String,
    pub az_rest: String,
    pub history: Vec<AuditEntry>,
    pub read_at: Timestamp,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub name: String,
    /// The version now in force; empty when Azure gave none.
    pub etag: String,
    /// `created`, `updated`, `overwrote`, `unchanged`, `deleted`, …: what the page says.
    pub verb: String,
    /// Empty when nothing was asked of Azure.
    pub audit_id: String,
}

impl Kind {
    /// The columns of its list between name and state.
    pub fn columns(self) -> &'static [Column] {
        const fn column(slug: &'static str, label: &'static str) -> Column {
            Column { slug, label }
        }
        match self {
            Kind::Api => &const { [column("path", "Path"), column("type", "Type"), column("backend", "Service address")] },
            Kind::McpServer => &const { [column("path", "Path"), column("tools", "Serves")] },
            Kind::Diagnostic => &const { [column("logger", "Logger"), column("sampling", "Sampling"), column("llm", "LLM messages")] },
            Kind::Logger => &const { [column("type", "Type"), column("target", "Goes to")] },
            Kind::NamedValue => &const { [column("value", "Value"), column("tags", "Tags")] },
            Kind::Fragment => &const { [column("size", "Size")] },
            Kind::Product => &const { [column("access", "Access"), column("approval", "Approval")] },
            Kind::Subscription => &const { [column("scope", "Opens"), column("owner", "Owner"), column("expires", "Expires")] },
        }
    }

    /// The filters of its list beside "all".
    pub fn tabs(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Api => &[("current", "Current revisions"), ("open", "Without a key")],
            Kind::McpServer => &[("rest", "From APIs"), ("pass", "Pass-through")],
            Kind::Diagnostic | Kind::Fragment => &[],
            Kind::Logger => &[("insights", "Application Insights"), ("hubs", "Event Hubs")],
            Kind::NamedValue => &[("plain", "Plain"), ("secret", "Secret"), ("vault", "Key Vault")],
            Kind::Product => &[("published", "Published"), ("draft", "Not published")],
            Kind::Subscription => &[("active", "Active"), ("attention", "Needs attention")],
        }
    }
}
