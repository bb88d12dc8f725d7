//! Keys of subscriptions.

use crate::audit::AuditEntry;
use serde::{Deserialize, Serialize};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhichKey {
    Primary,
    Secondary,
}

impl WhichKey {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Primary, Self::Secondary].into_iter().find(|which| which.as_str() == text)
    }
}

/// One key in clear, for the one page that asked for it. Printing it shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedKey {
    pub which: WhichKey,
    pub value: String,
    /// The entry that says who saw it.
    pub audit_id: String,
}

impl std::fmt::Debug for RevealedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevealedKey").field("which", &self.which).finish_non_exhaustive()
    }
}

/// What this console knows of a subscription's keys: when each was last made new.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct KeyHistory {
    pub primary: Option<AuditEntry>,
    pub secondary: Option<AuditEntry>,
    /// Calls of this console's playground with the subscription in the last seven days.
    pub recent_calls: u64,
}
