//! Who acts, in which role, and what a role may do.

use serde::{Deserialize, Serialize};

/// The person (or, later, the job) on whose behalf something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Stable identity: the token's `sub`, or `local` in local mode.
    pub id: String,
    /// What pages show: a name or an e-mail address.
    pub name: String,
    pub role: Role,
}

impl Actor {
    /// The one administrator of local mode.
    pub fn local_admin() -> Self {
        Self { id: "local".into(), name: "local admin".into(), role: Role::Admin }
    }

    /// Whether this is local mode, where nobody signs in.
    pub fn is_local(&self) -> bool {
        self.id == "local"
    }

    /// Two letters for the badge beside the name.
    pub fn initials(&self) -> String {
        self.name.split(|c: char| !c.is_alphanumeric()).filter_map(|w| w.chars().next()).take(2).collect::<String>().to_uppercase()
    }
}

/// Ordered: a later role may do all that an earlier one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Signed in, and mapped to none of the roles.
    Nobody,
    Viewer,
    Operator,
    Admin,
}

impl Role {
    /// The roles that someone can be given.
    pub const ALL: [Role; 3] = [Role::Viewer, Role::Operator, Role::Admin];

    pub fn label(self) -> &'static str {
        match self {
            Role::Nobody => "No role",
            Role::Viewer => "Viewer",
            Role::Operator => "Operator",
            Role::Admin => "Admin",
        }
    }

    /// The permission table of the product.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Own => true,
            Permission::Read => self >= Role::Viewer,
            Permission::Invoke | Permission::Write => self >= Role::Operator,
            Permission::Manage | Permission::Delete | Permission::Reveal | Permission::Administer => self >= Role::Admin,
        }
    }
}

/// What an operation asks of whoever wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Permission {
    /// One's own sessions and tokens: everyone who is signed in.
    Own,
    /// Everything but secrets; usage; audit.
    Read,
    /// Calls through the gateway (playground), connection tests.
    Invoke,
    /// Backends, APIs, policies, diagnostics, loggers.
    Write,
    /// Products and subscriptions.
    Manage,
    /// Deleting anything.
    Delete,
    /// Subscription keys and credentials in clear.
    Reveal,
    /// Audit export, other people's sessions, settings.
    Administer,
}

impl Permission {
    /// For "you need … to do this".
    pub fn label(self) -> &'static str {
        match self {
            Permission::Own => "manage your own sign-in",
            Permission::Read => "read",
            Permission::Invoke => "invoke",
            Permission::Write => "write",
            Permission::Manage => "manage products and subscriptions",
            Permission::Delete => "delete",
            Permission::Reveal => "reveal secrets",
            Permission::Administer => "administer the console",
        }
    }

    /// The least role that can be given and has it.
    pub fn least_role(self) -> Role {
        Role::ALL.into_iter().find(|role| role.may(self)).unwrap_or(Role::Admin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_loses_nothing() {
        for permission in
            [Permission::Read, Permission::Invoke, Permission::Write, Permission::Manage, Permission::Delete, Permission::Reveal]
        {
            for pair in Role::ALL.windows(2) {
                assert!(!pair[0].may(permission) || pair[1].may(permission), "{permission:?}");
            }
        }
    }

    #[test]
    fn without_a_role_there_is_only_ones_own_sign_in() {
        let permissions =
            [Permission::Read, Permission::Invoke, Permission::Write, Permission::Manage, Permission::Delete, Permission::Reveal];
        assert!(permissions.into_iter().chain([Permission::Administer]).all(|permission| !Role::Nobody.may(permission)));
        assert!(Role::Nobody.may(Permission::Own));
        assert!(Role::ALL.into_iter().all(|role| role > Role::Nobody));
    }

    #[test]
    fn least_roles_are_the_table() {
        assert_eq!(Permission::Read.least_role(), Role::Viewer);
        assert_eq!(Permission::Invoke.least_role(), Role::Operator);
        assert_eq!(Permission::Write.least_role(), Role::Operator);
        assert_eq!(Permission::Manage.least_role(), Role::Admin);
        assert_eq!(Permission::Delete.least_role(), Role::Admin);
        assert_eq!(Permission::Reveal.least_role(), Role::Admin);
    }

    #[test]
    fn initials_survive_odd_names() {
        assert_eq!(Actor::local_admin().initials(), "LA");
        assert_eq!(Actor { name: "…".into(), ..Actor::local_admin() }.initials(), "");
    }
}
