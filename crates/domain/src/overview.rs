//! What the first page of a gateway shows.

use crate::{audit::AuditEntry, gateway::Gateway};
use serde::{Deserialize, Serialize};

/// Counts and the latest changes of one gateway.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub gateway: Gateway,
    pub backends: u32,
    pub pools: u32,
    /// Entries whose outcome nobody knows yet.
    pub unknown_outcomes: u32,
    /// The newest first, at most five.
    pub latest: Vec<AuditEntry>,
}
