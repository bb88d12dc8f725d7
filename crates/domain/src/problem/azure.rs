//! What stands between a person and Azure: a connection that is not there, a role that is missing.

use serde::{Deserialize, Serialize};

/// Why Azure can't be called as the person, until they connect to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectReason {
    /// They never did, or have disconnected.
    New,
    /// Azure ended the connection: it was revoked, expired, or the password was changed.
    Ended,
    /// Azure wants to see the person: a policy of the organization asks for more (conditional access).
    Policy,
    /// Nobody has consented to what the console may do there.
    Consent,
}

impl ConnectReason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ended => "ended",
            Self::Policy => "policy",
            Self::Consent => "consent",
        }
    }

    /// For the person: what is the matter, and what to do.
    pub fn message(self) -> &'static str {
        match self {
            Self::New => {
                "Azure is called as you here, with the rights that you have there. Connect once; the console keeps the connection for you."
            }
            Self::Ended => {
                "Your connection to Azure has ended: it was revoked, has expired, or your password was changed. Connect again to go on."
            }
            Self::Policy => {
                "A policy of your organization wants Azure to see you again, for example to confirm a second factor. Connect again to go on."
            }
            Self::Consent => {
                "Azure wants your consent, or an administrator's, before the console may call it as you. Connect to be asked for it."
            }
        }
    }
}

/// What to connect, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connect {
    pub gateway: String,
    pub why: ConnectReason,
}

/// What whom Azure was called as may not do there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    /// `Microsoft.ApiManagement/service/backends/write`
    pub action: String,
    /// The full id of a resource, group or subscription.
    pub scope: String,
}

impl Denied {
    /// Reads Azure's sentence: "… does not have authorization to perform action 'A' over scope 'S' …",
    /// and "… has permission to perform action 'A' on scope 'S'; however, …" of deny assignments.
    pub fn of(message: &str) -> Option<Self> {
        let (_, rest) = message.split_once("perform action '")?;
        let (action, rest) = rest.split_once('\'')?;
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("over scope '").or_else(|| rest.strip_prefix("on scope '"))?;
        let (scope, _) = rest.split_once('\'')?;
        let is_told = !action.is_empty() && !scope.is_empty();
        is_told.then(|| Self { action: action.to_owned(), scope: scope.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_action_is_read_out_of_azures_sentence() {
        let message = "The client 'ann@contoso.com' with object id '0a1b' does not have authorization to perform action \
            'Microsoft.ApiManagement/service/backends/write' over scope '/subscriptions/s/resourceGroups/ai' or the scope is invalid. \
            If access was recently granted, please refresh your credentials.";
        let denied = Denied::of(message).unwrap();
        assert_eq!(denied.action, "Microsoft.ApiManagement/service/backends/write");
        assert_eq!(denied.scope, "/subscriptions/s/resourceGroups/ai");
        let by_assignment = "The client has permission to perform action 'a/b' on scope '/x'; however, the access is denied because of …";
        assert_eq!(Denied::of(by_assignment), Some(Denied { action: "a/b".into(), scope: "/x".into() }));
        for other in ["", "Forbidden", "perform action 'a'", "perform action '' over scope ''", "perform action 'a' over scope '/x"] {
            assert_eq!(Denied::of(other), None, "{other}");
        }
    }
}
