//! Who is signed in, and the gateways that they may see.

use domain::{Actor, Operation, Role, gateway::Gateway};
use leptos::prelude::*;

/// Asked once per page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    pub actor: Option<Actor>,
    /// On this page's gateway; in general where the page is about none.
    pub role: Option<Role>,
    pub gateways: Vec<Gateway>,
    /// The gateway of this page takes no changes from here.
    pub is_read_only: bool,
    /// Nobody signs in here, so nobody signs out.
    pub is_local: bool,
}

impl Session {
    /// Whether the person's role allows it: what one may not do is not offered.
    pub fn may(&self, operation: Operation) -> bool {
        let is_change = matches!(operation.effect(), domain::Effect::Write | domain::Effect::Delete);
        !(is_change && self.is_read_only) && self.role.is_some_and(|role| role.may(operation.permission()))
    }

    pub fn gateway(&self, name: &str) -> Option<&Gateway> {
        self.gateways.iter().find(|gateway| gateway.name == name)
    }
}

/// The session in context.
pub fn use_session() -> Session {
    use_context::<Session>().unwrap_or_default()
}
