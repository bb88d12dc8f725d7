//! What a person sees of their own sign-in, and an administrator of everyone's.

use crate::{access::RoleReason, actor::Role, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// One browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Names it without opening it: part of a hash.
    pub id: String,
    pub person_id: String,
    pub person_name: String,
    /// What the browser calls itself.
    pub agent: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// The one that asks.
    pub is_current: bool,
}

/// A personal token, without the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenInfo {
    pub id: String,
    pub person_id: String,
    pub person_name: String,
    pub name: String,
    /// The most that it may do; the person's own role may be less by now, and then counts.
    pub role: Role,
    /// Names; empty: all that the person may see.
    pub gateways: Vec<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What is asked of someone who wants a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenDraft {
    pub name: String,
    /// `viewer`, `operator` or `admin`.
    pub role: String,
    #[serde(default)]
    pub gateways: Vec<String>,
    /// Days, as typed.
    pub days: String,
}

/// A new token: shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    pub info: TokenInfo,
    pub secret: String,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("info", &self.info).finish_non_exhaustive()
    }
}

/// The Me page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub id: String,
    pub role: Role,
    /// `None` in local mode, where nobody is asked.
    pub reason: Option<RoleReason>,
    pub sessions: Vec<SessionInfo>,
    pub tokens: Vec<TokenInfo>,
    /// The gateways that a token can be limited to.
    pub gateways: Vec<String>,
    /// Where Azure is called as the person; empty where it never is.
    #[serde(default)]
    pub azure: Vec<AzureConnection>,
}

/// A Resource Manager that is called as the person, connected or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AzureConnection {
    /// The gateways behind it, by name; never empty.
    pub gateways: Vec<String>,
    /// Origin.
    pub arm_url: String,
    /// As whom, in Azure's words; empty: not connected.
    pub account: String,
    pub connected_at: Timestamp,
    /// When Azure last gave a token.
    pub renewed_at: Timestamp,
    /// Azure ended it: it has to be made again.
    pub has_ended: bool,
}

/// Everyone's sessions and tokens, the latest used first, bounded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Everyone {
    pub sessions: Vec<SessionInfo>,
    pub tokens: Vec<TokenInfo>,
}

/// One line of the settings page: a key of the configuration, its value, where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingLine {
    pub key: String,
    /// Secrets as `set`.
    pub value: String,
}
