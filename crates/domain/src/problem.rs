//! What went wrong, for a page: a closed code, a safe message, and what Azure said when it spoke.

mod azure;

pub use azure::{Connect, ConnectReason, Denied};

use crate::field::FieldError;
use serde::{Deserialize, Serialize};

/// The closed set of reasons; also the low-cardinality label of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    NotFound,
    Forbidden,
    Unauthenticated,
    /// Azure is called as the person, who has not connected to it, or has to again.
    NotConnected,
    Invalid,
    Conflict,
    Throttled,
    Upstream,
    Unavailable,
    Unknown,
    Internal,
}

impl ProblemCode {
    pub fn as_str(self) -> &'static str {
        match self {
            ProblemCode::NotFound => "not_found",
            ProblemCode::Forbidden => "forbidden",
            ProblemCode::Unauthenticated => "unauthenticated",
            ProblemCode::NotConnected => "not_connected",
            ProblemCode::Invalid => "invalid",
            ProblemCode::Conflict => "conflict",
            ProblemCode::Throttled => "throttled",
            ProblemCode::Upstream => "upstream",
            ProblemCode::Unavailable => "unavailable",
            ProblemCode::Unknown => "unknown",
            ProblemCode::Internal => "internal",
        }
    }

    /// The HTTP status of an answer with this code.
    pub fn status(self) -> u16 {
        match self {
            ProblemCode::NotFound => 404,
            ProblemCode::Forbidden | ProblemCode::NotConnected => 403,
            ProblemCode::Unauthenticated => 401,
            ProblemCode::Invalid => 422,
            ProblemCode::Conflict => 409,
            ProblemCode::Throttled => 429,
            ProblemCode::Upstream | ProblemCode::Unknown => 502,
            ProblemCode::Unavailable => 503,
            ProblemCode::Internal => 500,
        }
    }

    /// A short heading for the error panel.
    pub fn title(self) -> &'static str {
        match self {
            ProblemCode::NotFound => "Not found",
            ProblemCode::Forbidden => "Not allowed",
            ProblemCode::Unauthenticated => "Not signed in",
            ProblemCode::NotConnected => "Not connected to Azure",
            ProblemCode::Invalid => "Something needs correcting",
            ProblemCode::Conflict => "Changed by someone else",
            ProblemCode::Throttled => "Too many requests",
            ProblemCode::Upstream => "Azure refused",
            ProblemCode::Unavailable => "No answer",
            ProblemCode::Unknown => "Outcome unknown",
            ProblemCode::Internal => "The console failed",
        }
    }
}

/// Azure's own words, when it answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upstream {
    /// HTTP status; 0 when there was no answer.
    pub status: u16,
    pub code: String,
    pub message: String,
    /// `x-ms-request-id`.
    pub request_id: Option<String>,
}

/// A failure as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: ProblemCode,
    /// Safe to show to anyone signed in.
    pub message: String,
    #[serde(default)]
    pub fields: Vec<FieldError>,
    /// Ours, to find the log lines.
    #[serde(default)]
    pub request_id: String,
    #[serde(default)]
    pub upstream: Option<Upstream>,
    /// The address that did not answer.
    #[serde(default)]
    pub address: Option<String>,
    /// Seconds after which trying again makes sense.
    #[serde(default)]
    pub retry_after_s: Option<u32>,
    /// For [`ProblemCode::Conflict`]: what differs, field by field, and the ETag now in force.
    #[serde(default)]
    pub conflict: Option<Box<Conflict>>,
    /// The audit entry about it, when one was written.
    #[serde(default)]
    pub audit_id: Option<String>,
    /// For [`ProblemCode::NotConnected`]: to what, and why.
    #[serde(default)]
    pub connect: Option<Box<Connect>>,
    /// What Azure's own roles do not allow whom it was called as.
    #[serde(default)]
    pub denied: Option<Box<Denied>>,
}

impl Problem {
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            request_id: String::new(),
            upstream: None,
            address: None,
            retry_after_s: None,
            conflict: None,
            audit_id: None,
            connect: None,
            denied: None,
        }
    }

    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let message = match fields.as_slice() {
            [one] => one.message.clone(),
            many => format!("{} fields need correcting.", many.len()),
        };
        Self { fields, ..Self::new(ProblemCode::Invalid, message) }
    }
}

/// Someone changed the resource after it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The ETag of the version that is in force now; `None` when the resource is gone.
    pub current_etag: Option<String>,
    pub differences: Vec<Difference>,
}

/// One property that two versions hold differently. Secrets appear as "set" or "changed".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Path from the resource's root: `properties.pool.services[0].weight`.
    pub path: String,
    /// JSON text of the left (older, or "yours") value; `None` when absent.
    pub left: Option<String>,
    /// JSON text of the right (newer, or "theirs") value; `None` when absent.
    pub right: Option<String>,
}
